import { runs } from '../runs-fixtures.ts';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant, Zone } from '../time/instant.ts';
import type { BulkFacts } from './facts.ts';
import { agesThatMatter, defaultAlertSettings } from './numbers.ts';
import { PastPace } from './past-pace.ts';
import { type PastFrame, Replay, type SeenBulk } from './replay.ts';
import { alertRules, expiredOf, findingsOf, replayableRules } from './rules/index.ts';
import { Timetable } from './timetable.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A Monday, 10:00 in Riyadh. */
const start = Date.parse('2025-08-25T07:00:00.000Z') as Instant;
const after = (ms: number) => (start + ms) as Instant;
const settings = { ...defaultAlertSettings, groupWaitMs: 10_000 };
const nothing: PastFrame = {
  outages: [],
  pauses: [],
  errorsFirstSeen: new Map(),
  firstSeenAt: after(-40 * day),
  silences: [],
  arrivals: [],
  errorWords: new Map(),
};

function facts(id: number, changes: Partial<BulkFacts> = {}): BulkFacts {
  const { errored = 0 } = changes;
  return {
    id,
    dmsId: String(id),
    createdAt: start,
    firstSeenAt: start,
    state: 'completed',
    totalRecords: null,
    errorRecords: null,
    leads: 10,
    errored,
    resentErrored: 0,
    missing: 0,
    gone: 0,
    goneErrored: 0,
    errors: errored === 0 ? [] : [{ fingerprint: 'E|', leads: errored }],
    traits: { source: ['Email'], brand: [], branch: [] },
    ...changes,
  };
}

const seen = (ms: number, id: number, changes: Partial<BulkFacts> = {}): SeenBulk => ({
  at: after(ms),
  facts: facts(id, changes),
});

/**
 * Returns an arrival of ten leads for each quarter of an hour from 07:00 to 12:45 on a Monday, `ago` weeks before
 * `start`.
 */
function usualWeek(ago: number) {
  return Array.from({ length: 24 }, (_, n) => {
    const at = after(-ago * 7 * day + (n - 12) * 15 * minute);
    return { createdAt: at, firstSeenAt: at, leads: 10 };
  });
}

function replay(
  bulks: readonly SeenBulk[],
  frame: Partial<PastFrame> = {},
  changes: Partial<typeof settings> = {},
  pieces = 1,
) {
  const told: string[] = [];
  const one = new Replay({
    window: { from: after(-minute), to: after(2 * day) },
    rules: new Set(alertRules),
    settings: { ...settings, ...changes },
    frame: { ...nothing, ...frame },
    zone: 'Asia/Riyadh' as Zone,
    calendar: { workingDays: [7, 1, 2, 3, 4], hours: { open: 540, close: 1_080 }, holidays: [], specialHours: [] },
    heard: (rule, _, step, at) => {
      unheard.delete(rule);
      if (step.told !== 'update') told.push(`${(at - start) / minute} ${rule} ${step.told}`);
    },
  });
  for (let n = 0; n < bulks.length; n += pieces) one.see(bulks.slice(n, n + pieces));
  return { told, report: one.end() };
}

/** Rules that have not fired yet in any case of this file. */
const unheard = new Set(replayableRules);
const near = (text: string) => text.replace(/\.\d+/, '');
const sum = (counts: readonly { readonly pings: number }[]) => counts.reduce((total, { pings }) => total + pings, 0);

