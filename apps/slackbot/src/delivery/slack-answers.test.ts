/** The rows of `slack-answers.md` about posting, played by the stand-in: codes are taken from the rows themselves. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { type NewMessage, openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { caseRows } from '@leadbell/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { manifest } from '../testing/shell-fixtures.ts';
import type { Log, LogFields } from '../log.ts';
import { type Card, renderMessage } from '@leadbell/slack-kit';
import type { Delivering } from './deliver.ts';
import { type DeliverFixture, startFixture } from '../testing/delivery-fixtures.ts';

const workspace = 'T0SANDBOX';
const rows = ['Posting: refusals', 'Posting: answers that are no answers'].flatMap((section) =>
  caseRows('slack-answers.md').filter((row) => row.section === section),
);

/** Rows that other tests play, or that need more than one message on its way. */
const elsewhere: readonly (readonly [situation: RegExp, where: string])[] = [
  [/unarchived, or the app invited again/, 'jobs/digest.test.ts'],
  [/the answer comes later than timeout and grace/, 'docs/delivery.md: the remainder'],
  [/retries of a digest are used up/, 'jobs/digest.test.ts'],
  [/429 on `--share`/, 'listeners/slack-answers.test.ts'],
];

const played: RegExp[] = [];
/** The codes in the situations that match. */
function codesOf(...situations: RegExp[]): string[] {
  played.push(...situations);
  return situations.flatMap((situation) => {
    const found = rows.filter(({ cells }) => situation.test(cells[0] ?? ''));
    if (found.length !== 1) throw new Error(`${found.length} rows for ${situation}`);
    return [...(found[0]?.cells[0] ?? '').matchAll(/`([a-z]\w+)`/g)].map(([, code]) => code ?? '');
  });
}

const closed = codesOf(/^`not_in_channel`/, /^`restricted_action`/, /^`channel_is_archived`/);
const closedPeople = codesOf(/place is a person/);
const workspaceClosed = codesOf(/^`token_revoked`/, /^`accesslimited`/);
const forADay = codesOf(/^`team_added_to_org`/);
const wrongBlocks = codesOf(/for the whole$/);
const wrongMetadata = codesOf(/^`metadata_too_large`/);
const doubtful = codesOf(/^`internal_error`/);
codesOf(
  /^`invalid_blocks` for one kind/,
  /^a code that Slack never had/,
  /^the same, for ever/,
  /connection is cut before/,
  /^200 with a page .* not posted$/,
  /^200 with a page, posted$/,
  /^200 with an empty body/,
  /without `ts` or `channel`$/,
  /^`ok:false` without `error`/,
  /^a redirect/,
  /with `Retry-After: 3`$/,
  /^429 without the header$/,
  /^429 with a date/,
  /^429 with 86400$/,
  /^`ok:false, error:"ratelimited"`/,
);

test('every row is played here or elsewhere', () => {
  const known = [...played, ...elsewhere.map(([situation]) => situation)];
  expect(rows.map(({ cells }) => cells[0] ?? '').filter((row) => !known.some((one) => one.test(row)))).toEqual([]);
});

let databases: TestDatabases;
let url: string;
let store: Store;
let slack: SlackSandbox;
let lines: Record<string, unknown>[];
let delivering: Delivering[];

beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.create({ movableClock: true });
  store = await openStore({ url });
});
afterAll(async () => {
  await store.close();
  await databases.close();
});
beforeEach(async () => {
  slack = await startSlackSandbox({ manifest, limits: false });
  // A new database for each of so many would take minutes.
  await databases.query(url, 'truncate workspaces, channels, subscriptions, outbox, audit restart identity cascade');
  await databases.query(url, 'update moved_clock set ms = 0');
  lines = [];
  delivering = [];
});
afterEach(async () => {
  await Promise.all(delivering.map((one) => one.stop()));
  await slack.close();
});

