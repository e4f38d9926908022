/**
 * Lets a client read from a server with random habits for weeks in simulated time. It polls as planned, and people
 * query single days, weeks and the whole time. Compares the counts with the truth. Used by a test, and for a figure in
 * `tools/bench`.
 */
import { createOddDms, type OddBulk, type OddHabits, plainHabits } from '@leadbell/dms-simulator';
import { type Instant, planPoll, type Window } from '@leadbell/domain';
import { createLeadsApi } from './create-leads-api.ts';
import type { LeadsClient } from './leads-api.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Midnight in Riyadh. */
const begins = Date.parse('2025-08-24T21:00:00.000Z');

export interface ServerResult {
  readonly seed: number;
  readonly habits: OddHabits;
  readonly leads: number;
  /**
   * `missing`: leads that were not counted on any day. `missingSaid`: how many of these belong to days whose answer was
   * reported as maybe incomplete.
   */
  readonly missing: number;
  readonly missingSaid: number;
  /** Leads counted on more than one day, or on a wrong day. */
  readonly twice: number;
  /**
   * Answers about more than one day that have too many leads, or that lack leads and were not reported as maybe
   * incomplete.
   */
  readonly wrongPeriods: number;
  /** Bulks that no poll saw. Bulks that are missing from an answer reported as maybe incomplete are left out. */
  readonly unseen: number;
  /**
   * `doubted`: days whose answer was reported as maybe incomplete. `doubtedInVain`: how many of these answers were
   * complete.
   */
  readonly doubted: number;
  readonly doubtedInVain: number;
  readonly days: number;
  readonly requests: number;
}

export async function watchServer(seed: number, days: number): Promise<ServerResult> {
  const random = generator(seed);
  const habits = randomHabits(random);
  const bulks = randomBulks(random, days, habits);
  const world = { now: begins };
  const dms = createOddDms(habits, bulks, () => world.now);
  const api = createLeadsApi(
    { baseUrl: 'https://dms.test', auth: { kind: 'none' } },
    {
      now: () => world.now,
      sleep: () => Promise.resolve(),
      random: () => 0.5,
      fetch: dms.fetch,
      log: () => {},
    },
  );
  const watcher = createWatcher(api);
  const answers: { readonly window: Window; readonly leads: readonly string[]; readonly isDoubted: boolean }[] = [];
  const ask = async (window: Window): Promise<void> => {
    answers.push({ window, ...(await read(api, window)) });
  };
  for (let n = 0; n < days + 2; n += 1) {
    const end = begins + (n + 1) * day;
    while (world.now < end) {
      await watcher.poll(world.now as Instant);
      world.now += Math.round((2 + 3 * random()) * hour);
    }
    // Each day is queried twice: when it ends, and two days later, when all its bulks are visible.
    if (n >= 2) await ask(windowOf(n - 2, 1));
    await read(api, windowOf(n, 1));
    if (n >= 8 && n % 7 === 0) await ask(windowOf(n - 8, 7));
  }
  await ask(windowOf(0, days));
  return {
    seed,
    habits,
    days,
    requests: dms.requests.length,
    unseen: watcher.unseen(bulks),
    ...compare(bulks, answers),
  };
}

function windowOf(first: number, days: number): Window {
  const from = begins + first * day;
  return { from: from as Instant, to: (from + days * day) as Instant };
}

async function read(api: LeadsClient, window: Window): Promise<{ leads: string[]; isDoubted: boolean }> {
  const open = new Map<number, string[]>();
  const leads: string[] = [];
  let isDoubted = false;
  for await (const part of api.read({ kind: 'window', window })) {
    if (part.type === 'leads')
      open.set(part.bulk, [...(open.get(part.bulk) ?? []), ...part.leads.map(({ externalId }) => externalId ?? '')]);
    else if (part.type === 'bulk') leads.push(...(open.get(part.bulk) ?? []));
    else if (part.type === 'maybe-incomplete') isDoubted = true;
  }
  return { leads, isDoubted };
}

