// Runs random histories live through the real tables, and then replays them from the stored rows:
// both must alert at the same times.
import {
  type Bulk,
  type BulkObservation,
  BulkObserver,
  type BusinessCalendar,
  type AlertSettings,
  type Instant,
  Replay,
  replayableRules,
  type Zone,
} from '@leadbell/domain';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { isThorough, testIdentities } from '@leadbell/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { example, workingCalendar } from '../../testing/lead-fixtures.ts';
import { evaluateAlerts } from '../alerts/evaluate.ts';
import { createReplays } from './replay.ts';

const zone = 'Asia/Riyadh' as Zone;
const minute = 60_000;
const hour = 60 * minute;
/** A Monday at 15:00 in Riyadh, three hours before the business closes. */
const monday = Date.parse('2025-08-25T12:00:00Z') as Instant;
const calendar: BusinessCalendar = workingCalendar;
const settings: AlertSettings = {
  erroredLeads: 2,
  erroredShare: 0.75,
  stalledMs: 20 * minute,
  unreachableMs: 4 * minute,
  notWatchingMs: 6 * minute,
  usualLeads: 3,
  groupWaitMs: 30_000,
  groupIntervalMs: 6.5 * minute,
  repeatIntervalMs: 50 * minute,
  burstCauses: 1_000,
};

let databases: TestDatabases;
let url: string;
let store: Store;

beforeAll(async () => {
  databases = await startTestDatabases();
});
afterEach(() => store.close());
afterAll(() => databases.close());

function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

const codes = ['BRANCH_NOT_FOUND', 'INVALID_PHONE', 'DUPLICATE', 'NO_BRAND'];
const states = ['created', 'in-progress', 'completed', 'completed', 'cancelled'] as const;

interface MadeBulk {
  readonly id: number;
  readonly createdAt: Instant;
  state: Bulk['state'];
  readonly leads: (string | null)[];
}

function observe({ id, createdAt, state, leads }: MadeBulk, miscounted: boolean): BulkObservation {
  const observer = new BulkObserver(testIdentities());
  for (const [n, code] of leads.entries())
    observer.add({
      ...example,
      externalId: String(id * 1_000 + n),
      leadId: code === null ? String(id * 1_000 + n) : null,
      outcome: code === null ? 'created' : 'errored',
      source: id % 2 === 0 ? 'Email' : 'Website',
      errors: code === null ? [] : [{ code, field: null, message: code }],
    });
  const errorRecords = leads.filter((code) => code !== null).length;
  const totalRecords = leads.length + (miscounted ? 1 : 0);
  return observer.finish({
    key: `k${id}`,
    id: String(id),
    createdAt,
    createdBy: '1',
    state,
    totalRecords,
    errorRecords,
  });
}

/** Simulates a DMS in which problems begin, are fixed and come back. */
class World {
  readonly bulks: MadeBulk[] = [];
  readonly #roll: () => number;

  constructor(roll: () => number) {
    this.#roll = roll;
  }

