import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant, Weekday, Window, Zone } from './instant.ts';
import {
  afterPause,
  beginsAt,
  type Debt,
  editedAt,
  hasPause,
  leftToNext,
  mergeAheadMs,
  owedDigest,
  pausedAt,
  punctualMs,
  type Rhythm,
} from './owed.ts';
import { nextOccurrence, periodOf, type Schedule } from './schedule.ts';
import { everyDay, readSchedule } from './schedule-words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const riyadh = 'Asia/Riyadh' as Zone;
const at = (iso: string) => Date.parse(iso) as Instant;
const iso = (instant: number) => new Date(instant).toISOString().replace(':00.000Z', 'Z');

function rhythm(text: string, zone = riyadh): Rhythm {
  const { schedule } = readSchedule(text.split(' '));
  if (schedule === null) throw new Error('no schedule');
  return { schedule, zone, isClosed: () => false };
}

describe('due digests', () => {
  const daily = rhythm('08:30');
  const debt: Debt = {
    coveredTo: at('2025-10-20T00:00:00+03:00'),
    nextAt: at('2025-10-21T08:30:00+03:00'),
    pauses: [],
  };
  const toldAt = (now: string, most = 31, one: Rhythm = daily) => {
    const owed = owedDigest(one, debt, at(now), most);
    return owed?.window == null ? owed : [iso(owed.window.from), iso(owed.window.to), owed.merged];
  };

  it.each([
    ['no digest before its time', '2025-10-21T05:29:59Z', null],
    ['a digest for the day before', '2025-10-21T05:30:00Z', ['2025-10-19T21:00Z', '2025-10-20T21:00Z', 1]],
    ['one digest for all missed days', '2025-10-24T05:00:00Z', ['2025-10-19T21:00Z', '2025-10-22T21:00Z', 3]],
  ] as const)('%s', (_, now, expected) => {
    expect(toldAt(now)).toEqual(expected);
  });

  it('a digest covers at most the given number of scheduled times, the oldest first', () => {
    expect(toldAt('2025-10-29T05:30:00Z', 2)).toEqual(['2025-10-19T21:00Z', '2025-10-21T21:00Z', 2]);
  });

  it('a digest begins where the last digest ended, even if the schedule was edited since', () => {
    expect(toldAt('2025-10-21T14:00:00Z', 31, rhythm('17:00'))).toEqual(['2025-10-19T21:00Z', '2025-10-21T14:00Z', 1]);
  });

  it('late digests are merged into the next digest if it is due soon', () => {
    const left = (now: string) => {
      const owed = owedDigest(daily, debt, at(now), 31);
      return owed === null ? null : leftToNext(daily, owed, at(now));
    };
    expect(left('2025-10-21T05:40:00Z')).toBeNull();
    expect(left('2025-10-22T02:29:00Z')).toBeNull();
    expect(left('2025-10-22T02:30:00Z')).toBe(at('2025-10-22T05:30:00Z'));
    expect(left('2025-10-22T05:30:00Z')).toBeNull();
  });
});

