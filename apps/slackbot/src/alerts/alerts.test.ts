// Scenarios on a clock of their own: at this time the DMS says that, and then the channel has exactly these messages.
import {
  type AlertSettings,
  type Bulk,
  type BulkObservation,
  BulkObserver,
  defaultAlertSettings,
  type Instant,
  type Zone,
} from '@leadbell/domain';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { example, workingCalendar } from '../answers/lead-fixtures.ts';
import { type AlertsDefinition, writeDefinition } from '../subscriptions/definition.ts';
import { type AlertDesk, createAlertDesk } from './desk.ts';
import { evaluateAlerts } from './evaluate.ts';

const zone = 'Asia/Riyadh' as Zone;
const minute = 60_000;
const hour = 60 * minute;
/** A Monday, 12:00 in Riyadh. */
const monday = Date.parse('2025-08-25T09:00:00Z') as Instant;

let databases: TestDatabases;
let url: string;
let store: Store;
let desk: AlertDesk;
let now: Instant;
let subscription: number;
let alertSettings: AlertSettings = { ...defaultAlertSettings, groupWaitMs: 0 };

beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());
beforeEach(async () => {
  url = await databases.create();
  store = await openStore({ url });
  await store.connections.ensure('dms');
  now = monday;
  desk = createAlertDesk({
    store,
    workspace: () => 'T1',
    connection: 'dms',
    now: () => now,
    zone,
    calendar: workingCalendar,
    alertSettings,
  });
  subscription = await subscribe({});
});
afterEach(() => store.close());

function subscribe(changes: Partial<AlertsDefinition>, channel = 'C0IT'): Promise<number> {
  const definition: AlertsDefinition = {
    kind: 'alerts',
    zone,
    language: 'en',
    without: [],
    atLeast: 1,
    thresholds: {},
    escalation: null,
    threadOnly: false,
    ...changes,
  };
  return store.transaction((tx) =>
    store.subscriptions.add(tx, {
      workspace: 'T1',
      channel,
      owner: 'U0NOURA',
      kind: 'alerts',
      definition: writeDefinition(definition),
      nextRunAt: null,
    }),
  );
}

const branch = { code: 'BRANCH_NOT_FOUND', field: 'branch', message: 'Branch 12 not found' };
const phone = { code: 'INVALID_PHONE', field: null, message: 'Invalid phone' };
type Mark = typeof branch | typeof phone | 'fine';

/** A bulk made so many minutes ago, of leads that are fine or have an error. */
function bulk(id: number, leads: readonly Mark[], changes: Partial<Bulk> = {}): BulkObservation {
  const observer = new BulkObserver();
  for (const [n, mark] of leads.entries()) {
    const isFine = mark === 'fine';
    observer.add({
      ...example,
      externalId: id * 1_000 + n,
      leadId: isFine ? id * 1_000 + n : 0,
      outcome: isFine ? 'created' : 'errored',
      source: id % 2 === 0 ? 'Email' : 'Website',
      errors: isFine ? [] : [mark],
    });
  }
  const errored = leads.filter((mark) => mark !== 'fine').length;
  return observer.finish({
    key: `k${id}`,
    id,
    createdAt: (monday - minute) as Instant,
    createdBy: 1,
    state: 'completed',
    totalRecords: leads.length,
    errorRecords: errored,
    ...changes,
  });
}

const options = () => ({
  store,
  zone,
  calendar: workingCalendar,
  alertSettings,
  clockOffsetMs: 0,
});

/** As a poll does it. */
async function poll(...bulks: readonly BulkObservation[]): Promise<void> {
  await store.transaction(async (tx) => {
    const happened = await store.bulks.apply(tx, 'dms', bulks, now, () => '2025-08-25' as never);
    await evaluateAlerts(tx, 'dms', [...new Set(happened.map(({ bulkId }) => bulkId))], now, options());
  });
}
/** As the minute does it. */
const look = () => store.transaction((tx) => evaluateAlerts(tx, 'dms', [], now, options()));
const wait = (ms: number): void => {
  now = (now + ms) as Instant;
};

const plain = (text: unknown): string => String(text).replace(/\p{Cf}/gu, '');