describe('a replay', () => {
  it('a replay waits, announces, repeats in working hours, resolves and reopens at the right times', () => {
    const { told, report } = replay([
      seen(0, 1, { errored: 3 }),
      seen(9 * hour, 1),
      seen(10 * hour, 1, { errored: 1 }),
      seen(10 * hour + minute, 1),
    ]);
    expect(told).toEqual([
      `${1 / 6} bulk-errors fire`,
      '241 bulk-errors repeat',
      '540 bulk-errors resolve',
      '600 bulk-errors reopen',
      '601 bulk-errors resolve',
    ]);
    expect(report).toMatchObject({ alerts: 1, pings: 3, fired: 1, reopened: 1, repeated: 1, standing: 0 });
    expect(report.longest).toMatchObject({ ms: 9 * hour - 10_000, isOver: true });
    expect(report.days.map(({ date, pings }) => [date, pings])).toEqual([
      ['2025-08-25', 3],
      ['2025-08-26', 0],
      ['2025-08-27', 0],
    ]);
    expect(report.first).toMatchObject([{ rule: 'bulk-errors', group: 'E|', bulks: 1, count: 3, of: 10 }]);
  });

  it.each<[string, SeenBulk[], Partial<PastFrame>, Partial<typeof settings>, string[]]>([
    ['fewer errors than the threshold', [seen(0, 1, { errored: 3 })], {}, { erroredLeads: 4 }, []],
    ['errors that are gone within the group wait', [seen(0, 1, { errored: 3 }), seen(5_000, 1)], {}, {}, []],
    [
      'a bulk that is not finished for an hour',
      [seen(0, 1, { state: 'created' }), seen(3 * hour, 1)],
      {},
      {},
      ['60 bulk-stalled fire'],
    ],
    [
      'a bulk that is not finished for half an hour, if that is the threshold',
      [seen(0, 1, { state: 'created' })],
      {},
      { stalledMs: 30 * minute },
      ['30 bulk-stalled fire'],
    ],
    [
      'a DMS that is down',
      [],
      { outages: [{ from: start, to: after(20 * minute), failure: 'timeout' }] },
      {},
      ['5 dms-unreachable fire', '20 dms-unreachable resolve'],
    ],
    [
      'a bulk that stalls while the DMS is down',
      [seen(0, 1, { state: 'created' }), seen(3 * hour, 1)],
      { outages: [{ from: after(50 * minute), to: after(90 * minute), failure: 'timeout' }] },
      {},
      ['55 dms-unreachable fire', '90 dms-unreachable resolve', '90 bulk-stalled fire'],
    ],
    [
      'errors during a silence',
      [seen(0, 1, { errored: 3 })],
      { silences: [{ matcher: { source: 'email' }, startsAt: after(-hour), endsAt: after(30 * minute) }] },
      {},
      ['30 bulk-errors fire'],
    ],
    [
      'a bulk that stalls during a pause',
      [seen(0, 1, { state: 'created' })],
      { pauses: [{ from: after(10 * minute), to: after(5 * hour) }] },
      {},
      ['300 bulk-stalled fire'],
    ],
    [
      'a new error',
      [seen(0, 1, { errored: 1 })],
      { errorsFirstSeen: new Map([['E|', start]]) },
      { erroredLeads: 9, erroredShare: 1 },
      ['0.166 new-error fire', '60 new-error resolve'],
    ],
    [
      'working hours without a lead',
      [],
      { arrivals: Array.from({ length: 4 }, (_, n) => usualWeek(4 - n)).flat() },
      {},
      ['-0.83 no-leads fire'],
    ],
    [
      'a failure of Leadbell itself',
      [],
      { outages: [{ from: start, to: after(20 * minute), failure: 'fault' }] },
      {},
      ['5 not-watching fire', '20 not-watching resolve'],
    ],
    ['a cancelled bulk', [seen(0, 1, { state: 'cancelled' })], {}, {}, ['0.166 bulk-cancelled fire']],
    ['counts that differ', [seen(0, 1, { totalRecords: 12 })], {}, {}, ['0.166 counts-differ fire']],
  ])('%s', (_, bulks, frame, changes, expected) => {
    const all = replay(bulks, frame, changes).told.filter((one) => !one.includes('repeat'));
    // Compares only the first notifications; the test above checks later notifications.
    expect(all.map(near).slice(0, Math.max(expected.length, 1))).toEqual(expected.map(near));
  });

  it('each rule that can be replayed has a case here', () => {
    expect([...unheard].map((rule) => `${rule} never fired here: add a case, or declare it not replayable`)).toEqual(
      [],
    );
  });

  it('a replay gives the same result however the history is divided among calls', () => {
    const bulk = fc.record({
      ms: fc.integer({ min: 0, max: 40 * 60 }).map((minutes) => minutes * minute),
      id: fc.integer({ min: 1, max: 4 }),
      errored: fc.integer({ min: 0, max: 3 }),
      state: fc.constantFrom('created', 'completed', 'cancelled'),
    });
    fc.assert(
      fc.property(fc.array(bulk, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), (all, pieces) => {
        // Keeps one event per moment.
        const bulks = all
          .toSorted((a, b) => a.ms - b.ms)
          .filter(({ ms }, n, list) => list[n + 1]?.ms !== ms)
          .map(({ ms, id, ...changes }) => seen(ms, id, changes));
        const whole = replay(bulks, {}, {}, bulks.length + 1);
        expect(replay(bulks, {}, {}, pieces)).toEqual(whole);
        const { report } = whole;
        expect(sum(report.days)).toBe(report.pings);
        expect(sum(report.rules)).toBe(report.pings);
        expect(report.fired + report.joined + report.reopened + report.repeated).toBe(report.pings);
      }),
      { numRuns: runs(40) },
    );
  });
});

