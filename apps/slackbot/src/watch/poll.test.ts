import { filters } from '../testing/commands-fixtures.ts';
import { type DmsSimulator, type DmsSimulatorOptions, startDmsSimulator } from '@leadbell/dms-simulator';
import type { Instant } from '@leadbell/domain';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pollOptions } from '../testing/watch-fixtures.ts';
import { pollOnce } from './poll.ts';
import type { PollOptions } from './poll-options.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const never = new AbortController().signal;

let databases: TestDatabases;
let url: string;
let store: Store;
let dms: DmsSimulator;
let options: PollOptions;
/** The DMS's time. Only `moveBy` moves it, so a slow poll does not change the leads. Leadbell's clock runs on. */
let now = 0 as Instant;

beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.createReady();
  store = await openStore({ url });
});
afterAll(async () => {
  await store.close();
  await databases.close();
});
beforeEach(async () => {
  await databases.empty(url);
  await store.connections.ensure('dms');
});
afterEach(() => dms.close());

async function begin(changes: DmsSimulatorOptions = {}): Promise<void> {
  await moveBy(Date.parse('2025-08-25T12:00:00.000Z') - now);
  dms = await startDmsSimulator({ leadsPerDay: 25, historyDays: 12, now: () => now, ...changes });
  options = pollOptions(store, dms.url);
}
const query = (text: string) => databases.query(url, text);
/** Makes the next poll due and runs it. */
async function poll(): Promise<number> {
  await query("update dms_connections set next_poll_at = '-infinity'");
  return pollOnce('dms', options, never);
}
async function moveBy(ms: number): Promise<void> {
  now = (now + ms) as Instant;
  await store.setClockOffset(now - Date.now());
}

const lastWeek = () => ({ from: (now - 6 * day) as Instant, to: (now + 1) as Instant });

async function known() {
  const { from, to } = lastWeek();
  const bulks = await store.bulks.snapshots('dms', from, to);
  const leads = bulks.flatMap((bulk) => [...bulk.leads.values()]);
  const count = (outcome: string) => leads.filter((lead) => lead.outcome === outcome).length;
  return {
    bulks: bulks.length,
    leads: leads.length,
    errored: count('errored'),
    created: count('created'),
    pending: count('pending'),
  };
}
/** The leads that the DMS has. */
function truth() {
  const { total: leads, errored, created, pending } = dms.truth(lastWeek());
  return { bulks: dms.bulks(lastWeek()).length, leads, errored, created, pending };
}
/** Events that were stored more than once, and leads without an event or without a row. */
async function repeated() {
  const twice = await query(
    "select bulk_id, kind, count(*)::int as times from bulk_events where kind in ('bulk-appeared', 'bulk-completed', 'bulk-cancelled') group by 1, 2 having count(*) > 1",
  );
  const leads = await query(
    "select bulk_id, key, count(e.lead)::int as times from bulk_leads left join (select bulk_id as in_bulk, unnest(leads) as lead from bulk_events where kind = 'lead-appeared') e on e.in_bulk = bulk_id and e.lead = key group by 1, 2 having count(e.lead) <> 1",
  );
  return [...twice, ...leads];
}