/** First messages by their title and how often they were sent anew, and lines of threads. */
async function channel(of = subscription): Promise<{ readonly roots: string[]; readonly lines: string[] }> {
  const rows = await databases.query(
    url,
    `select payload ->> 'text' as text, thread_of as thread, payload -> 'reply_broadcast' as aloud from outbox where subscription_id = ${of} order by id`,
  );
  return {
    roots: rows.filter(({ thread }) => thread == null).map(({ text }) => plain(text)),
    lines: rows
      .filter(({ thread }) => thread != null)
      .map(({ text, aloud }) => `${plain(text).split(': ')[1]}${aloud === true ? ' (aloud)' : ''}`),
  };
}
async function shown(): Promise<string> {
  const rows = await databases.query(
    url,
    'select payload::text as text from outbox where thread_of is null order by id',
  );
  return rows.map(({ text }) => String(text).replace(/\p{Cf}/gu, '')).join('\n');
}
const reasons = async (): Promise<string[]> =>
  (await databases.query(url, "select state ->> 'reason' as reason from alerts order by id")).map(({ reason }) =>
    String(reason),
  );

describe('a bulk with errors', () => {
  it('is told once, with what is wrong and how much of it, and changed in place', async () => {
    await poll(bulk(1, [branch, branch, phone, 'fine']));
    expect((await channel()).roots).toEqual(['🔴 Errors in 1 bulk']);
    expect(await shown()).toMatch(/Bulk 1 .*3 of 4 leads with errors/);
    expect(await shown()).toMatch(/Branch … not found × 2.*Invalid phone × 1/);
    await poll(bulk(1, [branch, branch, phone, 'fine']));
    await look();
    wait(minute);
    await poll(bulk(1, [branch, 'fine', phone, 'fine']));
    expect(await channel()).toEqual({ roots: ['🔴 Errors in 1 bulk'], lines: [] });
    expect(await shown()).toMatch(/2 of 4 leads with errors/);
  });

  it('resolves by itself, and opens again in the same message', async () => {
    await poll(bulk(1, [branch, 'fine']));
    wait(minute);
    await poll(bulk(1, ['fine', 'fine']));
    expect(await channel()).toEqual({ roots: ['🟢 Errors in 1 bulk'], lines: ['Resolved.'] });
    wait(minute);
    await poll(bulk(1, [branch, 'fine']));
    expect(await channel()).toEqual({
      roots: ['🔴 Errors in 1 bulk'],
      lines: ['Resolved.', 'It is wrong again. (aloud)'],
    });
  });

  it('is one message with others of the same cause, another for another', async () => {
    await poll(bulk(1, [branch, 'fine']), bulk(2, [branch]), bulk(3, [phone]));
    expect((await channel()).roots).toEqual(['🔴 Errors in 2 bulks', '🔴 Errors in 1 bulk']);
    wait(minute);
    await poll(bulk(1, ['fine', 'fine']));
    expect((await channel()).roots).toEqual(['🔴 Errors in 1 bulk', '🔴 Errors in 1 bulk']);
  });

  it('stays in its message when another error becomes the most frequent', async () => {
    await poll(bulk(1, [branch, 'fine', 'fine']));
    wait(minute);
    await poll(bulk(1, [branch, phone, phone]));
    expect((await channel()).roots).toEqual(['🔴 Errors in 1 bulk']);
  });

  it('waits for others before it is told, and is not told when it is gone by then', async () => {
    const waiting = { ...options(), alertSettings: { ...defaultAlertSettings, groupWaitMs: 30_000 } };
    const observe = (observation: BulkObservation) =>
      store.transaction(async (tx) => {
        const happened = await store.bulks.apply(tx, 'dms', [observation], now, () => '2025-08-25' as never);
        return evaluateAlerts(
          tx,
          'dms',
          happened.map(({ bulkId }) => bulkId),
          now,
          waiting,
        );
      });
    expect(await observe(bulk(1, [branch]))).toBe(30_000);
    expect((await channel()).roots).toEqual([]);
    wait(10_000);
    await observe(bulk(1, ['fine']));
    wait(minute);
    await store.transaction((tx) => evaluateAlerts(tx, 'dms', [], now, waiting));
    expect((await channel()).roots).toEqual([]);
    expect(await reasons()).toEqual(['gone-before-told']);
    await observe(bulk(2, [phone]));
    wait(31_000);
    await store.transaction((tx) => evaluateAlerts(tx, 'dms', [], now, waiting));
    expect((await channel()).roots).toEqual(['🔴 Errors in 1 bulk']);
  });

  it('of a time long past is no news', async () => {
    await poll(bulk(1, [branch], { createdAt: (monday - 30 * hour) as Instant }));
    expect((await channel()).roots).toEqual([]);
  });
});

