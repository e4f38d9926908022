/** Writing to a channel: every message goes in, changes and leaves through here, so that page, ledger and waiting tests see it. */
import type { Message } from './state/messages.ts';
import { pageMessage } from './page-state.ts';
import type { World } from './world.ts';

export type Draft = Omit<Message, 'ts' | 'reactions' | 'state'>;

/** Users who see a message: one for an ephemeral, else the channel's members. */
export function audience(world: World, message: Message): Iterable<string> {
  if (message.ephemeralTo !== undefined) return [message.ephemeralTo];
  return world.people.channels.get(message.channel)?.members ?? [];
}

export function commit(world: World, draft: Draft): Message {
  const message: Message = { ...draft, ts: world.ts.next(), reactions: new Map(), state: {} };
  world.messages.add(message);
  world.ledger.push(message);
  if (world.ledger.length >= world.settings.keepMessages * 2) {
    world.ledger.splice(0, world.ledger.length - world.settings.keepMessages);
  }
  world.bus.publish({ type: 'message', message: pageMessage(world, message) }, audience(world, message));
  const parent = message.threadTs === undefined ? undefined : world.messages.get(message.channel, message.threadTs);
  if (parent !== undefined) changed(world, parent);
  return message;
}

/** Announces what was changed in place. */
export function changed(world: World, message: Message): void {
  world.bus.publish({ type: 'message_changed', message: pageMessage(world, message) }, audience(world, message));
}

export function removeMessage(world: World, message: Message): void {
  const seenBy = audience(world, message);
  world.messages.remove(message.channel, message.ts);
  world.bus.publish({ type: 'message_deleted', channel: message.channel, ts: message.ts }, seenBy);
}

export function notice(world: World, user: string, text: string, channel?: string): void {
  world.bus.publish({ type: 'notice', tone: 'error', text, ...(channel === undefined ? {} : { channel }) }, [user]);
}