const graceMs = 200;
/** For messages that are said in several forms, one after the other in half of it. */
const patientMs = 10_000;
const note = (fields: LogFields, event: string) => void lines.push({ event, ...fields });
const log: Log = { debug: note, info: note, warn: note, error: note };

function deliver(changes: Partial<DeliverFixture> = {}): void {
  delivering.push(startFixture({ slack, store, workspace, log, graceMs, ...changes }));
}

const post = 'chat.postMessage';
const fail = (fault: Fault) => slack.faults.add({ method: post, ...fault });
const message = (key: string, changes: Partial<NewMessage> = {}): NewMessage => ({
  workspace,
  channel: 'C0SALES',
  key,
  kind: 'digest',
  payload: { text: key },
  ...changes,
});
const add = (...messages: NewMessage[]) => store.transaction((tx) => store.outbox.add(tx, messages));
const subscribe = (channel: string, owner = 'U0NOURA') =>
  store.transaction((tx) =>
    store.subscriptions.add(tx, { workspace, channel, owner, kind: 'digest', definition: {}, nextRunAt: null }),
  );
const posted = () => slack.ledger().map(({ text }) => text);
const calls = (name: string) => slack.traffic.entries().filter((entry) => entry.name === name);
const counts = () => store.outbox.counts(0 as never);
const done = () =>
  expect.poll(() => counts(), { timeout: 15_000, interval: 30 }).toMatchObject({ pending: 0, sending: 0 });
const attempts = async () =>
  Number((await databases.query(url, 'select attempt from outbox order by id limit 1'))[0]?.['attempt']);

describe('a place that is closed', () => {
  test.each(closed)('%s: paused, told once, other channels go on', async (code) => {
    await subscribe('C0SALES');
    await subscribe('C0RIYADH');
    fail({ kind: `error:${code}` });
    await add(message('today'));
    deliver();
    await done();
    await add(message('elsewhere', { channel: 'C0RIYADH' }));
    await done();
    expect(await store.subscriptions.ofChannel(workspace, 'C0SALES')).toMatchObject([{ pausedReason: code }]);
    expect(await store.subscriptions.ofChannel(workspace, 'C0RIYADH')).toMatchObject([{ pausedReason: null }]);
    expect(slack.ledger().map(({ channel }) => channel)).toEqual(['D0NOURA', 'C0RIYADH']);
    expect(posted()[0]).not.toContain(code);
    expect(await store.outbox.dead(10)).toMatchObject([{ key: 'today', reason: code }]);
  });

  test.each(closedPeople)('%s: a person', async (code) => {
    await subscribe('U0SAMIR');
    fail({ kind: `error:${code}` });
    await add(message('today', { channel: 'U0SAMIR' }));
    deliver();
    await done();
    await add(message('elsewhere'));
    await done();
    expect(await store.subscriptions.ofChannel(workspace, 'U0SAMIR')).toMatchObject([{ pausedReason: code }]);
    expect(posted()).toContain('elsewhere');
    expect(posted()).not.toContain('today');
  });

  test.each(['user_disabled', 'messages_tab_disabled'])('%s: its owner too, who is not told for ever', async (code) => {
    await subscribe('U0NOURA');
    fail({ kind: `error:${code}`, times: 100 });
    await add(message('today', { channel: 'U0NOURA' }));
    deliver();
    await done();
    expect(calls(post).length).toBeLessThanOrEqual(2);
    expect(await store.subscriptions.ofChannel(workspace, 'U0NOURA')).toMatchObject([{ pausedReason: code }]);
  });

  it('also when the conversation with a person can’t be opened', async () => {
    await subscribe('U0SAMIR');
    slack.faults.add({ kind: 'error:user_disabled', method: 'conversations.open' });
    await add(message('today', { channel: 'U0SAMIR' }));
    deliver();
    await done();
    expect(await store.subscriptions.ofChannel(workspace, 'U0SAMIR')).toMatchObject([
      { pausedReason: 'user_disabled' },
    ]);
  });
});