const joined = (n: number) => (n === 1 ? '1 more bulk with the same cause.' : `${n} more bulks with the same cause.`);

describe('a bulk that joins an alert', () => {
  it('is shown at once, and told once in the channel when the group interval is over, with others', async () => {
    await poll(bulk(1, [branch]));
    wait(minute);
    await poll(bulk(2, [branch]));
    expect(await channel()).toEqual({ roots: ['🔴 Errors in 2 bulks'], lines: [] });
    expect(await reasons()).toEqual(['group-interval']);
    wait(minute);
    await poll(bulk(3, [branch]));
    wait(2 * minute);
    await look();
    expect((await channel()).lines).toEqual([]);
    wait(minute);
    await look();
    expect((await channel()).lines).toEqual([`${joined(2)} (aloud)`]);
    wait(10 * minute);
    await look();
    expect((await channel()).lines).toHaveLength(1);
    // Longer ago than the interval: at once.
    await poll(bulk(4, [branch]));
    expect((await channel()).lines).toEqual([`${joined(2)} (aloud)`, `${joined(1)} (aloud)`]);
  });

  it('and is right again before the interval is over is not told', async () => {
    await poll(bulk(1, [branch]));
    wait(minute);
    await poll(bulk(2, [branch]));
    wait(minute);
    await poll(bulk(2, ['fine']));
    wait(5 * minute);
    await look();
    expect((await channel()).lines).toEqual([]);
  });

  it('is told to who has it, when somebody has acknowledged the others', async () => {
    await poll(bulk(1, [branch]));
    await desk.act((await desk.latest(1))[0]?.id ?? 0, 'acknowledge', 'U0SAMIR', null);
    wait(6 * minute);
    await poll(bulk(2, [branch]));
    expect(await channel()).toEqual({ roots: ['🟠 Errors in 2 bulks'], lines: ['Acknowledged', joined(1)] });
    const [line] = await databases.query(url, 'select payload::text as text from outbox order by id desc limit 1');
    expect(String(line?.text)).toContain('U0SAMIR');
  });

  it('is not told while it is silenced, but when that is over', async () => {
    await poll(bulk(1, [branch]));
    await desk.silence({ rule: 'bulk-errors' }, hour, '', 'U0SAMIR');
    wait(6 * minute);
    await poll(bulk(2, [branch]));
    wait(minute);
    await look();
    expect((await channel()).lines).toEqual([]);
    expect(await reasons()).toEqual(['silenced']);
    wait(hour);
    await look();
    expect((await channel()).lines).toEqual([`${joined(1)} (aloud)`]);
  });
});