  #pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.#roll() * all.length)] as T;
  }

  add(createdAt: Instant): void {
    const size = 1 + Math.floor(this.#roll() * 5);
    const leads = Array.from({ length: size }, () => (this.#roll() < 0.3 ? this.#pick(codes) : null));
    this.bulks.push({ id: this.bulks.length + 1, createdAt, state: this.#pick(states), leads });
  }

  goOn(now: Instant): void {
    if (this.#roll() < 0.25) this.add((now - Math.floor(this.#roll() * 40) * minute) as Instant);
    for (const bulk of this.bulks) {
      if (this.#roll() < 0.04) bulk.state = this.#pick(states);
      for (const n of bulk.leads.keys())
        if (this.#roll() < 0.03) bulk.leads[n] = this.#roll() < 0.5 ? null : this.#pick(codes);
      if (this.#roll() < 0.01) bulk.leads.push(this.#pick(codes));
    }
  }

  see(): BulkObservation[] {
    return this.bulks.filter(() => this.#roll() < 0.8).map((bulk) => observe(bulk, bulk.id % 7 === 0));
  }
}

const options = () => ({ store, zone, calendar, alertSettings: settings });

/** Moves the database's clock, from which all code reads the time. */
async function setClock(now: Instant): Promise<void> {
  await databases.moveClock(url, now - (await store.now()));
}

async function live(roll: () => number, minutes: number): Promise<void> {
  const world = new World(roll);
  let lookAt = Infinity;
  async function look(now: Instant): Promise<void> {
    const waitMs = await evaluateAlerts('dms', now, options());
    if (waitMs !== null) lookAt = Math.min(lookAt, now + waitMs);
  }
  async function poll(now: Instant, failure: string | null): Promise<void> {
    await setClock(now);
    await databases.query(url, `update dms_connections set next_poll_at = least(next_poll_at, clock_timestamp())`);
    const lease = await store.connections.lease('dms', {
      leaseMs: minute,
      longestPauseMs: 20 * minute,
      gapMs: 15 * minute,
    });
    if (lease === null) throw new Error('no lease');
    if (failure !== null) {
      await store.connections.release(lease, { kind: 'failed', failure, nextInMs: minute });
      return;
    }
    const { changed } = await store.transaction((tx) =>
      store.bulks.apply(tx, 'dms', world.see(), now, () => '2025-08-25' as never),
    );
    if (changed.length > 0) await look(now);
    await store.connections.release(lease, { kind: 'ok', nextInMs: minute });
  }
  // Two earlier weeks give the usual number of leads; then nothing is evaluated until today.
  for (const weeks of [2, 1]) {
    world.add((monday - weeks * 7 * 24 * hour + hour) as Instant);
    world.bulks.at(-1)?.leads.push(null, null, null);
  }
  await poll((monday - 26 * hour) as Instant, null);
  let failsFor = 0;
  let outages = 0;
  for (let n = 0; n < minutes; n += 1) {
    const now = (monday + n * minute) as Instant;
    // Now and then a silence begins.
    if (roll() < 0.02)
      await store.transaction((tx) =>
        store.alerts.silence(tx, {
          workspace: 'T1',
          matcher:
            roll() < 0.4 ? { source: 'email' } : roll() < 0.5 ? { error: 'duplicate' } : { rule: 'bulk-stalled' },
          reason: '',
          createdBy: 'U0SAMIR',
          startsAt: now,
          endsAt: (now + 15 * minute) as Instant,
        }),
      );
    await setClock(now);
    await look(now);
    if (failsFor === 0 && roll() < 0.02) {
      failsFor = 1 + Math.floor(roll() * 12);
      outages += 1;
    }
    // The failures alternate between the DMS and our own database.
    const failure = outages % 2 === 0 ? 'database' : 'timeout';
    const pollAt = (now + 17_000) as Instant;
    if (n < 40 || n > 200) world.goOn(pollAt);
    await poll(pollAt, failsFor > 0 ? failure : null);
    failsFor = Math.max(0, failsFor - 1);
    while (lookAt < now + minute) {
      const at = lookAt as Instant;
      lookAt = Infinity;
      await look(at);
    }
  }
}

/** Reads the alerts that were sent, and when, from the alerts' history. */
async function lived(): Promise<string[]> {
  const rows = await databases.query(
    url,
    `select rule || ' ' || group_key || ' ' || (e.value ->> 'what') as what, (e.value ->> 'at')::float8 as at
     from alerts cross join lateral jsonb_array_elements(state -> 'history') as e
     where e.value ->> 'what' in ('fired', 'joined', 'reopened', 'repeated', 'resolved', 'expired')`,
  );
  return rows.map(({ at, what }) => `${new Date(Number(at)).toISOString()} ${String(what)}`).toSorted();
}

async function replayed(minutes: number): Promise<string[]> {
  const window = { from: (monday - 27 * hour) as Instant, to: (monday + minutes * minute) as Instant };
  const { silences, ...frame } = await store.history.frame('dms', window);
  const all: string[] = [];
  const replay = new Replay({
    window,
    rules: new Set(replayableRules),
    settings,
    frame: { ...frame, silences, arrivals: await store.history.arrivals('dms', window) },
    zone,
    calendar,
    heard: (rule, group, { told, state }, at) => {
      if (told !== 'update') all.push(`${new Date(at).toISOString()} ${rule} ${group} ${state.reason}`);
    },
  });
  for await (const bulks of store.history.bulks('dms', window)) replay.see(bulks);
  replay.end();
  return all.toSorted();
}

const seen = new Set<string>();

describe('a replay with the original numbers', () => {
  it.each(isThorough ? [1, 2] : [2])('a replay alerts at the same times as the live run: history %i', async (seed) => {
    url = await databases.renew(url, { movableClock: true });
    store = await openStore({ url });
    await store.connections.ensure('dms');
    const minutes = 330;
    await live(dice(seed * 7_919), minutes);
    const told = await lived();
    expect(told.length).toBeGreaterThan(20);
    expect(await replayed(minutes)).toEqual(told);
    for (const one of told) seen.add(one.split(' ').slice(1).join(' '));
  });

  it('the random histories together make every rule fire, and have every kind of entry', () => {
    const text = [...seen].join('\n');
    const unheard = replayableRules.filter((rule) => !new RegExp(`^${rule} `, 'm').test(text));
    expect(unheard.map((rule) => `${rule} never fired here: add what makes it fire to World`)).toEqual([]);
    for (const what of ['fired', 'joined', 'reopened', 'repeated', 'resolved']) expect(text).toContain(what);
  });
});

describe('other numbers', () => {
  it('a replay with other numbers gives fewer or more pings, and also returns the pings with the settings’ numbers', async () => {
    url = await databases.renew(url, { movableClock: true });
    store = await openStore({ url });
    await store.connections.ensure('dms');
    await live(dice(5), 60);
    const replays = createReplays({
      store,
      connection: 'dms',
      alertSettings: settings,
      zone,
      calendar,
      turn: () => Promise.resolve(),
    });
    const run = (numbers: [string, number][]) =>
      replays(
        { rule: 'bulk-errors', numbers: new Map(numbers) },
        { from: (monday - 20 * hour) as Instant, to: (monday + hour) as Instant },
        new AbortController().signal,
      );
    const [all, none, same] = [await run([['from', 1]]), await run([['from', 5_000]]), await run([])];
    expect(all?.asked.pings).toBeGreaterThan(all?.usual?.pings ?? Infinity);
    expect(none?.asked.pings).toBe(0);
    expect(none?.usual).toEqual(same?.asked);
    expect(same?.usual).toBeNull();
  });
});
