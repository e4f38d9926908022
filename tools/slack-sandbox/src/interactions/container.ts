/** Finds the place of an interaction: the message or view, its elements, and who may use it. */
import { mergeState, type StateValues } from '../blocks/elements.ts';
import { initialState } from '../blocks/elements.ts';
import { record, text } from '../json.ts';
import type { PageContainer } from '../page/protocol.ts';
import type { Message } from '../state/messages.ts';
import type { Channel, Person } from '../state/people.ts';
import type { View } from '../state/views.ts';
import { SlackRefusal } from '../refusal.ts';
import type { World } from '../world.ts';

export type Place =
  | { kind: 'message'; user: Person; message: Message; channel: Channel; blocks: unknown[] }
  | { kind: 'view'; user: Person; view: View; blocks: unknown[] };

export function findPlace(world: World, userId: string, container: PageContainer): Place {
  const user = world.people.users.get(userId);
  if (user === undefined) throw new SlackRefusal('user_not_found');
  if (user.isDeleted) throw new SlackRefusal('account_inactive');
  if ('view' in container) {
    const view = world.views.find(container.view.id);
    if (view === undefined || view.user !== user.id) throw new SlackRefusal('view_not_found');
    return { kind: 'view', user, view, blocks: view.blocks };
  }
  const { channel: channelId, ts } = container.message;
  const channel = world.people.channels.get(channelId);
  const message = world.messages.get(channelId, ts);
  if (channel === undefined || message === undefined || message.subtype === 'tombstone')
    throw new SlackRefusal('message_not_found');
  if (message.ephemeralTo !== undefined && message.ephemeralTo !== user.id) throw new SlackRefusal('message_not_found');
  if (!channel.members.has(user.id)) throw new SlackRefusal('not_in_channel');
  const inAttachments = (message.attachments ?? []).flatMap(
    (item) => (record(item)['blocks'] as unknown[] | undefined) ?? [],
  );
  return { kind: 'message', user, message, channel, blocks: [...(message.blocks ?? []), ...inAttachments] };
}

/** Stores the page's input values, and returns them as `state.values`. */
export function keepState(place: Place, given: unknown): StateValues {
  if (place.kind === 'view') {
    place.view.state = mergeState(place.view.state, given);
    return place.view.state;
  }
  const before = { ...initialState(place.blocks), ...(place.message.state as StateValues) };
  place.message.state = mergeState(before, given);
  return place.message.state as StateValues;
}

export function containerFrom(value: unknown): PageContainer {
  const given = record(value);
  const view = text(record(given['view'])['id']);
  if (view !== undefined) return { view: { id: view } };
  const message = record(given['message']);
  const channel = text(message['channel']);
  const ts = text(message['ts']);
  if (channel === undefined || ts === undefined) throw new SlackRefusal('invalid_container');
  return { message: { channel, ts } };
}