describe('people', () => {
  it('acknowledge it: it is not told again until it was resolved and came back', async () => {
    await poll(bulk(1, [branch]));
    const [alert] = await desk.latest(1);
    const done = await desk.act(alert?.id ?? 0, 'acknowledge', 'U0SAMIR', null);
    expect(done?.alert.state.acknowledgedBy).toBe('U0SAMIR');
    expect(await channel()).toEqual({ roots: ['🟠 Errors in 1 bulk'], lines: ['Acknowledged'] });
    wait(5 * hour);
    await look();
    expect(await reasons()).toEqual(['acknowledged']);
    expect((await channel()).lines).toEqual(['Acknowledged']);
    expect(await desk.act(999, 'acknowledge', 'U0SAMIR', null)).toBeNull();
  });

  it('who do nothing are told again at the repeat interval, but not at night', async () => {
    await poll(bulk(1, [branch]));
    wait(4 * hour);
    await look();
    expect((await channel()).lines).toEqual(['Still so, and nobody has acknowledged it. (aloud)']);
    // 20:00, 24:00: closed.
    wait(4 * hour);
    await look();
    expect(await reasons()).toEqual(['quiet-hours']);
    wait(13 * hour);
    await look();
    expect((await channel()).lines).toHaveLength(2);
  });

  it('snooze it until the next working day, and take it', async () => {
    await poll(bulk(1, [branch]));
    const id = (await desk.latest(1))[0]?.id ?? 0;
    const snoozed = await desk.act(id, 'snooze', 'U0SAMIR', null);
    expect(new Date(snoozed?.alert.state.snoozedUntil ?? 0).toISOString()).toBe('2025-08-26T06:00:00.000Z');
    wait(5 * hour);
    await look();
    expect(await reasons()).toEqual(['snoozed']);
    now = Date.parse('2025-08-26T06:00:30Z') as Instant;
    await look();
    expect((await channel()).lines.at(-1)).toBe('The snooze is over, and it is still so. (aloud)');
    const taken = await desk.act(id, 'assign', 'U0NOURA', null);
    expect(taken?.alert.state).toMatchObject({ owner: 'U0NOURA', acknowledgedBy: 'U0NOURA' });
  });

  it('are called by their group when nobody acknowledges it, once', async () => {
    const other = await subscribe({ escalation: { group: 'S0EVERYONE', minutes: 15 } }, 'C0OTHER');
    await poll(bulk(1, [branch]));
    wait(14 * minute);
    await look();
    expect((await channel(other)).lines).toEqual([]);
    wait(minute);
    await look();
    wait(minute);
    await look();
    expect((await channel(other)).lines).toEqual(['Nobody has acknowledged this yet. (aloud)']);
    expect((await channel()).lines).toEqual([]);
  });

  it('are not called while it is silenced', async () => {
    const other = await subscribe({ escalation: { group: 'S0EVERYONE', minutes: 15 } }, 'C0OTHER');
    await poll(bulk(1, [branch]));
    await desk.silence({ rule: 'bulk-errors' }, hour, '', 'U0SAMIR');
    wait(20 * minute);
    await look();
    expect((await channel(other)).lines).toEqual([]);
    wait(hour);
    await look();
    expect((await channel(other)).lines).toHaveLength(1);
  });

  it('silence it by what it is about: not told, but told when it is resolved', async () => {
    await desk.silence({ source: 'email' }, 2 * hour, 'maintenance', 'U0SAMIR');
    await poll(bulk(2, [branch]), bulk(1, [phone]));
    expect((await channel()).roots).toEqual(['🔴 Errors in 1 bulk']);
    expect((await reasons()).toSorted()).toEqual(['fired', 'silenced']);
    const [silence] = await desk.silences();
    wait(minute);
    expect(await desk.endSilence(silence?.id ?? 0, 'U0SAMIR')).toBe(true);
    expect(await desk.silences()).toEqual([]);
    wait(minute);
    await look();
    expect((await channel()).roots).toHaveLength(2);
    await desk.silence({ rule: 'bulk-errors' }, hour, '', 'U0SAMIR');
    wait(minute);
    await poll(bulk(1, ['fine']));
    expect((await channel()).lines).toEqual(['Resolved.']);
  });
});

describe('a silence of an error', () => {
  it('is by the words that people see', async () => {
    await desk.silence({ error: 'branch not found' }, hour, '', 'U0SAMIR');
    await poll(bulk(1, [branch]), bulk(3, [phone]));
    expect((await reasons()).toSorted()).toEqual(['fired', 'silenced']);
    expect(await shown()).toContain('Invalid phone');
    expect(await shown()).not.toContain('not found');
  });
});

const written = () => databases.query(url, 'select changed_at from alerts');

describe('an alert', () => {
  it('of which nothing is new is not written again', async () => {
    await poll(bulk(1, [branch]));
    await look();
    const before = await written();
    wait(minute);
    await look();
    expect(await written()).toEqual(before);
  });
});

describe('a channel', () => {
  it('hears only what it wants: rules that are on, and from so many leads on', async () => {
    const few = await subscribe({ atLeast: 3 }, 'C0MANY');
    const none = await subscribe({ without: ['bulk-errors'] }, 'C0NONE');
    await poll(bulk(1, [branch, branch]));
    expect((await channel(few)).roots).toEqual([]);
    wait(minute);
    await poll(bulk(1, [branch, branch, branch]));
    expect((await channel(few)).roots).toEqual(['🔴 Errors in 1 bulk']);
    expect((await channel(none)).roots).toEqual([]);
  });
});

const news = (of: readonly string[]): string[] => of.filter((line) => !line.startsWith('Still so'));

