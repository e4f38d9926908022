/**
 * For tests: values, states, callback ids, metadata and whole envelopes that neither Leadbell nor Slack wrote. Some
 * values look like Leadbell's own; only the check of the person's rights refuses those. Pure.
 */
import { anyCharacter } from '@leadbell/testing';
import * as fc from 'fast-check';
import { actionIds } from '../cards/action-ids.ts';
import { registry } from '../features/index.ts';
import { knownField } from '../features/subscriptions/known-choices.ts';
import { workspace } from './acting-fixtures.ts';

/** The person who seems to send everything. */
const forger = 'U0NOURA';

const ours = [
  'acknowledge 1',
  'export 1',
  'note 1',
  'snooze 1',
  'assign 1',
  'acknowledge 1 7 0',
  '1',
  '1 0',
  'pause 1',
  'remove 1',
  'send 1',
  'keep 1',
  'edit 1',
  'resume 1',
  '1;today;t;;;;',
  '1;today;t;;;s;',
  '1;lead;;574;;s;',
  '1;audit;;;;;;{"who":"U0NOURA"}',
  '1;subscriptions;;;;;',
  '1;silence;;;;;;{"matchers":{"source":"Email"},"ms":60000,"reason":""}',
  '{"what":"note","id":1,"channel":"C0SALES","tag":"en"}',
  '{"what":"silence","id":1,"channel":"C0SALES","tag":"en"}',
  '{"channel":"C0SALES","tag":"en","kind":"digest","id":1,"kept":{}}',
  '{"channel":"C0SALES","tag":"en","kind":"alerts","id":null,"kept":{}}',
];
/** Commands for which a viewer has no right. */
const typed = [
  'note 1 the gate was painted',
  'unsubscribe 1',
  'silence source:Email 2h',
  'today --share',
  'subscribe digest 08:30 sun-thu',
  'forget --phone 0501234567',
  'find 0501234567',
  'lead 574',
  'audit',
  'اشترك تنبيهات',
];
const anything = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 200 }),
  fc.json(),
  fc.constantFrom('', '__proto__', 'constructor', '{"__proto__":{}}', '1;constructor;;;;;', 'x'.repeat(9_000)),
);

function forgedFrom(texts: readonly string[]): fc.Arbitrary<string> {
  const one = fc.constantFrom(...texts);
  const changed = fc
    .tuple(one, fc.nat(60), fc.nat(12), fc.string({ unit: anyCharacter, maxLength: 8 }))
    .map(([own, from, length, put]) => own.slice(0, from) + put + own.slice(from + length));
  return fc.oneof({ weight: 4, arbitrary: one }, { weight: 3, arbitrary: changed }, { weight: 2, arbitrary: anything });
}

const text = forgedFrom(ours);
const line = forgedFrom(typed);
const action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom(...Object.values(actionIds)), fc.nat(9)).map(([id, n]) => `${id}:${n}`),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
);
const callback = fc.oneof(
  fc.constantFrom(...Object.keys(registry.forms)),
  fc.constantFrom('leads.errored'),
  fc.string({ maxLength: 30 }),
);
const input = fc.oneof(
  text.map((value) => ({ type: 'plain_text_input', value })),
  text.map((value) => ({ type: 'static_select', selected_option: { value } })),
  fc.constantFrom(null, [], 7, { type: 'checkboxes', selected_options: [null] }),
);
const state = fc.dictionary(fc.string({ maxLength: 12 }), fc.dictionary(fc.string({ maxLength: 12 }), input), {
  maxKeys: 4,
});
const view = fc.record({
  id: fc.constantFrom('V1', 'V0GONE'),
  type: fc.constant('modal'),
  callback_id: callback,
  private_metadata: text,
  state: fc.oneof(
    state.map((values) => ({ values })),
    fc.constantFrom(null, {}, { values: null }),
  ),
  blocks: fc.constant([]),
  hash: fc.string({ maxLength: 10 }),
});
/** The fields of a payload that identify a person and their workspace. */
const base = fc.nat().map((n) => ({
  user: { id: forger, team_id: workspace },
  team: { id: workspace },
  trigger_id: `${n}.1.f`,
  api_app_id: 'A0SANDBOX',
}));
const container = { type: 'message', message_ts: '1.0', channel_id: 'C0SALES', is_ephemeral: true };

const press = fc.record({ base, action_id: action, value: text, inView: fc.option(view), at: fc.nat() });

/** The payloads of presses, forms, shortcuts and menus. */
export const forgedPayload: fc.Arbitrary<object> = fc.oneof(
  press.map(({ base, action_id, value, inView, at }) => ({
    ...base,
    type: 'block_actions',
    ...(inView === null
      ? { channel: { id: 'C0SALES' }, container }
      : { view: inView, container: { type: 'view', view_id: inView.id } }),
    actions: [{ type: 'button', action_id, block_id: 'en:1:1', value, action_ts: `${at}.0` }],
  })),
  fc.tuple(base, view).map(([base, view]) => ({ ...base, type: 'view_submission', view })),
  fc.tuple(base, view).map(([base, view]) => ({ ...base, type: 'view_closed', view, is_cleared: true })),
  fc
    .tuple(
      base,
      fc.constantFrom('shortcut', 'message_action', 'block_suggestion', 'workflow_step_edit'),
      fc.oneof(callback, fc.constant(knownField)),
      text,
    )
    .map(([base, type, callback_id, value]) => ({ ...base, type, callback_id, action_id: callback_id, value })),
);

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, 7, '', 'text', [], {}, [[]], { id: 7 }, { id: null }, { event: null }),
  fc.jsonValue({ maxDepth: 3 }),
);
/** Types that no request of Slack has, including the names of events that the SDK sends to itself. */
const unknownType = fc.oneof(
  fc.constantFrom<unknown>(
    'hello',
    'options',
    'error',
    'connected',
    'disconnected',
    'close',
    'slack_event',
    'ws_message',
  ),
  fc.constantFrom<unknown>('__proto__', 'constructor', '', null, 7, {}, undefined),
  fc.string({ maxLength: 12 }),
);

