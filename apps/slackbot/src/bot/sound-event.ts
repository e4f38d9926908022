/**
 * Checks that an event from Slack has the form that listeners rely on: ids, texts and objects where
 * they are expected. Slack's SDK checks none of this, so a malformed user id would be stored with
 * an act. Pure.
 */
import * as v from 'valibot';
import { channelIn as id } from './read-metadata.ts';

const text = v.string();
const named = v.looseObject({ id });
/** A channel; null or absent if the event has none. */
const place = v.nullish(v.looseObject({ id: v.nullish(id) }));

const commandSchema = v.looseObject({
  command: text,
  text: v.optional(text),
  user_id: id,
  channel_id: id,
  trigger_id: text,
  response_url: v.optional(text),
});

const actionSchema = v.looseObject({
  type: text,
  action_id: text,
  block_id: text,
  action_ts: v.optional(text),
  value: v.nullish(text),
  selected_option: v.nullish(v.looseObject({ value: text })),
});

const viewSchema = v.looseObject({
  id: text,
  callback_id: v.optional(text),
  private_metadata: v.optional(text),
  state: v.nullish(v.looseObject({ values: v.nullish(v.record(text, v.record(text, v.unknown()))) })),
});

const interactionSchema = v.looseObject({
  type: v.picklist(['block_actions', 'view_submission', 'view_closed', 'block_suggestion', 'shortcut']),
  user: named,
  team: place,
  channel: place,
  trigger_id: v.optional(text),
  response_url: v.nullish(text),
  callback_id: v.optional(text),
  action_id: v.optional(text),
  value: v.optional(text),
  actions: v.nullish(v.array(actionSchema)),
  view: v.nullish(viewSchema),
  container: v.nullish(v.looseObject({})),
  message: v.nullish(v.looseObject({ ts: v.optional(text) })),
});

const ofMessageSchema = v.looseObject({
  type: v.literal('message_action'),
  user: named,
  team: place,
  channel: named,
  trigger_id: text,
  callback_id: text,
  response_url: text,
  message: v.looseObject({ text: v.nullish(text), thread_ts: v.optional(text) }),
});

const eventSchema = v.looseObject({ event_id: v.optional(text), event: v.looseObject({ type: text }) });

export function isSound(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  if ('command' in body) return v.is(commandSchema, body);
  if ('event' in body) return v.is(eventSchema, body);
  return v.is(interactionSchema, body) || v.is(ofMessageSchema, body);
}