describe('channels with thresholds of their own', () => {
  const few = { ...defaultAlertSettings, groupWaitMs: 0, erroredLeads: 3, erroredShare: Infinity };
  beforeEach(() => {
    alertSettings = few;
  });
  afterEach(() => {
    alertSettings = { ...defaultAlertSettings, groupWaitMs: 0 };
  });

  it('below the settings: told there, not elsewhere, until it is enough there too', async () => {
    const from2 = await subscribe({ thresholds: { erroredLeads: 2 } }, 'C0FEW');
    const half = await subscribe({ thresholds: { erroredPercent: 50 } }, 'C0HALF');
    const off = await subscribe({ thresholds: { erroredLeads: 1 }, without: ['bulk-errors'] }, 'C0OFF');
    await poll(bulk(1, [branch, branch, 'fine', 'fine', 'fine']), bulk(2, [phone, 'fine', 'fine']));
    expect((await channel(from2)).roots).toEqual(['🔴 Errors in 1 bulk']);
    for (const other of [subscription, half, off]) expect((await channel(other)).roots).toEqual([]);
    // What nobody wants is no alert.
    expect(await reasons()).toEqual(['fired']);
    wait(minute);
    await poll(bulk(1, [branch, branch, branch, 'fine', 'fine']));
    for (const one of [from2, half, subscription]) expect((await channel(one)).roots).toEqual(['🔴 Errors in 1 bulk']);
  });

  it('hear of what joins if that is enough for them', async () => {
    const from2 = await subscribe({ thresholds: { erroredLeads: 2 } }, 'C0FEW');
    await poll(bulk(1, [branch, branch, branch]));
    wait(6 * minute);
    await poll(bulk(2, [branch, branch]));
    expect((await channel(from2)).lines).toEqual(['1 more bulk with the same cause. (aloud)']);
    expect(await channel()).toEqual({ roots: ['🔴 Errors in 2 bulks'], lines: [] });
  });

  it('each after its own time: a bulk that is not done, a DMS that does not answer', async () => {
    const early = await subscribe({ thresholds: { stalledMinutes: 30, unreachableMinutes: 2 } }, 'C0EARLY');
    const late = await subscribe({ thresholds: { stalledMinutes: 90, unreachableMinutes: 20 } }, 'C0LATE');
    const title = '🔴 1 bulk does not get on';
    await poll(bulk(2, ['fine'], { state: 'in-progress', createdAt: monday }));
    const roots = async () => Promise.all([early, subscription, late].map(async (one) => (await channel(one)).roots));
    wait(30 * minute);
    await look();
    expect(await roots()).toEqual([[title], [], []]);
    wait(30 * minute);
    await look();
    await look();
    expect(await roots()).toEqual([[title], [title], []]);
    wait(30 * minute);
    await look();
    expect(await roots()).toEqual([[title], [title], [title]]);
    await poll(bulk(2, ['fine']));
    await databases.query(url, `update dms_connections set failed_since = '${new Date(now).toISOString()}'`);
    const told = async () => (await roots()).map((all) => all.includes('🔴 The DMS does not answer'));
    wait(3 * minute);
    await look();
    expect(await told()).toEqual([true, false, false]);
    wait(2 * minute);
    await look();
    expect(await told()).toEqual([true, true, false]);
  });

  it('do not hear for the first time of what is silenced', async () => {
    const from2 = await subscribe({ thresholds: { erroredLeads: 2 } }, 'C0FEW');
    await poll(bulk(1, [branch, branch]));
    await desk.silence({ rule: 'bulk-errors' }, hour, '', 'U0SAMIR');
    wait(minute);
    await poll(bulk(1, [branch, branch, branch]));
    expect((await channel(from2)).roots).toHaveLength(1);
    expect((await channel()).roots).toEqual([]);
  });
});

interface Row {
  readonly id: number;
  readonly thread: number | null;
  readonly text: string;
  readonly blocks: string;
}
async function rows(of: number): Promise<Row[]> {
  const found = await databases.query(
    url,
    `select id, thread_of as thread, payload ->> 'text' as text, payload::text as blocks from outbox where subscription_id = ${of} order by id`,
  );
  return found.map(({ id, thread, text, blocks }) => ({
    id: Number(id),
    thread: thread === null ? null : Number(thread),
    text: plain(text),
    blocks: plain(blocks),
  }));
}

