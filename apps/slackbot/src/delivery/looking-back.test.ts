/** The rows of `slack-answers.md` about looking back. Minutes are moved: the clocks of Slack, of the database and of the process together. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { type NewMessage, openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { caseRows } from '@leadbell/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { manifest } from '../testing/shell-fixtures.ts';
import type { Log } from '../log.ts';
import type { Delivering } from './deliver.ts';
import { startFixture } from '../testing/delivery-fixtures.ts';

const workspace = 'T0SANDBOX';
/** Its leases are longer than any wait that Slack asks for here: by that a look is known that is under way. */
const timeoutMs = 300_000;
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Each with the test that plays it. */
const rows: readonly RegExp[] = [
  /^history is limited to one call a minute .* a post was lost/,
  /^the same, the post was there/,
  /^`invalid_cursor`/,
  /^history refuses with/,
  /^history answers `internal_error`/,
  // slack/search.test.ts
  /^more than 2,000 messages/,
];

let databases: TestDatabases;
let url: string;
let store: Store;
let slack: SlackSandbox;
let delivering: Delivering | null;
let movedMs: number;

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
  slack = await startSlackSandbox({ manifest, limits: false, now: () => Date.now() + movedMs });
  await databases.query(url, 'truncate workspaces, channels, subscriptions, outbox, audit restart identity cascade');
  await databases.query(url, 'update moved_clock set ms = 0');
  movedMs = 0;
  delivering = null;
});
afterEach(async () => {
  await delivering?.stop();
  await slack.close();
});

function deliver(doubtWaitMs = 60_000, graceMs = 300): void {
  delivering = startFixture({
    slack,
    store,
    workspace,
    log: silent,
    timeoutMs,
    graceMs,
    pace: { doubtWaitMs },
    elapsed: () => performance.now() + movedMs,
  });
}

const message = (key: string, changes: Partial<NewMessage> = {}): NewMessage => ({
  workspace,
  channel: 'C0SALES',
  key,
  kind: 'digest',
  payload: { text: key },
  ...changes,
});
const add = (...messages: NewMessage[]) => store.transaction((tx) => store.outbox.add(tx, messages));
const fail = (fault: Fault) => slack.faults.add({ method: 'chat.postMessage', ...fault });
const posted = () => slack.ledger().flatMap(({ text, botId }) => (botId === undefined ? [] : [text]));
const looks = (name = 'conversations.history') => slack.traffic.entries().filter((entry) => entry.name === name);
const counts = () => store.outbox.counts(0 as never);
async function chat(many: number): Promise<void> {
  for (let n = 0; n < many; n += 1) await slack.control.say('noura', 'sales', `chatter ${n}`);
}

/** Then until all that is due by then was done. */
async function move(ms: number): Promise<void> {
  movedMs += ms;
  await databases.moveClock(url, ms);
  for (;;) {
    await databases.query(url, "select pg_notify('leadbell_outbox', '')");
    await delay(30);
    const { isHeld, dueInMs } = await store.deliveries.outlook([workspace], null);
    if (!isHeld && (dueInMs ?? Infinity) > 1_000 && !(await isLooking())) return;
  }
}

async function isLooking(): Promise<boolean> {
  const rows = await databases.query(
    url,
    "select from outbox where state = 'sending' and look_at > clock_timestamp() + interval '100 seconds'",
  );
  return rows.length > 0;
}

/** In seconds of the moved clocks; steps of five. */
async function until(done: () => Promise<boolean> | boolean, mostS: number): Promise<number> {
  const from = movedMs;
  while (!(await done())) {
    expect(movedMs - from, `after ${mostS} s: ${JSON.stringify(posted())}`).toBeLessThan(mostS * 1_000);
    await move(5_000);
  }
  return (movedMs - from) / 1_000;
}
const settled = async () => {
  const { pending, sending } = await counts();
  return pending + sending === 0;
};

test('every row is played', () => {
  const all = caseRows('slack-answers.md').filter(({ section }) => section === 'Looking back');
  expect(all.length).toBe(rows.length);
  expect(all.filter(({ cells }) => !rows.some((row) => row.test(cells[0] ?? '')))).toEqual([]);
});