describe('watching a DMS', () => {
  it('the first poll stores the last week, and the next one finds nothing new', async () => {
    await begin();
    expect(await poll()).toBe(minute);
    expect(await known()).toEqual(truth());
    const events = await query('select count(*)::int as n from bulk_events');
    await poll();
    expect(await query('select count(*)::int as n from bulk_events')).toEqual(events);
  });

  it.each<[string, DmsSimulatorOptions]>([
    ['with numbers of bulks', { sendIds: true }],
    ['whose `toDate` is included', { toDate: 'inclusive' }],
  ])('bulks are followed to their end, however often they are polled: a DMS %s', async (_, changes) => {
    await begin(changes);
    for (const step of [0, 40_000, 3 * minute, minute, 20 * minute, 2 * hour, minute, 7 * hour]) {
      await moveBy(step);
      await query("update bulks set next_check_at = '-infinity' where next_check_at is not null");
      await poll();
    }
    expect(await known()).toEqual(truth());
    expect(await repeated()).toEqual([]);
  });

  it('polls catch up after three days in which the DMS was down', async () => {
    await begin();
    await poll();
    dms.faults.add({ kind: 'status', status: 503 });
    for (let n = 0; n < 6; n += 1) {
      await moveBy(12 * hour);
      expect(await poll()).toBeGreaterThan(0);
    }
    const [status] = await store.connections.status();
    expect(status).toMatchObject({ failures: 6, failure: 'unavailable' });
    dms.faults.clear();
    await query("update bulks set next_check_at = '-infinity' where next_check_at is not null");
    await poll();
    expect(await known()).toEqual(truth());
    expect(await repeated()).toEqual([]);
    expect(await store.connections.status()).toMatchObject([{ failures: 0, failure: null, failedSince: null }]);
  });

  it('polls catch up after two weeks in which Leadbell was stopped', async () => {
    await begin();
    await poll();
    await moveBy(14 * day);
    await poll();
    // Each day is read on its own, the oldest first, and the last day is read again.
    expect(dms.requests.length).toBeGreaterThan(20);
    const { from, to } = { from: (now - 20 * day) as Instant, to: (now + 1) as Instant };
    const kept = await store.bulks.snapshots('dms', from, to);
    const made = dms.bulks({ from, to });
    expect(kept).toHaveLength(made.length);
    expect(kept.reduce((sum, { leads }) => sum + leads.size, 0)).toBe(dms.truth({ from, to }).total);
    expect(await repeated()).toEqual([]);
  });

  it('a slow DMS is polled less often, and as often as before when it is fast again', async () => {
    await begin({ leadsPerDay: 5, historyDays: 1 });
    // A clock that runs only while the DMS is read, so that the machine's speed does not matter.
    let elapsedMs = 0;
    const readsFor = (ms: number): PollOptions => ({
      ...options,
      intervalMs: 100,
      elapsed: () => elapsedMs,
      leadsApi: {
        ...options.leadsApi,
        read(...given) {
          elapsedMs += ms;
          return options.leadsApi.read(...given);
        },
      },
    });
    const pollFor = async (ms: number) => {
      await query("update dms_connections set next_poll_at = '-infinity'");
      return pollOnce('dms', readsFor(ms), never);
    };
    await pollFor(0);
    expect(await pollFor(1_000)).toBeGreaterThanOrEqual(2_000);
    expect(await pollFor(0)).toBe(100);
  });

  it('the interval in the settings is used, even if it is long', async () => {
    await begin();
    options = { ...options, intervalMs: hour };
    expect(await poll()).toBe(hour);
    const before = dms.requests.length;
    await pollOnce('dms', options, never);
    expect(dms.requests).toHaveLength(before);
  });

  it('the wait grows with each failure; after a rate limit it is as long as the DMS asks', async () => {
    await begin();
    dms.faults.add({ kind: 'status', status: 503 });
    const waits = [await poll(), await poll(), await poll()];
    expect(waits).toEqual([minute, 2 * minute, 4 * minute]);
    dms.faults.clear();
    dms.faults.add({ kind: 'rate-limit', retryAfter: '600' });
    expect(await poll()).toBe(10 * minute);
  });

  it('the part of an answer that arrived before it broke off is kept, and the rest is read later', async () => {
    await begin({ leadsPerDay: 400 });
    dms.faults.add({ kind: 'cut-body', bytes: 200_000, times: 3 });
    await poll();
    await poll();
    expect(await known()).toEqual(truth());
    expect(await repeated()).toEqual([]);
  });

  it('everything is read again after an unreadable answer', async () => {
    await begin();
    await poll();
    await moveBy(2 * day);
    dms.faults.add({ kind: 'body', body: '"nonsense"', times: 1 });
    await poll();
    expect(await store.connections.status()).toMatchObject([{ failure: 'contract' }]);
    await query("update bulks set next_check_at = '-infinity' where next_check_at is not null");
    await poll();
    expect(await known()).toEqual(truth());
    expect(await repeated()).toEqual([]);
  });

  it('only one of several processes polls, and another takes over when that one dies', async () => {
    await begin();
    await query("update dms_connections set next_poll_at = '-infinity'");
    await Promise.all([1, 2, 3].map(() => pollOnce('dms', options, never)));
    // Only one process made requests: three processes would have made three times as many.
    expect(dms.requests.length).toBeLessThan(20);
    expect(await repeated()).toEqual([]);
    // Simulate that a process was killed in the middle of its poll.
    await query(
      "update dms_connections set next_poll_at = '-infinity', lease_until = now() + interval '3 seconds', lease = lease + 2",
    );
    expect(await pollOnce('dms', options, never)).toBeLessThanOrEqual(minute);
    await query("update dms_connections set next_poll_at = '-infinity', lease_until = now() - interval '1 second'");
    expect(await pollOnce('dms', options, never)).toBe(minute);
  });

  it('polls continue when the database’s clock is set back or forward by an hour', async () => {
    await begin();
    await poll();
    for (const jump of [hour, -2 * hour, hour]) {
      await moveBy(5 * minute);
      // Move all times that the database has written. This has the same effect as moving the database's clock.
      for (const [table, columns] of Object.entries({
        dms_connections: ['covered_to', 'swept_at', 'next_poll_at', 'lease_until'],
        bulks: ['observed_at', 'first_seen_at', 'next_check_at'],
      })) {
        await query(
          `update ${table} set ${columns.map((column) => `${column} = ${column} + ${jump} * interval '1 ms'`).join(', ')}`,
        );
      }
      await pollOnce('dms', options, never);
    }
    await query("update bulks set next_check_at = '-infinity' where next_check_at is not null");
    await poll();
    expect(await known()).toEqual(truth());
    expect(await repeated()).toEqual([]);
  });
});