describe('a channel that wants threads only', () => {
  it('has one message a day that lives, and all else in its thread', async () => {
    const quiet = await subscribe({ threadOnly: true }, 'C0QUIET');
    await poll(bulk(1, [branch]), bulk(3, [phone]));
    const [day, ...replies] = await rows(quiet);
    expect(day).toMatchObject({ thread: null, text: 'Alerts of Monday 25 August' });
    expect(day?.blocks).toContain('🔴 2 open');
    expect(replies.map(({ text, thread }) => [text, thread])).toEqual([
      ['🔴 Errors in 1 bulk', day?.id],
      ['🔴 Errors in 1 bulk', day?.id],
    ]);
    await desk.act((await desk.latest(9)).at(-1)?.id ?? 0, 'acknowledge', 'U0SAMIR', null);
    wait(minute);
    await poll(bulk(3, ['fine']));
    wait(4 * hour);
    const after = await rows(quiet);
    expect(after[0]?.blocks).toContain('🟠 1 acknowledged · 🟢 1 resolved');
    expect(after.slice(1).every(({ thread }) => thread === day?.id)).toBe(true);
    expect(after.slice(3).map(({ blocks }) => /Alert \d+ · /.test(blocks))).toEqual([true, true]);
  });

  it('is not pinged, not even by what is told again', async () => {
    const quiet = await subscribe({ threadOnly: true }, 'C0QUIET');
    await poll(bulk(1, [branch]));
    wait(4 * hour);
    await look();
    expect((await channel(quiet)).lines).toContain('Still so, and nobody has acknowledged it.');
    expect((await rows(quiet)).map(({ blocks }) => blocks.includes('reply_broadcast'))).toEqual([false, false, false]);
  });

  it('has another the next day, of its own zone; an alert stays in the thread where it was told', async () => {
    const quiet = await subscribe({ threadOnly: true }, 'C0QUIET');
    const far = await subscribe({ threadOnly: true, zone: 'Pacific/Auckland' as Zone }, 'C0FAR');
    await poll(bulk(1, [branch]));
    // 23:30 in Riyadh, the next morning in Auckland.
    now = Date.parse('2025-08-25T20:30:00Z') as Instant;
    await poll(bulk(3, [phone], { createdAt: now }));
    now = Date.parse('2025-08-25T21:30:00Z') as Instant;
    await poll(bulk(1, ['fine']), bulk(5, ['fine'], { state: 'cancelled', createdAt: now }));
    const told = async (of: number) =>
      Map.groupBy(await rows(of), ({ id, thread }) => thread ?? id)
        .values()
        .map((all) => all.map(({ text }) => text.replace(/.*: /, '')))
        .toArray();
    expect(await told(quiet)).toEqual([
      ['Alerts of Monday 25 August', '🟢 Errors in 1 bulk', '🔴 Errors in 1 bulk', 'Resolved.'],
      ['Alerts of Tuesday 26 August', '🔴 1 bulk was cancelled'],
    ]);
    expect(await told(far)).toEqual([
      ['Alerts of Monday 25 August', '🟢 Errors in 1 bulk', 'Resolved.'],
      ['Alerts of Tuesday 26 August', '🔴 Errors in 1 bulk', '🔴 1 bulk was cancelled'],
    ]);
    expect((await rows(quiet))[0]?.blocks).toContain('🔴 1 open · 🟢 1 resolved');
  });

  it('calls its group in the thread', async () => {
    const quiet = await subscribe({ threadOnly: true, escalation: { group: 'S0EVERYONE', minutes: 15 } }, 'C0QUIET');
    await poll(bulk(1, [branch]));
    wait(15 * minute);
    await look();
    await look();
    const all = await rows(quiet);
    expect(all.at(-1)?.blocks).toContain('S0EVERYONE');
    expect(all.at(-1)?.blocks).not.toContain('reply_broadcast');
    expect(all.map(({ thread }) => thread)).toEqual([null, all[0]?.id, all[0]?.id]);
  });
});