const zones = ['Asia/Riyadh', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu'].map(
  (name) => name as Zone,
);
const schedules: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({
    kind: fc.constant('days' as const),
    minuteOfDay: fc.nat({ max: 1_439 }),
    days: fc.uniqueArray(fc.constantFrom<Weekday>(...everyDay), { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant('monthly' as const),
    minuteOfDay: fc.nat({ max: 1_439 }),
    day: fc.integer({ min: 1, max: 31 }),
  }),
);
const rhythms = fc.record({ schedule: schedules, zone: fc.constantFrom(...zones) });
const open = (one: { readonly schedule: Schedule; readonly zone: Zone }): Rhythm => ({ ...one, isClosed: () => false });
const nextAt = ({ schedule, zone }: Rhythm, after: number) => nextOccurrence(schedule, zone, after as Instant).at;

const steps = fc.array(
  fc.record({
    waitMs: fc.oneof(
      fc.integer({ min: minute, max: 3 * hour }),
      fc.integer({ min: hour, max: 2 * day }),
      fc.integer({ min: day, max: 40 * day }),
    ),
    // The next event.
    does: fc.oneof(
      { weight: 5, arbitrary: fc.constant('works' as const) },
      { weight: 2, arbitrary: fc.constantFrom('dms is down', 'killed before the commit', 'killed after it') },
      { weight: 1, arbitrary: fc.constantFrom('backed up', 'restored', 'changed') },
    ),
    rhythm: rhythms,
  }),
  { maxLength: 60 },
);

it('after any failures, restores and edits, each hour since the start is covered once, in order', () => {
  fc.assert(
    fc.property(
      rhythms,
      fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2029, 0, 1) }),
      fc.integer({ min: 1, max: 40 }),
      steps,
      (first, begun, most, all) => {
        let now = begun as Instant;
        let one = open(first);
        /** The content of the database. A backup contains all of it. */
        let stored: { debt: Debt; told: Window[]; one: Rhythm } = {
          debt: { coveredTo: beginsAt(one, now), nextAt: nextAt(one, now), pauses: [] },
          told: [],
          one,
        };
        const start = stored.debt.coveredTo;
        let backup = stored;
        function pay(tries: number): void {
          for (let n = 0; n < tries; n += 1) {
            const owed = owedDigest(one, stored.debt, now, most);
            if (owed === null || leftToNext(one, owed, now) !== null) return;
            stored = {
              one,
              debt: owed.after,
              told: owed.window === null ? stored.told : [...stored.told, owed.window],
            };
          }
        }
        for (const { waitMs, does, rhythm: other } of all) {
          now = (now + waitMs) as Instant;
          if (does === 'works') pay(1_000);
          else if (does === 'killed after it') pay(1);
          else if (does === 'backed up') backup = stored;
          else if (does === 'restored') ({ one } = stored = backup);
          else if (does === 'changed') {
            one = open(other);
            stored = { ...stored, one, debt: { ...stored.debt, nextAt: nextAt(one, now) } };
          }
        }
        // After two more scheduled times, everything that is due must have been sent.
        now = nextAt(one, nextAt(one, now + mergeAheadMs + punctualMs));
        pay(10_000);
        let end = start;
        for (const { from, to } of stored.told) {
          expect(from).toBe(end);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(now);
          end = to;
        }
        expect(stored.debt.coveredTo).toBe(end);
        expect(owedDigest(one, stored.debt, now, most)).toBeNull();
        expect(stored.debt.nextAt).toBe(nextAt(one, now));
        // Only the hours of the next scheduled time may still be owed.
        expect(now - (end ?? 0)).toBeLessThan(day + 26 * hour);
      },
    ),
    { numRuns: 300 },
  );
});

const pausing = fc.array(
  fc.record({
    waitMs: fc.oneof(
      fc.integer({ min: minute, max: 3 * hour }),
      fc.integer({ min: hour, max: 2 * day }),
      fc.integer({ min: day, max: 10 * day }),
    ),
    does: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('works' as const, 'works once' as const) },
      { weight: 2, arbitrary: fc.constantFrom('dms is down' as const, 'paused' as const) },
    ),
  }),
  { maxLength: 40 },
);