describe('a workspace that is closed', () => {
  test.each(workspaceClosed)('%s: all of it waits, nothing is lost or paused', async (code) => {
    await subscribe('C0SALES');
    fail({ kind: `error:${code}` });
    await add(message('one'), message('two'));
    deliver();
    await expect.poll(() => store.deliveries.blocked([workspace])).toEqual([workspace]);
    await add(message('three'));
    expect(posted()).toEqual([]);
    expect(lines).toContainEqual(expect.objectContaining({ event: 'delivery.refused', reason: code }));
    // As each minute, once the token is taken again.
    await store.deliveries.unblock(workspace);
    await done();
    expect(posted()).toEqual(['one', 'two', 'three']);
    expect(await store.subscriptions.ofChannel(workspace, 'C0SALES')).toMatchObject([{ pausedReason: null }]);
    expect(await counts()).toMatchObject({ dead: 0 });
  });

  it('has no digest that is due, and one about all of it afterwards', async () => {
    const due = () => store.transaction((tx) => store.subscriptions.due(tx, Date.now() as never, 10));
    await store.transaction((tx) =>
      store.subscriptions.add(tx, {
        workspace,
        channel: 'C0SALES',
        owner: 'U0NOURA',
        kind: 'digest',
        definition: {},
        nextRunAt: (Date.now() - 60_000) as never,
      }),
    );
    expect(await due()).toHaveLength(1);
    fail({ kind: 'error:accesslimited' });
    await add(message('one'));
    deliver();
    await expect.poll(() => store.deliveries.blocked([workspace])).toEqual([workspace]);
    expect(await due()).toHaveLength(0);
    await store.deliveries.unblock(workspace);
    expect(await due()).toHaveLength(1);
  });
});

test.each(forADay)('%s waits and is tried again', async (code) => {
  fail({ kind: `error:${code}`, times: 2 });
  await add(message('today'));
  deliver();
  await done();
  expect(posted()).toEqual(['today']);
});