const command = fc.record({ base, line }).map(({ base, line: said }) => ({
  command: '/leads',
  text: said,
  user_id: forger,
  team_id: workspace,
  channel_id: 'C0SALES',
  trigger_id: base.trigger_id,
}));
const event = fc.oneof(
  fc.record({ line, type: fc.constantFrom('message', 'app_mention') }).map((said) => ({
    type: said.type,
    user: forger,
    channel: said.type === 'message' ? 'D0NOURA' : 'C0SALES',
    channel_type: said.type === 'message' ? 'im' : 'channel',
    text: said.line,
    ts: '1.1',
  })),
  fc.constantFrom<object>(
    { type: 'app_home_opened', user: forger, tab: 'home', channel: 'D0NOURA' },
    { type: 'app_home_opened', user: null },
    { type: 'tokens_revoked', tokens: null },
    { type: 'tokens_revoked', tokens: { bot: 'all' } },
    { type: 'message', channel: 7, text: {} },
    { type: 'reaction_added' },
  ),
  odd.map((type) => ({ type })),
);
const happened = fc.tuple(event, fc.nat(), fc.constantFrom<unknown>('now', 0, null, 'x')).map(([one, n, at]) => ({
  type: 'event_callback',
  team_id: workspace,
  event_id: `Ev${n}`,
  event_time: at === 'now' ? Math.floor(Date.now() / 1_000) : at,
  event: one,
}));
const elsewhere = { team_id: 'T0WRONG', team: { id: 'T0WRONG' }, authorizations: [{ team_id: 'T0WRONG' }] };
const removed = { type: 'event_callback', event: { type: 'app_uninstalled' }, ...elsewhere };

const sound = fc.oneof(
  { weight: 4, arbitrary: forgedPayload.map((payload) => ({ type: 'interactive', payload })) },
  { weight: 3, arbitrary: command.map((payload) => ({ type: 'slash_commands', payload })) },
  { weight: 3, arbitrary: happened.map((payload) => ({ type: 'events_api', payload })) },
);
interface Frame {
  readonly type?: unknown;
  readonly payload?: unknown;
}
const frame: fc.Arbitrary<Frame> = fc.oneof(
  { weight: 6, arbitrary: sound },
  // These frames come from another workspace, or name no person of ours.
  {
    weight: 2,
    arbitrary: fc
      .tuple(sound, fc.constantFrom<object>(elsewhere, { user: null }, { user: { id: 'U0NOBODY' } }, { team: null }))
      .map(([one, put]) => ({ ...one, payload: { ...one.payload, ...put } })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'events_api', payload: removed }) },
  // In each of these frames, one field is replaced by a random value of any type.
  {
    weight: 2,
    arbitrary: fc.tuple(sound, fc.nat(9), odd).map(([one, nth, put]) => {
      const keys = Object.keys(one.payload);
      return { ...one, payload: { ...one.payload, [keys[nth % keys.length] ?? 'x']: put } };
    }),
  },
  { weight: 1, arbitrary: fc.tuple(sound, odd).map(([{ type }, payload]) => ({ type, payload })) },
  { weight: 1, arbitrary: fc.tuple(unknownType, odd).map(([type, payload]) => ({ type, payload })) },
);
/** There are few different ids, so that many envelopes have the same id. */
const envelopeId = fc.oneof(
  fc.nat(400).map((n) => `e${n}`),
  fc.constantFrom<unknown>(undefined, null, 7, '', '__proto__', {}, 'x'.repeat(5_000)),
);

/** Frames of Socket Mode, some of which have 2 MB. */
export const forgedFrame: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  {
    weight: 200,
    arbitrary: fc
      .tuple(frame, envelopeId, fc.boolean())
      .map(([one, id, accepts]) =>
        JSON.stringify({ ...one, envelope_id: id, accepts_response_payload: accepts, retry_attempt: 0 }),
      ),
  },
  { weight: 6, arbitrary: fc.tuple(frame, fc.nat(80)).map(([one, at]) => JSON.stringify(one).slice(0, at)) },
  { weight: 6, arbitrary: anything },
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('[]', 'null', '{}', '"e1"', '7', '{"type":"disconnect?"}', '['.repeat(50_000)),
  },
  {
    weight: 1,
    arbitrary: command.map((payload) =>
      JSON.stringify({
        type: 'slash_commands',
        envelope_id: 'huge',
        payload: { ...payload, text: 'today '.repeat(350_000) },
      }),
    ),
  },
);
