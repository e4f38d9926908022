/**
 * Writes to channels. Every message is added, changed and deleted here, so that the page, the
 * ledger and waiting tests are notified.
 */
import type { Message } from './state/messages.ts';
import { pageMessage } from './page-state.ts';
import type { World } from './world.ts';

export type Draft = Omit<Message, 'ts' | 'reactions' | 'state'>;

/** Returns the users who see a message: one user for an ephemeral message, otherwise the members of the channel. */
function audience(world: World, message: Message): Iterable<string> {
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

/** Announces that a message was changed in place. */
export function changed(world: World, message: Message): void {
  world.bus.publish({ type: 'message_changed', message: pageMessage(world, message) }, audience(world, message));
}

/**
 * Removes a message. If the message has replies, a tombstone stays until the last reply is gone
 * too. The ledger keeps the text of the message.
 */
export function removeMessage(world: World, message: Message): void {
  const { channel, ts, threadTs } = message;
  const seenBy = audience(world, message);
  message.isDeleted = true;
  if (message.ephemeralTo === undefined && world.messages.replies(channel, ts).length > 0) {
    const tombstone = tombstoneOf(message);
    world.messages.remove(channel, ts, tombstone);
    changed(world, tombstone);
    return;
  }
  world.messages.remove(channel, ts);
  world.bus.publish({ type: 'message_deleted', channel, ts }, seenBy);
  const parent = threadTs === undefined ? undefined : world.messages.get(channel, threadTs);
  if (parent === undefined) return;
  if (parent.subtype === 'tombstone' && world.messages.replies(channel, parent.ts).length === 0)
    removeMessage(world, parent);
  else changed(world, parent);
}

function tombstoneOf({ channel, ts }: Message): Message {
  return {
    channel,
    ts,
    user: 'USLACKBOT',
    text: 'This message was deleted.',
    subtype: 'tombstone',
    reactions: new Map(),
    state: {},
  };
}

/** Shows one person a notice that is not an error. */
export function inform(world: World, user: string, text: string): void {
  world.bus.publish({ type: 'notice', tone: 'info', text }, [user]);
}

export function notice(world: World, user: string, text: string, channel?: string): void {
  world.bus.publish({ type: 'notice', tone: 'error', text, ...(channel === undefined ? {} : { channel }) }, [user]);
}