describe('a message that is wrong', () => {
  const card: Card = {
    summary: 'Yesterday: 25 leads, 3 with errors',
    direction: 'ltr',
    parts: [
      { kind: 'header', text: 'Yesterday' },
      { kind: 'text', text: [{ words: '25 leads', style: 'bold' }, { words: ' · 3 with errors' }] },
      { kind: 'facts', facts: [{ label: 'Website', value: [{ data: '<b> & 14' }] }] },
      {
        kind: 'chart',
        title: 'By hour',
        series: 'leads',
        points: [{ label: '08', value: 25 }],
        text: [{ words: '08: 25' }],
      },
      {
        kind: 'table',
        columns: [
          { label: 'Branch', align: 'start' },
          { label: 'Leads', align: 'end' },
        ],
        rows: [[[{ data: 'Riyadh North' }], [{ words: '11' }]]],
      },
      { kind: 'actions', elements: [{ kind: 'button', action: 'leads.open', value: '1', label: 'Open' }] },
    ],
  };
  const payload = renderMessage(card, { tag: 'en', more: String, charts: true });

  it('invalid_blocks for a chart: posted at once without it', async () => {
    fail({ kind: 'error:invalid_blocks' });
    await add(message('today', { payload }));
    deliver({ graceMs: patientMs });
    await done();
    expect(calls(post)).toHaveLength(2);
    const [only] = slack.ledger();
    expect(JSON.stringify(only?.blocks)).toContain('08: 25');
    expect(JSON.stringify(only?.blocks)).not.toContain('data_visualization');
    expect(JSON.stringify(only?.blocks)).toContain('Riyadh North');
    expect(lines).toContainEqual(expect.objectContaining({ event: 'delivery.plainer', reason: 'invalid_blocks' }));
  });

  it('invalid_blocks that names a block: without that kind', async () => {
    const { fallback, ...without } = payload;
    const table = fallback?.findIndex(({ type }) => type === 'table') ?? -1;
    fail({ kind: 'error:invalid_blocks', detail: `[ERROR] no table [json-pointer:/blocks/${table}/rows]` });
    await add(message('today', { payload: { ...without, blocks: fallback } }));
    deliver({ graceMs: patientMs });
    await done();
    const shown = slack.ledger()[0]?.blocks?.map((block) => (block as { readonly type: string }).type);
    expect(shown).toContain('section');
    expect(shown).not.toContain('table');
  });

  test.each(wrongBlocks)('%s: posted at once as plain text with the numbers', async (code) => {
    fail({ kind: `error:${code}`, times: code === 'invalid_blocks' ? 2 : 1 });
    await add(message('today', { payload }));
    deliver({ graceMs: patientMs });
    await done();
    const [only] = slack.ledger();
    expect(only?.blocks).toBeUndefined();
    expect(only?.text).toBe(
      [
        'Yesterday: 25 leads, 3 with errors',
        'Yesterday',
        '25 leads · 3 with errors',
        '*Website*: \u2068&lt;b&gt; &amp; 14\u2069',
        '08: 25',
        'Branch · Leads',
        '\u2068Riyadh North\u2069 · 11',
        'The rest is in /leads.',
      ].join('\n'),
    );
    expect(only?.metadata).toMatchObject({ event_payload: { key: 'today' } });
  });

  test.each(wrongBlocks)('%s of a change: shown as plain text, without the old blocks', async (code) => {
    await add(message('today', { payload }));
    deliver({ graceMs: patientMs });
    await done();
    slack.faults.add({ kind: `error:${code}`, times: code === 'invalid_blocks' ? 2 : 1, method: 'chat.update' });
    await store.transaction((tx) => store.outbox.update(tx, workspace, 'today', { ...payload, text: 'Now: 26 leads' }));
    await done();
    const [only] = slack.ledger();
    expect(only?.text).toMatch(/^Now: 26 leads\n[^]*The rest is in \/leads\.$/);
    expect(only?.blocks).toBeUndefined();
  });

  it('is dead with the code when no form is taken', async () => {
    fail({ kind: 'error:msg_too_long', times: 3 });
    await add(message('today', { payload }), message('next'));
    deliver({ graceMs: patientMs });
    await done();
    expect(calls(post)).toHaveLength(4);
    expect(await store.outbox.dead(10)).toMatchObject([{ key: 'today', reason: 'msg_too_long' }]);
    expect(posted()).toContain('next');
  });

  test.each(wrongMetadata)('%s: posted again with the key alone', async (code) => {
    fail({ kind: `error:${code}` });
    await add(message('today', { payload }));
    deliver({ graceMs: patientMs });
    await done();
    expect(slack.ledger()).toMatchObject([{ text: payload.text, metadata: { event_payload: { key: 'today' } } }]);
    expect(slack.ledger()[0]?.metadata).not.toHaveProperty('event_payload.version');
  });

  it('without metadata at all where none is taken; then doubt is told, not posted again', async () => {
    fail({ kind: 'error:metadata_too_large', times: 2 });
    fail({ kind: 'html', commits: true });
    await add(message('today'));
    deliver({ graceMs: patientMs });
    await done();
    expect(posted()).toEqual(['today']);
    expect(await store.outbox.dead(10)).toMatchObject([{ reason: 'perhaps posted (no_json)' }]);
  });
});

