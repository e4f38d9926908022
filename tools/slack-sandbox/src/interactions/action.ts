/**
 * Handles clicks and choices (`block_actions`), and the options of external selects
 * (`block_suggestion`).
 */
import { findElement, statefulElements, type StateValues } from '../blocks/elements.ts';
import { notice } from '../conversation.ts';
import { isRecord, list, record, text, type Json } from '../json.ts';
import type { PageContainer } from '../page/protocol.ts';
import { SlackRefusal } from '../refusal.ts';
import { wireMessage, wireView } from '../web-api/wire.ts';
import type { World } from '../world.ts';
import { findPlace, keepState, type Place } from './container.ts';
import { channelName, interactionBase, issueResponseUrl, issueTrigger } from './payload.ts';

/**
 * Returns `null`, or the code of the error that a notice shows to the person. The page's `action` needs only
 * `action_id`; the element gives the rest.
 */
export async function act(
  world: World,
  userId: string,
  container: PageContainer,
  given: Json,
  state: unknown,
): Promise<string | null> {
  const place = findPlace(world, userId, container);
  const actionId = text(given['action_id']) ?? '';
  const found = findElement(place.blocks, text(given['block_id']), actionId);
  if (found === undefined) throw new SlackRefusal('action_not_found');
  const { element, blockId } = found;
  const type = String(element['type']);
  const values = keepState(place, state);
  const chosen = pick(given, ['action_id', 'block_id', 'type', 'action_ts', 'text']);
  if (statefulElements.has(type))
    (values[blockId] ??= {})[actionId] = { ...record(values[blockId]?.[actionId]), type, ...chosen };
  const action: Json = {
    type,
    action_id: actionId,
    block_id: blockId,
    ...(type === 'button' || type === 'workflow_button' ? { text: element['text'] } : {}),
    ...(type === 'button' && element['value'] !== undefined ? { value: element['value'] } : {}),
    ...(type === 'button' && element['style'] !== undefined ? { style: element['style'] } : {}),
    ...(isRecord(element['placeholder']) ? { placeholder: element['placeholder'] } : {}),
    ...chosen,
    action_ts: world.ts.next(),
  };
  if (!world.app.interactive) {
    notice(world, userId, 'This app is not configured to handle interactive responses.');
    return 'app_missing_action_url';
  }
  const delivered = await world.deliver.interaction({
    type: 'block_actions',
    ...surroundings(world, place, values),
    actions: [action],
  });
  if (delivered.ok) return null;
  const channel = place.kind === 'message' ? place.channel.id : undefined;
  notice(world, userId, 'We had some trouble connecting. Try again?', channel);
  return delivered.error;
}

function pick(given: Json, without: readonly string[]): Json {
  return Object.fromEntries(Object.entries(given).filter(([key]) => !without.includes(key)));
}

function surroundings(world: World, place: Place, values: StateValues): Json {
  const base = interactionBase(world, place.user, place.kind);
  if (place.kind === 'view') {
    return {
      ...base,
      container: { type: 'view', view_id: place.view.id },
      trigger_id: issueTrigger(world, { user: place.user.id, viewId: place.view.id }),
      view: wireView(world, place.view),
    };
  }
  const { message, channel, user } = place;
  const ephemeral = message.ephemeralTo !== undefined;
  const target = {
    user: user.id,
    channel: channel.id,
    messageTs: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  };
  return {
    ...base,
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    trigger_id: issueTrigger(world, { user: user.id }),
    channel: { id: channel.id, name: channelName(channel) },
    // As in Slack, an ephemeral message is left out, because it can't be read again.
    ...(ephemeral ? {} : { message: wireMessage(world, message, true) }),
    state: { values },
    response_url: issueResponseUrl(world, target, 'actions'),
  };
}

export type Suggested = { ok: true; options: unknown[] } | { ok: false; error: string };

export async function suggest(
  world: World,
  userId: string,
  container: PageContainer,
  typed: { blockId: string; actionId: string; value: string },
): Promise<Suggested> {
  const place = findPlace(world, userId, container);
  const found = findElement(place.blocks, typed.blockId, typed.actionId);
  if (found === undefined) throw new SlackRefusal('action_not_found');
  if (typed.value.length < Number(found.element['min_query_length'] ?? 3)) return { ok: true, options: [] };
  const values = keepState(place, undefined);
  const { response_url: _url, state: _state, trigger_id: _trigger, ...where } = surroundings(world, place, values);
  const delivered = await world.deliver.interaction({
    type: 'block_suggestion',
    ...where,
    action_id: typed.actionId,
    block_id: typed.blockId,
    value: typed.value,
  });
  if (!delivered.ok) return { ok: false, error: delivered.error };
  const groups = list(delivered.payload['option_groups']);
  const options = groups.length > 0 ? groups : list(delivered.payload['options']);
  return { ok: true, options: options.slice(0, 100) };
}
