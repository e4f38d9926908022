// Tests the client against servers that differ where the API's specification leaves a choice.
import { createOddDms, type OddBulk, type OddDms, type OddHabits, plainHabits } from '@leadbell/dms-simulator';
import { describeHabits, emptyHabits, type Instant, type LeadQuestion } from '@leadbell/domain';
import { describe, expect, test } from 'vitest';
import { client, day, midnight, readAll, type TestClient, windowOf } from './fixtures.ts';
import type { LeadsApiConfig } from './config.ts';

const minute = 60_000;
const hour = 60 * minute;
/** The evening of the day that begins at `midnight`. */
const evening = midnight + 20 * hour;

interface Trial {
  readonly dms: OddDms;
  readonly api: TestClient['api'];
  clock: number;
}

function trial(habits: Partial<OddHabits>, bulks: readonly OddBulk[], config: Partial<LeadsApiConfig> = {}): Trial {
  const made: { clock: number } = { clock: evening };
  const dms = createOddDms({ ...plainHabits, ...habits }, bulks, () => made.clock);
  const { api } = client(
    'https://dms.test',
    { habits: emptyHabits, ...config },
    { fetch: dms.fetch, now: () => made.clock },
  );
  return Object.assign(made, { dms, api });
}

let numbers = 0;
function bulkAt(createdAt: number, size = 1, createdBy = 1): OddBulk {
  return { createdAt, createdBy, leads: Array.from({ length: size }, () => String((numbers += 1))), visibleAt: 0 };
}
const bulksBetween = (from: number, to: number, count: number, size = 1): OddBulk[] =>
  Array.from({ length: count }, (_, n) => bulkAt(Math.floor(from + ((to - from) * (n + 0.5)) / count), size));

const question = (from: number, to: number): LeadQuestion => ({ kind: 'window', window: windowOf(from, to) });
const dayOf = (n: number): LeadQuestion => question(midnight + n * day, midnight + (n + 1) * day);
const leadsOf = (bulks: readonly OddBulk[]): string[] => bulks.flatMap(({ leads }) => leads).toSorted();

async function ask({ api }: Trial, asked: LeadQuestion) {
  const { leads, incomplete } = await readAll(api.read(asked));
  return { leads: leads.map(({ externalId }) => externalId ?? '').toSorted(), incomplete };
}

async function requestsThatFail(made: Trial, asked: LeadQuestion): Promise<number> {
  const { fetch } = made.dms;
  let failed = 0;
  const { api } = client(
    'https://dms.test',
    { habits: made.api.habits() },
    {
      now: () => made.clock,
      fetch: async (...given) => {
        const response = await fetch(...given);
        if (!response.ok) failed += 1;
        return response;
      },
    },
  );
  await readAll(api.read(asked));
  return failed;
}

describe('the borders of a day', () => {
  const borders = [-1_000, -1, 0, 1, 999, 1_000].flatMap((ms) => [bulkAt(midnight + ms), bulkAt(midnight + day + ms)]);
  const kinds = [true, false].flatMap((fromIncluded) =>
    [true, false].flatMap((toIncluded) => [1, 1_000].map((precisionMs) => ({ fromIncluded, toIncluded, precisionMs }))),
  );
  test.each(kinds)('%j', async (habits) => {
    const made = trial(habits, borders);
    made.clock = midnight + 3 * day;
    for (const round of [1, 2]) {
      const days = await Promise.all([-1, 0, 1].map((n) => ask(made, dayOf(n))));
      expect(
        days.map(({ leads }) => leads.length),
        `round ${round}`,
      ).toEqual([2, 6, 4]);
      expect(days.flatMap(({ leads }) => leads).toSorted()).toEqual(leadsOf(borders));
    }
    const { fromIncluded, toIncluded } = made.api.habits().borders;
    // If a server cuts times to seconds, bulks of the same second do not show whether it includes `fromDate`.
    const isKnown = habits.precisionMs === 1 || fromIncluded !== null;
    expect({ isKnown, fromIncluded, toIncluded }).toEqual({
      isKnown,
      fromIncluded: isKnown ? habits.fromIncluded : null,
      toIncluded: isKnown ? habits.toIncluded : null,
    });
  });
});