describe('a code that is in no table', () => {
  test.each<Fault>([
    { kind: 'error:platform_hiccup' },
    { kind: 'json', body: '{"ok":false}' },
    { kind: 'json', body: '{"ok":false,"error":{"code":7}}' },
  ])('$kind $body: tried again after a minute, once; others go on', async (fault) => {
    fail(fault);
    await add(message('today'), message('next'));
    deliver();
    await expect.poll(posted).toEqual(['next']);
    await databases.moveClock(url, 61_000);
    await add(message('later'));
    await done();
    expect(posted()).toContain('today');
    expect(posted()).toHaveLength(3);
  });

  it('for ever: for an hour with growing waits, then dead; the next is tried as if nothing had been', async () => {
    fail({ kind: 'error:platform_hiccup', times: 1_000 });
    await add(message('today'));
    deliver();
    await expect.poll(attempts).toBe(1);
    let minutes = 0;
    for (; minutes < 70 && (await counts()).dead === 0; minutes += 1) {
      const before = calls(post).length;
      await databases.moveClock(url, 60_000);
      // Whoever delivers looks again.
      await store.transaction((tx) => store.outbox.add(tx, [message(`wake ${minutes}`, { channel: 'C0RIYADH' })]));
      slack.faults.clear();
      fail({ kind: 'error:platform_hiccup', times: 1_000 });
      await delay(100);
      expect(calls(post).length - before).toBeLessThanOrEqual(40);
    }
    expect(minutes).toBeGreaterThanOrEqual(59);
    expect(minutes).toBeLessThanOrEqual(69);
    slack.faults.clear();
    await add(message('tomorrow'));
    await expect.poll(posted).toContain('tomorrow');
  }, 60_000);
});

describe('doubt', () => {
  const odd: readonly Fault[] = [
    ...doubtful.map((code): Fault => ({ kind: `error:${code}` })),
    { kind: 'html' },
    { kind: 'empty' },
    { kind: 'cut-json' },
    { kind: 'no-ts' },
    { kind: 'redirect' },
    { kind: 'forbidden' },
    { kind: 'json', body: 'null' },
  ];
  test.each(odd)('$kind, not posted: looked for, posted once', async (fault) => {
    fail(fault);
    await add(message('today'), message('next'));
    deliver();
    await done();
    expect(posted()).toEqual(['today', 'next']);
    expect(calls('conversations.history').length).toBeGreaterThan(0);
    expect(lines).toContainEqual(expect.objectContaining({ event: 'delivery.doubt' }));
  });

  test.each(odd)('$kind, posted: found, and can be changed', async (fault) => {
    fail({ ...fault, commits: true });
    await add(message('today'));
    deliver();
    await done();
    expect(posted()).toEqual(['today']);
    await store.transaction((tx) => store.outbox.update(tx, workspace, 'today', { text: 'newer' }));
    await done();
    expect(posted()).toEqual(['newer']);
  });

  it('of a conversation that is opened is none: nothing was said', async () => {
    slack.faults.add({ kind: 'html', method: 'conversations.open' });
    await add(message('today', { channel: 'U0SAMIR' }));
    deliver();
    await done();
    expect(posted()).toEqual(['today']);
    expect(calls('conversations.history')).toEqual([]);
  });

  it('the answer comes later than the timeout', async () => {
    fail({ kind: 'delay', delayMs: 850 });
    await add(message('today'));
    deliver({ timeoutMs: 700 });
    await done();
    await delay(300);
    expect(posted()).toEqual(['today']);
  });
});

/** It is posted all the same, once, without a search. Returns when it was tried, and the waits between, in milliseconds by Slack’s clock. */
async function soon(fault: Fault, times = 1): Promise<{ readonly calls: number[]; readonly waits: number[] }> {
  fail({ ...fault, times });
  await add(message('today'));
  deliver();
  await done();
  expect(posted()).toEqual(['today']);
  expect(calls('conversations.history')).toEqual([]);
  const at = calls(post).map((call) => call.at);
  return { calls: at, waits: at.slice(1).map((one, n) => one - (at[n] ?? one)) };
}