async function play(fault: Fault): Promise<void> {
  slack.conditions.isHistoryLimited = true;
  fail(fault);
  await add(message('one'));
  deliver();
  await expect.poll(() => slack.traffic.entries().some(({ name }) => name === 'chat.postMessage')).toBe(true);
  await chat(40);
  await add(message('two'), message('three'));
  const othersAfterS = await until(() => posted().includes('three'), 70);
  expect(othersAfterS).toBeGreaterThanOrEqual(50);
  await until(settled, 300 - othersAfterS);
  expect(await counts()).toMatchObject({ sent: 3, dead: 0 });
  // A page each, and what was refused in between.
  expect(looks().filter(({ status }) => status === 200)).toHaveLength(3);
  expect(looks().length).toBeLessThanOrEqual(6);
}

describe('a history of one call a minute and 15 messages a page', () => {
  it('a post was lost: the others wait a minute, it comes late', async () => {
    await play({ kind: 'error-500' });
    expect(posted()).toEqual(['two', 'three', 'one']);
  });

  it('the post was there', async () => {
    await play({ kind: 'error-500-after-commit' });
    expect(posted()).toEqual(['one', 'two', 'three']);
  });

  it('is read once for several messages in doubt, and a reply waits for its first message', async () => {
    slack.conditions.isHistoryLimited = true;
    fail({ kind: 'error-500', times: 2 });
    fail({ kind: 'drop-after-commit' });
    const [root = 0] = await add(message('one'));
    await add(message('two'), message('three'), message('reply', { threadOf: root }));
    // None is looked for before all are in doubt, however busy the machine.
    deliver(0, 30_000);
    await expect.poll(async () => (await counts()).sending, { timeout: 20_000 }).toBe(3);
    await until(settled, 130);
    expect(posted()).toEqual(['three', 'one', 'two', 'reply']);
    expect(looks()).toHaveLength(1);
  });
});

describe('a cursor that Slack does not know any more', () => {
  it('begins again from the first page', async () => {
    fail({ kind: 'error-500-after-commit' });
    slack.faults.add({ kind: 'error:invalid_cursor', method: 'conversations.history', skip: 1 });
    await add(message('one'), message('two'));
    const first = slack.control.nextMessage();
    deliver();
    await first;
    await chat(20);
    await until(settled, 60);
    expect(posted()).toEqual(['one', 'two']);
    expect(looks()).toHaveLength(4);
  });

  it('once: then it is as one that can’t be read', async () => {
    fail({ kind: 'error-500-after-commit' });
    slack.faults.add({ kind: 'error:invalid_cursor', method: 'conversations.history', times: 2 });
    await add(message('one'), message('two'));
    deliver();
    await until(settled, 60);
    expect(posted()).toEqual(['one', 'two']);
    expect(await store.outbox.dead(10)).toMatchObject([{ key: 'one', reason: 'perhaps posted (invalid_cursor)' }]);
  });
});

test.each(['missing_scope', 'channel_is_limited_access', 'no_permission'])(
  'history refuses with %s: perhaps posted, the others go on',
  async (code) => {
    fail({ kind: 'error-500-after-commit' });
    slack.faults.add({ kind: `error:${code}`, method: 'conversations.history' });
    await add(message('one'), message('two'));
    deliver();
    await until(settled, 30);
    expect(posted()).toEqual(['one', 'two']);
    expect(looks()).toHaveLength(1);
    expect(await store.outbox.dead(10)).toMatchObject([{ key: 'one', reason: `perhaps posted (${code})` }]);
  },
);

it('history can’t be read for 90 s: settled within 30 s of its end', async () => {
  fail({ kind: 'drop-after-commit' });
  slack.faults.add({ kind: 'error:internal_error', method: 'conversations.history', times: 1_000 });
  await add(message('one'), message('two'));
  deliver();
  await until(() => movedMs >= 90_000, 100);
  expect(posted()).toEqual(['one', 'two']);
  expect(await settled()).toBe(false);
  slack.faults.clear();
  await until(settled, 30);
  expect(posted()).toEqual(['one', 'two']);
});

it('metadata is withheld: a message is known by its text', async () => {
  slack.conditions.isMetadataWithheld = true;
  fail({ kind: 'drop-after-commit' });
  await add(message('one'), message('two'));
  deliver();
  await until(settled, 30);
  expect(posted()).toEqual(['one', 'two']);
  expect(await counts()).toMatchObject({ sent: 2, dead: 0 });
});