/** Polls like the bot, but without a database. */
function createWatcher(api: LeadsClient) {
  const seen = new Map<string, number>();
  const doubted: Window[] = [];
  const state: { coveredTo: Instant | null; sweptAt: Instant | null } = { coveredTo: null, sweptAt: null };

  async function take(window: Window, now: Instant): Promise<void> {
    for await (const part of api.read({ kind: 'window', window })) {
      if (part.type === 'maybe-incomplete') doubted.push(part.window);
      if (part.type !== 'bulk') continue;
      const { key, createdAt } = part.info;
      if (!seen.has(key) && createdAt !== null) api.learn({ kind: 'appeared', createdAt, coveredTo: state.coveredTo });
      seen.set(key, now);
    }
  }

  return {
    async poll(now: Instant): Promise<void> {
      for (const { kind, window, covers } of planPoll({ ...state, due: [], failures: 0, habits: api.habits() }, now)) {
        await take(window, now);
        state.coveredTo = covers ?? state.coveredTo;
        if (kind === 'sweep') state.sweptAt = now;
      }
    },
    unseen(bulks: readonly OddBulk[]): number {
      const hidden = bulks.filter(({ createdAt }) =>
        doubted.some(({ from, to }) => createdAt >= from && createdAt < to),
      );
      const unseen = bulks.length - seen.size;
      return Math.abs(unseen - Math.min(unseen, hidden.length));
    },
  };
}

function compare(
  bulks: readonly OddBulk[],
  answers: readonly { readonly window: Window; readonly leads: readonly string[]; readonly isDoubted: boolean }[],
) {
  const truthOf = ({ from, to }: Window): string[] =>
    bulks.filter(({ createdAt }) => createdAt >= from && createdAt < to).flatMap(({ leads }) => leads);
  const result = { leads: 0, missing: 0, missingSaid: 0, twice: 0, wrongPeriods: 0, doubted: 0, doubtedInVain: 0 };
  for (const { window, leads, isDoubted } of answers) {
    const truth = new Set(truthOf(window));
    const found = new Set(leads);
    const missing = [...truth].filter((lead) => !found.has(lead)).length;
    const extra = leads.length - found.size + [...found].filter((lead) => !truth.has(lead)).length;
    if (window.to - window.from > day) {
      if (extra > 0 || (missing > 0 && !isDoubted)) result.wrongPeriods += 1;
      continue;
    }
    result.leads += truth.size;
    result.missing += missing;
    result.twice += extra;
    if (isDoubted) {
      result.missingSaid += missing;
      result.doubted += 1;
      if (missing === 0) result.doubtedInVain += 1;
    }
  }
  return result;
}

function randomHabits(random: () => number): OddHabits {
  const chance = (share: number): boolean => random() < share;
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const longest = chance(0.4)
    ? { hours: 168 }
    : chance(0.6)
      ? { dates: 7, offsetMinutes: oneOf([0, 180, -480, 600]) }
      : { hours: oneOf([24, 72, 100, 150, 167]) };
  return {
    ...plainHabits,
    fromIncluded: chance(0.6),
    toIncluded: chance(0.5),
    longest,
    capBulks: chance(0.4) ? oneOf([5, 20, 37, 50, 64, 100]) : null,
    capLeads: chance(0.15) ? oneOf([60, 100, 137, 250]) : null,
    wholeBulks: chance(0.5),
    newestFirst: chance(0.4),
    aheadMs: chance(0.6) ? 0 : chance(0.2) ? 3 * hour : Math.round((random() - 0.5) * 40 * minute),
    sendsDate: chance(0.8),
    refusesFuture: chance(0.15),
    precisionMs: chance(0.25) ? 1_000 : 1,
  };
}

function randomBulks(random: () => number, days: number, { aheadMs, precisionMs }: OddHabits): OddBulk[] {
  const perDay = Math.ceil(3 + 90 * random() ** 3);
  const latestMs = [0, 0, 10 * minute, hour, 12 * hour][Math.floor(random() * 5)] ?? 0;
  const largest = random() < 0.3 ? 40 : 5;
  const bulks: OddBulk[] = [];
  let number = 0;
  const add = (at: number, createdBy = 1 + Math.floor(random() * 3)): void => {
    const createdAt = Math.floor(at / precisionMs) * precisionMs;
    const size = 1 + Math.floor(random() * largest);
    const leads = Array.from({ length: size }, () => String((number += 1)));
    const lateMs = random() < 0.2 ? Math.round(random() * latestMs) : 0;
    bulks.push({ createdAt, createdBy, leads, visibleAt: createdAt - aheadMs + lateMs });
  };
  for (let n = 0; n < days; n += 1) {
    const midnight = begins + n * day;
    const count = Math.round(perDay * (0.5 + random()));
    for (let at = 0; at < count; at += 1) add(midnight + Math.floor((8 + 11 * random()) * hour));
    // Adds bulks on the border of a day, and right next to it.
    if (random() < 0.5) for (const ms of [0, 1, 999, 1_000, day - 1, day - 1_000]) add(midnight + ms);
    if (random() < 0.3) for (const user of [1, 2]) add(midnight + 10 * hour, user);
    if (random() < 0.02) for (let user = 1; user <= 120; user += 1) add(midnight + 12 * hour, user);
  }
  return bulks;
}

/** mulberry32. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}