describe('a business whose clock is moved together with the clock of its DMS', () => {
  const bulks = bulksBetween(midnight, evening - hour, 20);
  const moves: [string, number][] = [
    ['sixty days ahead', 60 * day],
    ['three hours ahead', 3 * hour],
    ['sixty days back', -60 * day],
  ];
  const servers: [string, Partial<OddHabits>][] = [
    ['tells no time', { sendsDate: false }],
    ['refuses its future', { sendsDate: false, refusesFuture: true }],
  ];
  test.each(moves.flatMap(([move, ms]) => servers.map(([server, habits]) => [move, server, ms, habits] as const)))(
    '%s: a DMS that %s is read as usual',
    async (_move, _server, movedMs, habits) => {
      const dms = createOddDms({ ...plainHabits, ...habits }, bulks, () => evening);
      const { api } = client(
        'https://dms.test',
        { habits: emptyHabits },
        { fetch: dms.fetch, now: () => evening - movedMs, businessNow: () => evening },
      );
      for (const round of [1, 2]) {
        const { leads } = await readAll(api.read(dayOf(0)));
        expect({ round, leads: leads.length }).toEqual({ round, leads: 20 });
      }
      const { clock, range } = api.habits();
      expect(clock.bulkAheadMs).toBe(0);
      expect(range.futureRefusedAt).toBe(habits.refusesFuture === true ? evening : null);
    },
  );
});

describe('long windows', () => {
  const month = bulksBetween(midnight - 29 * day, midnight + 20 * hour, 300);
  const admitted: [string, Partial<OddHabits>, string | null][] = [
    ['seven times 24 hours', {}, null],
    ['seven times 24 hours, and excludes both ends', { fromIncluded: false, toIncluded: false }, null],
    ['seven UTC dates', { longest: { dates: 7, offsetMinutes: 0 } }, 'dates'],
    ['seven dates in its own zone', { longest: { dates: 7, offsetMinutes: 180 } }, null],
    ['seven dates in a distant zone', { longest: { dates: 7, offsetMinutes: -480 } }, 'dates'],
    ['three days', { longest: { hours: 72 } }, 'shorter'],
    ['a single day', { longest: { hours: 24 } }, 'shorter'],
    ['an hour', { longest: { hours: 1 } }, 'shorter'],
    ['no window in the future', { refusesFuture: true }, null],
    [
      'no window in the future, by a clock that is 20 minutes behind',
      { refusesFuture: true, aheadMs: -20 * minute },
      null,
    ],
    [
      'no window in the future, and at most seven dates',
      { refusesFuture: true, longest: { dates: 7, offsetMinutes: 0 } },
      'dates',
    ],
    ['no window in the future, without showing its clock', { refusesFuture: true, sendsDate: false }, null],
  ];
  test.each(admitted)('the client reads a long window from a server that accepts %s', async (_, habits, sevenDays) => {
    const made = trial(habits, month, { halvingFloorMs: hour });
    const shown = month.filter(({ createdAt }) => createdAt < evening - 2 * hour);
    const known = (leads: string[]): string[] => leads.filter((lead) => leadsOf(shown).includes(lead));
    for (const days of [7, 20, 30]) {
      const { leads, incomplete } = await ask(made, question(midnight + day - days * day, midnight + day));
      const from = midnight + day - days * day;
      expect(known(leads)).toEqual(leadsOf(shown.filter(({ createdAt }) => createdAt >= from)));
      expect(incomplete).toEqual([]);
    }
    const report = describeHabits(made.api.habits(), made.clock as Instant);
    expect(report.sevenDays).toBe(sevenDays ?? report.sevenDays);
    expect(report.refusesFuture).toBe(habits.refusesFuture === true);
    // The client does not request a refused window again.
    const before = made.dms.requests.length;
    const refusals = await requestsThatFail(made, question(midnight - 20 * day, midnight - 2 * day));
    expect(refusals).toBe(0);
    expect(made.dms.requests.length).toBeGreaterThan(before);
  });

  test('a week is one request if the server is known to include `fromDate`', async () => {
    const made = trial({}, month);
    await ask(made, dayOf(0));
    expect(made.api.habits().borders.fromIncluded).toBe(true);
    made.dms.requests.length = 0;
    await ask(made, question(midnight - 7 * day, midnight));
    // This answer is the longest so far, so later requests also read the halves of its window and compare.
    expect(made.dms.requests[0]).toEqual({ from: midnight - 7 * day, to: midnight });
  });

  test('a server that refuses everything gets only a few requests', async () => {
    const made = trial({ longest: { hours: 0 } }, month);
    await expect(ask(made, question(midnight - 29 * day, midnight + day))).rejects.toMatchObject({
      kind: 'bad-request',
    });
    expect(made.dms.requests.length).toBeLessThan(30);
  });

  test('if the DMS refuses the filter by source, this does not count as a window that is too long', async () => {
    const made = trial({}, month);
    await ask(made, dayOf(0));
    const { api, events } = client(
      'https://dms.test',
      { habits: made.api.habits() },
      { now: () => evening, fetch: () => Promise.resolve(new Response('{}', { status: 400 })) },
    );
    const asked = { kind: 'window', window: windowOf(midnight - day, midnight - hour), source: 9 } as const;
    await expect(readAll(api.read(asked))).rejects.toMatchObject({ kind: 'bad-request' });
    expect(events.filter(({ event }) => event === 'dms.request')).toHaveLength(1);
  });
});

