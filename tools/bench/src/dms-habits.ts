/**
 * Runs servers with random habits (inclusive or exclusive bounds, calendar dates, caps, lateness, clock offsets, no
 * future, whole seconds). The real client polls and queries each server for 30 simulated days. Then simulates three
 * days at the default budget, and prints the number of requests and how long a bulk is visible before a poll reads it.
 * `npx node tools/bench/src/dms-habits.ts [servers] [days]`.
 */
import { createOddDms, type OddBulk, plainHabits } from '@leadbell/dms-simulator';
import {
  averagePrice,
  type BusinessCalendar,
  type Instant,
  isOpenAt,
  nextCheckAt,
  pauseAfter,
  paceRules,
  planPoll,
  type Zone,
} from '@leadbell/domain';
import { createLeadsApi } from '@leadbell/leads-api';

/** The simulation is not part of the library's interface, so it is imported by its path. */
const { watchServer } = (await import(
  new URL('../../../libs/leads-api/src/many-servers-fixtures.ts', import.meta.url).href
)) as { readonly watchServer: (seed: number, days: number) => Promise<Readonly<Record<string, number>>> };

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const zone = 'Asia/Riyadh' as Zone;
const calendar: BusinessCalendar = {
  workingDays: [7, 1, 2, 3, 4],
  hours: { open: 540, close: 1_080 },
  holidays: [],
  specialHours: [],
};
const budget = 5_000;

const servers = Number(process.argv[2] ?? 500);
const days = Number(process.argv[3] ?? 30);
const began = performance.now();
const sums: Record<string, number> = {};
const wrong: number[] = [];
for (let seed = 1; seed <= servers; seed += 1) {
  const result = await watchServer(seed, days);
  for (const [name, value] of Object.entries(result))
    if (typeof value === 'number') sums[name] = (sums[name] ?? 0) + value;
  const { missing = 0, missingSaid = 0, twice = 0, wrongPeriods = 0, unseen = 0 } = result;
  if (missing > missingSaid || twice > 0 || wrongPeriods > 0 || unseen > 0) wrong.push(seed);
}
const of = (name: string): string => (sums[name] ?? 0).toLocaleString('en');
say(
  `${servers} servers, ${of('days')} days, ${of('leads')} leads: ${of('twice')} counted twice or in another day, ` +
    `${((sums['missing'] ?? 0) - (sums['missingSaid'] ?? 0)).toLocaleString('en')} missing without a word, ` +
    `${of('missingSaid')} missing where the answer says so (${of('doubted')} days, ${of('doubtedInVain')} of them complete); ` +
    `${of('wrongPeriods')} long answers wrong, ${of('unseen')} bulks that no poll saw; ${of('requests')} requests; ` +
    `${((performance.now() - began) / 1_000).toFixed(0)} s${wrong.length === 0 ? '' : `; servers ${wrong.join(', ')}`}`,
);

say('| day | requests | from visible to seen in working hours: p50 / p95 / p99 s | outside of them: p95 s |');
say('| --- | --- | --- | --- |');
await measureDay('quiet: a Friday, 12 bulks', Date.parse('2025-08-21T21:00:00.000Z'), 12);
await measureDay('usual: a Monday, 120 bulks', Date.parse('2025-08-24T21:00:00.000Z'), 120);
await measureDay(
  'busy: a Monday, 2,000 bulks, a fifth late by up to an hour',
  Date.parse('2025-08-24T21:00:00.000Z'),
  2_000,
);

/** Returns bulks of the day and the day before, most of them in working hours. */
function bulksAround(midnight: number, perDay: number): OddBulk[] {
  return Array.from({ length: 2 * perDay }, (_, n) => {
    const share = ((n * 0.618_033_98) % 1) * 0.8 + (n % 5 === 0 ? 0.2 : 0);
    const createdAt = Math.floor(
      midnight + (n % 2 === 0 ? 0 : -day) + (n % 10 === 0 ? share * day : (9 + 9 * share) * hour),
    );
    const lateMs = perDay >= 1_000 && n % 5 === 0 ? (n % 60) * minute : 0;
    return { createdAt, createdBy: 1 + (n % 7), leads: [String(n)], visibleAt: createdAt + lateMs };
  });
}

async function measureDay(name: string, midnight: number, perDay: number): Promise<void> {
  const bulks = bulksAround(midnight, perDay);
  const world = { now: midnight - 2 * hour };
  const dms = createOddDms(plainHabits, bulks, () => world.now);
  const api = createLeadsApi(
    { baseUrl: 'https://dms.test', auth: { kind: 'none' } },
    { now: () => world.now, sleep: () => Promise.resolve(), random: () => 0.5, fetch: dms.fetch, log: () => {} },
  );
  const visibleAt = new Map(bulks.map(({ createdAt, createdBy, visibleAt: at }) => [`${createdAt} ${createdBy}`, at]));
  const seen = new Map<string, number>();
  const checks = new Map<string, { readonly createdAt: Instant; at: Instant | null }>();
  const state: { coveredTo: Instant | null; sweptAt: Instant | null } = { coveredTo: null, sweptAt: null };
  let price: number = paceRules.requestsPerPoll;
  let usedToday = 0;
  let changedAt: Instant | null = null;
  while (world.now < midnight + day) {
    const now = world.now as Instant;
    const due = [...checks.values()].flatMap(({ createdAt, at }) => (at !== null && at <= now ? [createdAt] : []));
    const before = api.requests();
    for (const { kind, window, covers } of planPoll({ ...state, due, failures: 0, habits: api.habits() }, now)) {
      for await (const part of api.read({ kind: 'window', window })) {
        if (part.type !== 'bulk' || part.info.createdAt === null) continue;
        const { createdAt, createdBy } = part.info;
        const key = `${createdAt} ${createdBy ?? ''}`;
        if (!seen.has(key)) {
          seen.set(key, now);
          changedAt = now;
          api.learn({ kind: 'appeared', createdAt, coveredTo: state.coveredTo });
        }
        // A third of the bulks have errors that are never corrected.
        const open = {
          state: 'completed',
          createdAt,
          firstSeenAt: now,
          pending: 0,
          errored: createdAt % 3 === 0 ? 1 : 0,
        };
        checks.set(key, { createdAt, at: nextCheckAt(open, now) });
      }
      state.coveredTo = covers ?? state.coveredTo;
      if (kind === 'sweep') state.sweptAt = now;
    }
    const made = api.requests() - before;
    price = averagePrice(price, made);
    const isToday = now >= midnight;
    if (isToday) usedToday += made;
    const tookMs = 150 * made;
    const pause = pauseAfter({
      now,
      zone,
      calendar,
      fixedMs: null,
      budget,
      usedToday,
      requestsPerPoll: price,
      tookMs,
      changedAt,
      retryAfterMs: null,
    });
    world.now += tookMs + pause;
  }
  const lags = [...seen].flatMap(([key, at]) => {
    const from = visibleAt.get(key) ?? at;
    return from < midnight ? [] : [{ lag: (at - from) / 1_000, isOpen: isOpenAt(from as Instant, zone, calendar) }];
  });
  const quantile = (isOpen: boolean, share: number): string => {
    const sorted = lags
      .filter((one) => one.isOpen === isOpen)
      .map(({ lag }) => lag)
      .toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.toFixed(1) ?? '–';
  };
  say(
    `| ${name} | ${usedToday} | ${[0.5, 0.95, 0.99].map((share) => quantile(true, share)).join(' / ')} | ${quantile(false, 0.95)} |`,
  );
}