it('with any pauses, hours before a pause are covered, hours within it are not, and no hour is covered twice', () => {
  fc.assert(
    fc.property(
      rhythms,
      fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2029, 0, 1) }),
      fc.integer({ min: 1, max: 10 }),
      pausing,
      (given, begun, most, all) => {
        const one = open(given);
        const { schedule, zone, isClosed } = one;
        let now = begun as Instant;
        let debt: Debt = { coveredTo: beginsAt(one, now), nextAt: nextAt(one, now), pauses: [] };
        let end = debt.coveredTo ?? now;
        /** The past times that no digest has covered yet, except times within pauses; found by brute force. */
        const times: Instant[] = [];
        const told: Window[] = [];
        const come = (until: number): void => {
          for (let at = nextAt(one, seen); at <= until; at = nextAt(one, at)) times.push(at);
          seen = until;
        };
        let seen = begun;
        let paid = begun;
        function pay(tries: number): void {
          come(now);
          for (let n = 0; n < tries; n += 1) {
            const owed = owedDigest(one, debt, now, most);
            if (owed === null || leftToNext(one, owed, now) !== null) return;
            const { first, last, merged, window, after } = owed;
            // The digest covers the oldest remaining times, one after the other.
            expect(times.slice(0, merged)).toEqual(timesOf(first.at, last.at));
            times.splice(0, merged);
            // After a pause, a digest begins like a first digest; otherwise it begins where the last digest ended.
            const begin = nextAt(one, paid) === first.at ? end : periodOf(schedule, zone, first, isClosed).from;
            expect(window?.from ?? end).toBe(window === null ? end : Math.max(end, begin));
            end = window?.to ?? end;
            told.push(...(window === null ? [] : [window]));
            expect(end).toBe(periodOf(schedule, zone, last, isClosed).to);
            paid = last.at;
            debt = after;
          }
        }
        function timesOf(first: Instant, last: Instant): Instant[] {
          const found: Instant[] = [];
          for (let at = first; at <= last; at = nextAt(one, at)) found.push(at);
          return found;
        }
        for (const { waitMs, does } of all) {
          now = (now + waitMs) as Instant;
          if (does === 'works') pay(1_000);
          else if (does === 'works once') pay(1);
          else if (does === 'paused') {
            come(now);
            const from = now;
            now = (now + waitMs) as Instant;
            // No digest covers a time within the pause.
            seen = now;
            debt = afterPause(one, pausedAt(one, debt, from), { from, to: now });
          }
        }
        now = nextAt(one, nextAt(one, now + mergeAheadMs + punctualMs));
        pay(10_000);
        expect(times).toEqual([]);
        expect(debt.pauses).toEqual([]);
        // Without a pause, no hour may be left out.
        const wasPaused = all.some(({ does }) => does === 'paused');
        const holes = told.filter(({ from }, index) => from !== (told[index - 1]?.to ?? from));
        expect(wasPaused ? [] : holes).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

const living = fc.array(
  fc.record({
    waitMs: fc.oneof(
      fc.integer({ min: minute, max: 3 * hour }),
      fc.integer({ min: hour, max: 2 * day }),
      fc.integer({ min: day, max: 10 * day }),
    ),
    does: fc.constantFrom('works', 'works once', 'dms is down', 'paused', 'resumed', 'edited', 'edited'),
    rhythm: rhythms,
  }),
  { maxLength: 40 },
);

interface Hours {
  readonly from: number;
  readonly to: number;
}

/** Returns the hours that are not covered. */
function without(all: readonly Hours[], covered: readonly Hours[]): Hours[] {
  return covered.reduce<Hours[]>(
    (left, { from, to }) =>
      left.flatMap((one) =>
        [
          { from: one.from, to: Math.min(one.to, from) },
          { from: Math.max(one.from, to), to: one.to },
        ].filter((rest) => rest.from < rest.to),
      ),
    all.filter(({ from, to }) => from < to),
  );
}

it('however a subscription is edited, paused and resumed, no digest covers a pause, and every other due hour is covered once', () => {
  fc.assert(
    fc.property(
      rhythms,
      fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2029, 0, 1) }),
      fc.integer({ min: 1, max: 10 }),
      living,
      (first, begun, most, all) => {
        let now = begun as Instant;
        let one = open(first);
        let debt: Debt = { coveredTo: beginsAt(one, now), nextAt: nextAt(one, now), pauses: [] };
        let pausedSince: Instant | null = null;
        const told: Hours[] = [];
        /** For each scheduled time, all hours that are due at that time, computed in the simplest way. */
        const owed: Hours[] = [];
        /** The hours from the beginning of a pause to the beginning of the first digest after the pause. */
        const gaps: Hours[] = [];
        let begin: number = debt.coveredTo ?? now;
        let seen: number = now;
        function come(): void {
          for (let at = nextAt(one, seen); at <= now; at = nextAt(one, at)) {
            const { to } = periodOf(
              one.schedule,
              one.zone,
              nextOccurrence(one.schedule, one.zone, (at - 1) as Instant),
            );
            owed.push({ from: begin, to });
          }
          seen = now;
        }
        function pay(tries: number): void {
          if (pausedSince !== null) return;
          for (let n = 0; n < tries; n += 1) {
            const digest = owedDigest(one, debt, now, most);
            if (digest === null || leftToNext(one, digest, now) !== null) return;
            expect(digest.merged).toBeLessThanOrEqual(most);
            if (digest.window !== null) told.push(digest.window);
            debt = digest.after;
          }
        }
        function resume(): void {
          if (pausedSince === null) return;
          debt = afterPause(one, debt, { from: pausedSince, to: now });
          begin = Math.max(begin, beginsAt(one, now));
          if (pausedSince < begin) gaps.push({ from: pausedSince, to: begin });
          pausedSince = null;
          seen = now;
        }
        for (const { waitMs, does, rhythm: other } of all) {
          now = (now + waitMs) as Instant;
          if (pausedSince === null) come();
          if (does === 'works') pay(1_000);
          else if (does === 'works once') pay(1);
          else if (does === 'resumed') resume();
          else if (does === 'paused' && pausedSince === null) {
            pausedSince = now;
            debt = pausedAt(one, debt, now);
          } else if (does === 'edited') {
            if (pausedSince === null) debt = editedAt(one, debt, now);
            one = open(other);
            if (!hasPause(debt)) debt = { ...debt, nextAt: nextAt(one, now) };
          }
        }
        resume();
        now = nextAt(one, nextAt(one, now + mergeAheadMs + punctualMs));
        come();
        pay(10_000);
        expect(without(owed, told)).toEqual([]);
        for (const window of told) expect(without([window], gaps)).toEqual([window]);
        for (const [index, { from }] of told.entries())
          expect(from).toBeGreaterThanOrEqual(told[index - 1]?.to ?? from);
        expect(debt.pauses).toEqual([]);
        expect(owedDigest(one, debt, now, most)).toBeNull();
      },
    ),
    { numRuns: 300 },
  );
});