describe('truncated answers', () => {
  const capped: [string, Partial<OddHabits>, number, number][] = [
    ['100 of 260 bulks', { capBulks: 100 }, 260, 1],
    ['100 of 260, the newest', { capBulks: 100, newestFirst: true }, 260, 1],
    ['37 of 60', { capBulks: 37 }, 60, 3],
    ['3 of 60', { capBulks: 3 }, 60, 2],
    ['20 of 1,000', { capBulks: 20 }, 1_000, 1],
    ['100 leads of 40 bulks of 7', { capLeads: 100 }, 40, 7],
    ['100 leads of 40 bulks of 7, the newest', { capLeads: 100, newestFirst: true }, 40, 7],
    ['137 leads of 40 bulks of 7, whole bulks', { capLeads: 137, wholeBulks: true }, 40, 7],
    ['100 of 260, both ends excluded', { capBulks: 100, fromIncluded: false, toIncluded: false }, 260, 1],
    ['100 of 260, whole seconds', { capBulks: 100, precisionMs: 1_000, toIncluded: false }, 260, 1],
  ];
  test.each(capped)('are completed: %s', async (_, habits, count, size) => {
    // All bulks are within an hour, so most halves of the day are empty.
    const bulks = bulksBetween(midnight + 9 * hour, midnight + 10 * hour, count, size);
    const made = trial(habits, bulks);
    for (const round of [1, 2]) {
      const { leads, incomplete } = await ask(made, dayOf(0));
      expect({ round, leads, incomplete }).toEqual({ round, leads: leadsOf(bulks), incomplete: [] });
    }
    const { capBulks, capLeads } = describeHabits(made.api.habits(), made.clock as Instant);
    // The server lists only whole bulks: its limit of 137 leads allows 19 bulks of 7 leads.
    expect(capBulks ?? capLeads).toBe(habits.wholeBulks === true ? 19 : (habits.capBulks ?? habits.capLeads));
  });

  test.each(capped)(
    'are completed without doubles by a server that lists each bulk twice: %s',
    async (_, habits, count, size) => {
      const bulks = bulksBetween(midnight + 9 * hour, midnight + 10 * hour, count, size);
      const made = trial(
        habits,
        bulks.flatMap((bulk) => [bulk, bulk]),
      );
      for (const round of [1, 2]) {
        const { leads, incomplete } = await ask(made, dayOf(0));
        const missing = new Set(leadsOf(bulks)).difference(new Set(leads)).size;
        expect({
          round,
          doubles: leads.length - new Set(leads).size,
          // The doubles fill the answers, so the requests may not suffice; then this is reported.
          isSilent: missing > 0 && incomplete.length === 0,
        }).toEqual({ round, doubles: 0, isSilent: false });
      }
    },
  );

  test('all bulks are found on a server that lists one bulk per answer, and each instant is reported as maybe incomplete', async () => {
    const bulks = bulksBetween(midnight + 9 * hour, midnight + 10 * hour, 12, 2);
    const made = trial({ capBulks: 1 }, bulks);
    const { leads, incomplete } = await ask(made, dayOf(0));
    expect(leads).toEqual(leadsOf(bulks));
    expect(new Set(incomplete.map(({ window, reason }) => `${window.from} ${reason}`))).toEqual(
      new Set(bulks.map(({ createdAt }) => `${createdAt} smallest-window`)),
    );
    expect(made.dms.requests.length).toBeLessThan(60);
  });

  test('an answer with exactly 100 bulks is compared, but not reported as incomplete if nothing is missing', async () => {
    const bulks = bulksBetween(midnight, midnight + 10 * hour, 100);
    const made = trial({}, bulks);
    expect(await ask(made, dayOf(0))).toEqual({ leads: leadsOf(bulks), incomplete: [] });
    expect(made.dms.requests).toHaveLength(3);
  });

  test('if an instant has more bulks than the server lists, the listed ones count, and the answer is reported as maybe incomplete', async () => {
    const at = midnight + 9 * hour;
    const bulks = [
      ...Array.from({ length: 130 }, (_, n) => bulkAt(at, 1, n + 1)),
      ...bulksBetween(midnight, midnight + 12 * hour, 48),
    ];
    const made = trial({ capBulks: 100 }, bulks);
    const { leads, incomplete } = await ask(made, dayOf(0));
    expect(leads.length).toBe(148);
    expect(made.dms.requests.length).toBeLessThan(20);
    expect(incomplete).toEqual([
      { type: 'maybe-incomplete', window: windowOf(at, at + 1), bulks: 100, reason: 'smallest-window' },
    ]);
  });

  test.each([2, 3])(
    'an instant that fills an answer is reported even if each bulk is listed %i times',
    async (times) => {
      const bulks = Array.from({ length: 130 }, (_, n) => bulkAt(midnight + 9 * hour, 1, n + 1));
      const made = trial(
        { capBulks: 100 },
        bulks.flatMap((bulk) => Array.from({ length: times }, () => bulk)),
      );
      const { leads, incomplete } = await ask(made, dayOf(0));
      expect(leads).toHaveLength(Math.ceil(100 / times));
      expect(incomplete).toMatchObject([{ bulks: 100, reason: 'smallest-window' }]);
      expect(made.dms.requests.length).toBeLessThan(10);
    },
  );

  test('100 bulks at one instant are all counted when there are no other bulks', async () => {
    const bulks = Array.from({ length: 100 }, (_, n) => bulkAt(midnight + 9 * hour, 1, n + 1));
    const { leads, incomplete } = await ask(trial({ capBulks: 100 }, bulks), dayOf(0));
    expect(leads).toEqual(leadsOf(bulks));
    expect(incomplete).toMatchObject([{ bulks: 100, reason: 'smallest-window' }]);
  });

  test('the number of requests is bounded, and missing bulks are reported', async () => {
    const bulks = bulksBetween(midnight, midnight + 20 * hour, 2_000);
    const made = trial({ capBulks: 10 }, bulks, { extraRequests: 60 });
    const { leads, incomplete } = await ask(made, dayOf(0));
    expect(made.dms.requests.length).toBeLessThanOrEqual(62);
    expect(leads.length).toBeGreaterThan(100);
    expect(incomplete.some(({ reason }) => reason === 'too-many-requests')).toBe(true);
  });

  test('an answer counts even if its comparison fails', async () => {
    const bulks = bulksBetween(midnight, midnight + 10 * hour, 100);
    const made = trial({}, bulks);
    let requests = 0;
    const { api } = client(
      'https://dms.test',
      { habits: emptyHabits, attempts: 1 },
      {
        now: () => evening,
        fetch: (...given) => {
          requests += 1;
          return requests === 1 ? made.dms.fetch(...given) : Promise.resolve(new Response(null, { status: 503 }));
        },
      },
    );
    const read = await readAll(api.read(dayOf(0)));
    expect(read.leads).toHaveLength(100);
    expect(read.incomplete).toMatchObject([{ reason: 'not-answered', bulks: 100 }]);
  });

  test('comparing stops when the server ignores the requested range', async () => {
    const bulks = bulksBetween(midnight, midnight + 10 * hour, 100);
    const made = trial({}, bulks);
    const all = JSON.stringify(
      bulks.map(({ createdAt, leads }) => ({
        createdDate: new Date(createdAt).toISOString(),
        leads: leads.map((leadExternalId) => ({ leadExternalId })),
      })),
    );
    const { api, events } = client(
      'https://dms.test',
      { habits: emptyHabits },
      { now: () => made.clock, fetch: () => Promise.resolve(new Response(all)) },
    );
    expect((await readAll(api.read(dayOf(0)))).leads).toHaveLength(100);
    expect(events.filter(({ event }) => event === 'dms.request')).toHaveLength(3);
  });

  test('a value that is not a bulk is one problem, however often the answer is compared', async () => {
    const createdDate = new Date(midnight + 9 * hour).toISOString();
    const body = JSON.stringify([null, { createdDate, leads: [{ leadExternalId: 1 }] }, 7]);
    const { api } = client(
      'https://dms.test',
      { habits: emptyHabits },
      { now: () => evening, fetch: () => Promise.resolve(new Response(body)) },
    );
    const read = await readAll(api.read(dayOf(0)));
    expect(api.requests()).toBe(3);
    expect(read.problems.map(({ path }) => path)).toEqual(['[0]', '[2]']);
  });

  test('bulks of one instant and user are told apart by their leads, and a bulk that has grown counts once', async () => {
    const at = midnight + 9 * hour;
    const bulks = [bulkAt(at), bulkAt(at), bulkAt(at + 2 * hour), bulkAt(at + 3 * hour)];
    const made = trial({}, bulks);
    let requests = 0;
    const { api } = client(
      'https://dms.test',
      { habits: emptyHabits },
      {
        now: () => evening,
        fetch: (...given) => {
          requests += 1;
          const [, , third] = made.dms.bulks;
          if (requests === 2 && third) made.dms.bulks[2] = { ...third, leads: [...third.leads, '99999'] };
          return made.dms.fetch(...given);
        },
      },
    );
    expect((await readAll(api.read(dayOf(0)))).bulks).toHaveLength(4);
    expect(requests).toBe(3);
  });
});

