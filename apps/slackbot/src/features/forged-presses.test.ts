/**
 * Signed requests with values, states, callback ids and metadata that Leadbell never wrote, against a running bot over
 * HTTP: people without rights can cause no action, whatever they forge, and nothing crashes.
 */
import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bot } from '../testing/bot-context-fixtures.ts';
import { databases, replica, setUpReplicas, url, workspace } from '../testing/replica-fixtures.ts';
import { actionIds } from '../cards/action-ids.ts';
import { registry } from './index.ts';
import { knownField } from './subscriptions/known-choices.ts';

setUpReplicas();

const requests = process.env['THOROUGH_TESTS'] === '1' ? 100_000 : 300;
/** If Bolt does not know a request, it is answered after 3 s. */
const atOnce = process.env['THOROUGH_TESTS'] === '1' ? 400 : 50;
/** Slack waits 3 s. */
const patienceMs = 10_000;

/** Some are genuine: only rights stop those. */
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
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.json(),
  fc.constantFrom('', '__proto__', 'constructor', '{"__proto__":{}}', '1;constructor;;;;;', 'x'.repeat(9_000)),
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ours) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...ours), fc.nat(60), fc.nat(12), fc.string({ unit: 'binary', maxLength: 8 }))
      .map(([own, from, length, put]) => own.slice(0, from) + put + own.slice(from + length)),
  },
  { weight: 2, arbitrary: anything },
);
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

let sent = 0;
function envelope(user: string): object {
  sent += 1;
  return {
    user: { id: user, team_id: workspace },
    team: { id: workspace },
    trigger_id: `${sent}.1.f`,
    api_app_id: 'A0SANDBOX',
  };
}
const container = { type: 'message', message_ts: '1.0', channel_id: 'C0SALES', is_ephemeral: true };

const press = fc.record({ action_id: action, value: text, inView: fc.option(view) });
const request = fc.oneof(
  press.map(({ action_id, value, inView }) => (user: string) => ({
    ...envelope(user),
    type: 'block_actions',
    ...(inView === null
      ? { channel: { id: 'C0SALES' }, container }
      : { view: inView, container: { type: 'view', view_id: inView.id } }),
    actions: [{ type: 'button', action_id, block_id: 'en:1:1', value, action_ts: `${sent}.0` }],
  })),
  view.map((forged) => (user: string) => ({ ...envelope(user), type: 'view_submission', view: forged })),
  view.map((forged) => (user: string) => ({ ...envelope(user), type: 'view_closed', view: forged, is_cleared: true })),
  fc
    .tuple(
      fc.constantFrom('shortcut', 'message_action', 'block_suggestion', 'workflow_step_edit'),
      fc.oneof(callback, fc.constant(knownField)),
      text,
    )
    .map(([type, callback_id, value]) => (user: string) => ({
      ...envelope(user),
      type,
      callback_id,
      action_id: callback_id,
      value,
    })),
);

async function post(bot: Bot, body: string): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', bot.slack.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const answer = await fetch(`http://127.0.0.1:${bot.port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
    signal: AbortSignal.timeout(patienceMs),
  });
  await answer.body?.cancel();
  return answer.status;
}

const kept = ['alerts', 'silences', 'subscriptions', 'outbox', 'digest_wishes', 'people', 'claims', 'inbox'];
async function rows(): Promise<string> {
  const all = await Promise.all(
    kept.map((table) =>
      databases.query(
        url,
        `select t::text as row from ${table} t where ${table === 'inbox' ? 'body is not null' : 'true'} order by 1`,
      ),
    ),
  );
  const done = await databases.query(url, `select action from audit_log where outcome <> 'refused'`);
  return JSON.stringify([all, done]);
}

test.each([
  ['guest', { asker: 'guest' }],
  ['viewer', { access: { grants: [], others: 'viewer' } }],
] as const)(
  'of a %s nothing that is forged is acted on, and nothing crashes',
  async (_, options) => {
    await using bot = await replica({ over: 'http', ...options });
    const before = await rows();
    const statuses = new Map<number, number>();
    const each = Math.ceil(requests / 2);
    for (let done = 0; done < each; done += atOnce) {
      const batch = fc.sample(request, { numRuns: Math.min(atOnce, each - done), seed: done });
      const all = await Promise.all(
        batch.map((make) => post(bot, new URLSearchParams({ payload: JSON.stringify(make('U0NOURA')) }).toString())),
      );
      for (const status of all) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    for (const body of [
      'payload=',
      'payload={',
      'payload=null',
      'payload=[]',
      'payload=7',
      `payload=${'['.repeat(5_000)}`,
    ])
      await post(bot, body);
    // It still answers.
    await bot.slack.control.say('noura', 'sales', '/leads nonsense words');
    await bot.log.line('not understood');
    expect(await rows()).toBe(before);
    expect(
      bot.slack.ledger().filter(({ ephemeralTo, botId }) => ephemeralTo === undefined && botId !== undefined),
    ).toEqual([]);
    const out = JSON.stringify(bot.slack.traffic.entries().filter(({ direction }) => direction === 'in'));
    expect(out).not.toMatch(/person\d+@|\+9665/);
    // Slack knows no such trigger, so no window opens.
    const crashes = bot.log.lines.filter(
      ({ event, code }) =>
        ['unhandled', 'uncaught', 'listener.failed', 'failed'].includes(String(event)) && code !== 'invalid_trigger_id',
    );
    expect(crashes).toEqual([]);
    expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
    expect([...statuses.values()].reduce((sum, n) => sum + n, 0)).toBe(each);
  },
  3_600_000,
);