const subscribeToLeads = (definition: object) =>
  store.transaction((tx) =>
    store.subscriptions.add(tx, {
      workspace: 'T1',
      channel: 'C0SALES',
      owner: 'U0NOURA',
      kind: 'leads',
      definition: { zone: 'Asia/Riyadh', language: 'en', filters: {}, ...definition },
      nextRunAt: null,
    }),
  );
const toldLeads = async () =>
  (await query("select key, payload::text as text from outbox where kind = 'lead' order by id")).map(
    ({ key, text }) => ({
      key: String(key),
      text: String(text),
    }),
  );

describe('new leads', () => {
  it('new leads are announced on arrival, each once and masked; older leads are not announced', async () => {
    await begin({ leadsPerDay: 400 });
    await subscribeToLeads({ together: 1_000 });
    await poll();
    expect(await toldLeads()).toEqual([]);
    await moveBy(hour);
    await poll();
    await poll();
    const from = now - hour;
    const all = await toldLeads();
    const made = dms.bulks({ from: from + 1, to: now + 1 });
    expect(made.length).toBeGreaterThan(0);
    expect(all).toHaveLength(dms.truth({ from: from + 1, to: now + 1 }).total);
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    expect(JSON.stringify(all)).not.toMatch(/@example\.com|5000\d{5}|Al-Mithali|Al-Tajribi|المثالي|التجريبي/);
  });

  it('many new leads are announced in one message, and leads that do not match are not announced', async () => {
    await begin({ leadsPerDay: 400 });
    await subscribeToLeads({ together: 2 });
    await subscribeToLeads({ together: 2, filters: filters({ brand: 'Nobody' }) });
    await poll();
    await moveBy(hour);
    await poll();
    const all = await toldLeads();
    expect(all.length).toBeGreaterThan(0);
    expect(all.every(({ text }) => /\d+ new leads?|New lead/.test(text))).toBe(true);
    expect(all.some(({ text }) => /\d+ new leads/.test(text))).toBe(true);
    expect(new Set(all.map(({ key }) => key.split(' ')[1])).size).toBe(1);
  });

  it('a lead’s card is changed in place when the lead’s state changes, without another message', async () => {
    await begin({ leadsPerDay: 400 });
    await subscribeToLeads({ together: 1_000 });
    await poll();
    await moveBy(hour);
    await poll();
    const told = await toldLeads();
    const pending = told.filter(({ text }) => text.includes('Pending'));
    expect(pending.length).toBeGreaterThan(0);
    const versions = () =>
      query("select key, version, payload::text as text from outbox where kind = 'lead' order by id");
    const before = await versions();
    // Wait, because the simulator takes minutes to create a lead.
    await moveBy(hour);
    await query("update bulks set next_check_at = '-infinity' where next_check_at is not null");
    await poll();
    const after = new Map((await versions()).map((row) => [String(row['key']), row]));
    const changed = before.filter(({ key, version }) => after.get(String(key))?.['version'] !== version);
    expect(changed.length).toBeGreaterThan(0);
    for (const { key, text } of changed) expect(after.get(String(key))?.['text']).not.toBe(text);
    const still = before.filter(({ key }) => !changed.some((one) => one['key'] === key));
    for (const { key, text } of still) expect(after.get(String(key))?.['text']).toBe(text);
    for (const { key } of pending) expect(String(after.get(key)?.['text'])).toMatch(/Created|With errors/);
  });

  it('a thread-only channel gets new leads in the thread of its daily message', async () => {
    await begin({ leadsPerDay: 400 });
    await subscribeToLeads({ together: 1_000, threadOnly: true });
    await poll();
    await moveBy(hour);
    await poll();
    const rows = await query('select id, thread_of as thread, payload::text as text from outbox order by id');
    const [day, ...cards] = rows;
    expect(cards.length).toBeGreaterThan(0);
    expect(day?.thread).toBeNull();
    expect(String(day?.text)).toMatch(/New leads of [A-Z][a-z]+day \d+ [A-Z][a-z]+/);
    expect(String(day?.text)).toContain(`${cards.length} new lead`);
    expect(new Set(cards.map(({ thread }) => thread))).toEqual(new Set([day?.id]));
    await poll();
    expect(await query('select id from outbox')).toHaveLength(rows.length);
  });

  it('leads that match a subscription only later are announced, but only once', async () => {
    await begin({ leadsPerDay: 400 });
    await subscribeToLeads({ together: 1_000, filters: filters({ brand: 'Nobody' }) });
    await poll();
    await moveBy(hour);
    await poll();
    expect(await toldLeads()).toEqual([]);
    // Simulate that the leads match from now on.
    await query(
      `update subscriptions set definition = '{"zone":"Asia/Riyadh","language":"en","filters":{},"together":1000}'`,
    );
    await query("update dms_connections set swept_at = '-infinity'");
    await poll();
    const all = await toldLeads();
    expect(all).toHaveLength(dms.truth({ from: now - hour + 1, to: now + 1 }).total);
    await poll();
    expect(await toldLeads()).toHaveLength(all.length);
  });
});