describe('the passage of time', () => {
  it('the findings about an unchanged bulk change only at the ages of `agesThatMatter`', () => {
    const states = ['created', 'in-progress', 'completed', 'cancelled'] as const;
    expect(() =>
      fc.assert(
        fc.property(
          fc.constantFrom(...states),
          fc.integer({ min: 0, max: 3 }),
          fc.integer({ min: 0, max: 12 }),
          fc.integer({ min: 0, max: 8 * 24 * 60 }),
          fc.integer({ min: 0, max: 8 * 24 * 60 }),
          (state, errored, totalRecords, a, b) => {
            const bulk = facts(1, { state, errored, totalRecords });
            const factsAt = (minutes: number) => ({
              now: after(minutes * minute),
              bulks: [bulk],
              setAside: [],
              connection: { failedSince: null, failure: null, overdueSince: null, gapSince: null },
              newErrors: new Set(['E|']),
              pace: null,
            });
            const at = (minutes: number) => findingsOf(factsAt(minutes), settings);
            const [from, to] = [Math.min(a, b), Math.max(a, b)];
            const crossed = agesThatMatter(settings).some((age) => age > from * minute && age <= to * minute);
            expect(crossed || isDeepStrictEqual(at(to), at(from))).toBe(true);
            // If a rule finds a problem in a bulk, the rule's `holds` is true for that bulk.
            for (const { rule, group, member } of at(from))
              expect(expiredOf({ rule, group }, [member], factsAt(from), settings)).toContain(member);
          },
        ),
        { numRuns: runs(2_000) },
      ),
    ).not.toThrow();
  });
});

describe('the usual number of leads in past hours', () => {
  it('the usual number is the average of the same hours in the weeks that are known', () => {
    const week = 7 * day;
    const arrival = (ms: number, leads: number, lateMs = 0) => ({
      createdAt: after(ms),
      firstSeenAt: after(ms + lateMs),
      leads,
    });
    const pace = new PastPace([
      arrival(-2 * week - 3 * hour, 1),
      arrival(-2 * week - hour, 8),
      arrival(-week - hour, 4),
      arrival(-hour, 5, 2 * hour),
    ]);
    expect(pace.at(after(-2 * week))).toBeNull();
    // At that time none of today's leads had been seen.
    expect(pace.at(start)).toEqual({ lately: 0, usual: 6 });
    expect(pace.at(after(0.9 * hour))).toEqual({ lately: 0, usual: 6 });
  });
});

it('a timetable returns the entries that are due, the earliest first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: 0, max: 50 }), (times, now) => {
      const table = new Timetable<number>();
      for (const at of times) table.add(at as Instant, at);
      expect(table.due(now as Instant)).toEqual(times.filter((at) => at <= now).toSorted((a, b) => a - b));
      expect(table.next).toBe(Math.min(Infinity, ...times.filter((at) => at > now)));
    }),
  );
});