describe('the clock of the DMS', () => {
  test('the clock is learned from the `Date` header and from bulks in the future', async () => {
    const bulks = [bulkAt(evening + 19 * minute)];
    const made = trial({ aheadMs: 20 * minute }, bulks);
    await ask(made, question(evening - hour, evening + hour));
    const { clockOffsetMs, bulksAheadMs } = describeHabits(made.api.habits(), made.clock as Instant);
    expect(Math.abs((clockOffsetMs ?? 0) - 20 * minute)).toBeLessThan(1_500);
    expect(bulksAheadMs).toBe(19 * minute);
  });
});

test('requests are counted in total and for each read, and learned habits are reported', async () => {
  const learned: object[] = [];
  const dms = createOddDms(plainHabits, bulksBetween(midnight, midnight + 10 * hour, 9), () => evening);
  const { api } = client(
    'https://dms.test',
    { habits: emptyHabits },
    { fetch: dms.fetch, now: () => evening, onLearned: (habits) => learned.push(habits) },
  );
  let mine = 0;
  await Promise.all([
    readAll(api.read(dayOf(0), { onRequest: () => (mine += 1) })),
    readAll(api.read({ ...dayOf(-1) })),
  ]);
  expect({ all: api.requests(), mine }).toEqual({ all: 4, mine: 3 });
  expect(learned.at(-1)).toBe(api.habits());
  const other = client('https://dms.test', { habits: emptyHabits }, { fetch: dms.fetch }).api;
  other.adopt(api.habits());
  expect(other.habits()).toEqual(api.habits());
});