/** No call comes earlier; how much later it comes is the machine's affair. */
describe('Slack’s pace', () => {
  test.each<[Fault, number]>([
    [{ kind: 'ratelimited', retryAfter: null }, 1],
    [{ kind: 'ratelimited', retryAfter: null }, 2],
    [{ kind: 'ratelimited', retryAfter: 'soon' }, 2],
    [{ kind: 'error:ratelimited' }, 2],
  ])('%o, %i in a row: after a second each, and no search', async (fault, times) => {
    const { waits } = await soon(fault, times);
    expect(waits).toHaveLength(times);
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(950);
  });

  it('as it says', async () => {
    const { waits } = await soon({ kind: 'ratelimited', retryAfterS: 3 });
    expect(waits[0]).toBeGreaterThanOrEqual(2_950);
  });

  it('until a date', async () => {
    const until = new Date(Date.now() + 4_000).toUTCString();
    const { calls: at } = await soon({ kind: 'ratelimited', retryAfter: until });
    expect(at).toHaveLength(2);
    expect(at[1]).toBeGreaterThanOrEqual(Date.parse(until) - 50);
  });

  it('a day: fifteen minutes at most at a time', async () => {
    fail({ kind: 'ratelimited', retryAfterS: 86_400 });
    await add(message('today'));
    deliver();
    const wait = async () =>
      Number(
        (
          await databases.query(url, 'select extract(epoch from post_at - clock_timestamp()) as s from workspaces')
        )[0]?.['s'],
      );
    await expect.poll(wait).toBeGreaterThan(890);
    expect(await wait()).toBeLessThanOrEqual(900);
    await databases.moveClock(url, 901_000);
    await add(message('next'));
    await done();
    expect(posted()).toEqual(['today', 'next']);
  });
});

describe('a message that can’t be changed any more', () => {
  test.each(['edit_window_closed', 'cant_update_message', 'message_not_found'])(
    '%s: gone, told apart',
    async (code) => {
      await add(message('card'));
      deliver();
      await done();
      slack.faults.add({ kind: `error:${code}`, method: 'chat.update' });
      await store.transaction((tx) => store.outbox.update(tx, workspace, 'card', { text: 'newer' }));
      await done();
      expect(await databases.query(url, 'select state, reason from outbox')).toEqual([
        { state: 'dead', reason: `gone (${code})` },
      ]);
      expect(await counts()).toMatchObject({ dead: 0 });
    },
  );

  test.each([
    ['cannot_reply_to_message', 1],
    ['restricted_action_thread_locked', 1],
    // Somebody deleted what it belongs to.
    ['thread_not_found', 0],
  ] as const)('%s: a reply that was not posted', async (code, dead) => {
    const [root = 0] = await add(message('card'));
    deliver();
    await done();
    fail({ kind: `error:${code}` });
    await add(message('reply', { threadOf: root }));
    await done();
    expect(await databases.query(url, "select state, reason, ts from outbox where key = 'reply'")).toEqual([
      { state: 'dead', reason: `gone (${code})`, ts: null },
    ]);
    expect(await store.outbox.dead(10)).toHaveLength(dead);
    expect(await counts()).toMatchObject({ dead });
  });

  test.each(['update_failed', 'streaming_state_conflict', 'external_channel_migrating'])(
    '%s: tried again, ends in the newest state',
    async (code) => {
      await add(message('card'));
      deliver();
      await done();
      slack.faults.add({ kind: `error:${code}`, method: 'chat.update' });
      await store.transaction((tx) => store.outbox.update(tx, workspace, 'card', { text: 'newer' }));
      await done();
      expect(posted()).toEqual(['newer']);
    },
  );
});

it('is looked for before it is sent again by hand', async () => {
  fail({ kind: 'html', commits: true });
  slack.faults.add({ kind: 'error:missing_scope', method: 'conversations.history' });
  await add(message('today'));
  deliver();
  await done();
  expect(await store.outbox.dead(10)).toMatchObject([{ reason: 'perhaps posted (missing_scope)' }]);
  await add(message('since'));
  await done();
  expect(await store.outbox.requeue('all')).toBe(1);
  await done();
  expect(posted()).toEqual(['today', 'since']);
  expect(await counts()).toMatchObject({ dead: 0, sent: 2 });
});