describe('what ends without being mended', () => {
  const over = 'No longer news';

  it('says so: a cancelled bulk and counts that differ, after a day; another one begins anew', async () => {
    await poll(bulk(1, ['fine'], { state: 'cancelled' }), bulk(3, ['fine'], { totalRecords: 5 }));
    wait(24 * hour);
    await look();
    const { roots, lines } = await channel();
    expect(roots.toSorted()).toEqual(['⚪ 1 bulk was cancelled', '⚪ The counts of 1 bulk differ']);
    expect(news(lines)).toEqual([over, over]);
    expect(await shown()).toContain('no longer news since');
    expect(await shown()).not.toContain('✓');
    await poll(bulk(5, ['fine'], { state: 'cancelled', createdAt: now }));
    expect((await channel()).roots.toSorted()).toEqual([
      '⚪ 1 bulk was cancelled',
      '⚪ The counts of 1 bulk differ',
      '🔴 1 bulk was cancelled',
    ]);
    expect(news((await channel()).lines)).toHaveLength(2);
  });

  it('but counts that agree again are resolved', async () => {
    await poll(bulk(3, ['fine'], { totalRecords: 5 }));
    wait(hour);
    await poll(bulk(3, ['fine']));
    expect(await channel()).toEqual({ roots: ['🟢 The counts of 1 bulk differ'], lines: ['Resolved.'] });
  });

  it('bulks that are not watched any more', async () => {
    await poll(bulk(1, [branch]), bulk(2, ['fine'], { state: 'in-progress' }));
    wait(hour);
    await look();
    wait(7 * 24 * hour);
    await look();
    const { roots, lines } = await channel();
    expect(roots.toSorted()).toEqual(['⚪ 1 bulk does not get on', '⚪ Errors in 1 bulk']);
    expect(news(lines)).toEqual([over, over]);
  });

  it('an error that was new an hour ago', async () => {
    await poll(bulk(1, ['fine']));
    wait(25 * hour);
    await poll(bulk(2, [branch], { createdAt: now }));
    wait(hour + minute);
    await look();
    expect(await channel()).toMatchObject({
      roots: ['⚪ An error never seen before', '🔴 Errors in 1 bulk'],
      lines: [over],
    });
  });
});

describe('other rules', () => {
  it('a cancelled bulk, one that does not get on, and counts that differ', async () => {
    await poll(
      bulk(1, ['fine'], { state: 'cancelled' }),
      bulk(2, ['fine'], { state: 'in-progress' }),
      bulk(3, ['fine'], { totalRecords: 5 }),
    );
    expect((await channel()).roots.toSorted()).toEqual(['🔴 1 bulk was cancelled', '🔴 The counts of 1 bulk differ']);
    wait(hour);
    await look();
    expect((await channel()).roots).toContain('🔴 1 bulk does not get on');
    await poll(bulk(2, ['fine']));
    expect((await channel()).roots).toContain('🟢 1 bulk does not get on');
  });

  it('an error that was never seen before, once a day is known', async () => {
    await poll(bulk(1, ['fine'], { createdAt: (monday - minute) as Instant }));
    wait(25 * hour);
    await poll(bulk(2, [branch], { createdAt: now }));
    expect((await channel()).roots).toEqual(['🔴 An error never seen before', '🔴 Errors in 1 bulk']);
  });

  it('a DMS that does not answer hides what follows from it', async () => {
    await poll(bulk(2, ['fine'], { state: 'in-progress' }));
    await databases.query(
      url,
      `update dms_connections set failed_since = '${new Date(monday).toISOString()}', failure = 'timeout'`,
    );
    wait(2 * hour);
    await look();
    expect((await channel()).roots).toEqual(['🔴 The DMS does not answer']);
    await databases.query(url, 'update dms_connections set failed_since = null, failure = null');
    wait(minute);
    await look();
    expect((await channel()).roots).toEqual(['🟢 The DMS does not answer', '🔴 1 bulk does not get on']);
  });

  it('no leads where there usually are some, in working hours', async () => {
    for (const week of [1, 2, 3]) {
      const createdAt = (monday - week * 7 * 24 * hour - hour) as Instant;
      now = createdAt;
      await poll(
        bulk(
          week,
          Array.from({ length: 9 }, () => 'fine' as const),
          { createdAt },
        ),
      );
    }
    now = monday;
    await look();
    expect((await channel()).roots).toEqual(['🔴 No new leads for two hours']);
    // One answer that did not come says nothing about leads.
    await databases.query(url, `update dms_connections set failed_since = '${new Date(now).toISOString()}'`);
    await look();
    expect((await channel()).roots).toEqual(['🔴 No new leads for two hours']);
    await databases.query(url, 'update dms_connections set failed_since = null');
    await poll(bulk(9, ['fine'], { createdAt: (monday - minute) as Instant }));
    expect((await channel()).roots).toEqual(['🟢 No new leads for two hours']);
  });
});
