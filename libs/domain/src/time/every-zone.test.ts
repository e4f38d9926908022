/**
 * Checks days, periods and hours in every IANA zone, around every change of a clock from 2000 to 2037. The changes and
 * the beginnings of days come from the runtime's Temporal, an independent implementation with its own copy of the zone
 * data.
 */
import { runs, some } from '../runs-fixtures.ts';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant, PlainDate, Weekday, Window, Zone } from './instant.ts';
import type { PeriodSpec } from './period.ts';
import { clockTime, dayWindow, plainDateIn } from './day.ts';
import { bucketIndex, hourBuckets } from './hour-buckets.ts';
import { addDays, DAY_MS, plainDateOfUtc } from './plain-date.ts';
import { resolvePeriod } from './resolve-period.ts';
import { cutWindow, durationMs, isIn, MAX_QUESTION_MS } from './window.ts';
import { offsetMsAt, parseZone } from './zone.ts';

/**
 * The number of random cases for each property. One test has no random cases: it goes through all changes of clocks.
 */
export const RUNS = 2500;

const ZONES = Intl.supportedValuesOf('timeZone')
  .map(parseZone)
  .filter((zone) => zone !== null);

interface ZonedDateTime {
  readonly epochMilliseconds: number;
  readonly offsetNanoseconds: number;
  readonly getTimeZoneTransition: (direction: 'next') => ZonedDateTime | null;
}
interface TemporalNow {
  readonly Instant: { fromEpochMilliseconds: (at: number) => { toZonedDateTimeISO: (zone: string) => ZonedDateTime } };
  readonly PlainDate: { from: (date: string) => { toZonedDateTime: (zone: string) => ZonedDateTime } };
}
const { Temporal } = globalThis as unknown as { Temporal: TemporalNow };

function transitionsOf(zone: Zone): Instant[] {
  const transitions: Instant[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(Date.UTC(2000, 0, 1))
    .toZonedDateTimeISO(zone)
    .getTimeZoneTransition('next');
  while (at !== null && at.epochMilliseconds < Date.UTC(2038, 0, 1)) {
    transitions.push(at.epochMilliseconds as Instant);
    at = at.getTimeZoneTransition('next');
  }
  return transitions;
}

function startByTemporal(date: PlainDate, zone: Zone): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
}

const transitions = new Map<Zone, readonly Instant[]>();

beforeAll(() => {
  for (const zone of ZONES) transitions.set(zone, transitionsOf(zone));
});

/** Generates instants within three days of a change; in zones without one, anywhere from 2000 to 2037. */
function moments(): fc.Arbitrary<{ readonly zone: Zone; readonly at: Instant }> {
  const near = fc.oneof(
    fc.integer({ min: -3 * DAY_MS, max: 3 * DAY_MS }),
    fc.integer({ min: -4 * 3600, max: 4 * 3600 }).map((seconds) => seconds * 1000),
    fc.constantFrom(-1, 0, 1),
  );
  return fc.record({ zone: fc.constantFrom(...ZONES), pick: fc.nat(), near }).map(({ zone, pick, near }) => {
    const known = transitions.get(zone) ?? [];
    const base = known[pick % Math.max(known.length, 1)] ?? Date.UTC(2000, 0, 1) + (pick % 13_000) * DAY_MS;
    return { zone, at: (base + near) as Instant };
  });
}

function weekdays(): fc.Arbitrary<Weekday> {
  return fc.constantFrom(1, 2, 3, 4, 5, 6, 7);
}

function forAll<Value>(values: fc.Arbitrary<Value>, holds: (value: Value) => void): void {
  fc.assert(fc.property(values, holds), { numRuns: runs(RUNS) });
}

/** Whether the pieces follow each other without gaps, none is empty, and together they make up the whole. */
function tiles(pieces: readonly Window[], whole: Window): boolean {
  let end = whole.from;
  for (const { from, to } of pieces) {
    if (from !== end || to <= from) return false;
    end = to;
  }
  return end === whole.to;
}

describe('every zone', () => {
  it('so many zones and changes of clocks are known that the other tests are meaningful', () => {
    expect(ZONES.length).toBeGreaterThan(400);
    expect([...transitions.values()].flat().length).toBeGreaterThan(8000);
  });

  it('around each change, each day begins where Temporal begins it, and days follow each other without gaps', () => {
    const wrong: string[] = [];
    let days = 0;
    for (const [zone, all] of some(transitions)) {
      for (const at of all) {
        const middle = plainDateOfUtc(at + offsetMsAt(zone, at));
        let end: number | null = null;
        for (let away = -1; away <= 2; away += 1) {
          const date = addDays(middle, away);
          const { from, to } = dayWindow(date, zone);
          if (from !== startByTemporal(date, zone) || to < from || (end !== null && end !== from))
            wrong.push(`${zone} ${date}`);
          end = to;
          days += 1;
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(days).toBeGreaterThan(runs(24_000));
  });

  it('every instant is in the day that plainDateIn returns, and in no other', () => {
    forAll(moments(), ({ zone, at }) => {
      const date = plainDateIn(zone, at);
      const holding = [-2, -1, 0, 1, 2]
        .map((away) => addDays(date, away))
        .filter((day) => isIn(dayWindow(day, zone), at));
      expect(holding).toEqual([date]);
    });
  });

  it('clockTime returns the same time as Intl', () => {
    const formats = new Map(
      ZONES.map((zone) => [
        zone,
        new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      ]),
    );
    forAll(moments(), ({ zone, at }) => {
      const { hour, minute } = clockTime(at, zone);
      expect(`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`).toBe(formats.get(zone)?.format(at));
    });
  });

  it('yesterday, last week and last month end where today, this week and this month begin', () => {
    forAll(fc.record({ moment: moments(), weekStart: weekdays() }), ({ moment, weekStart }) => {
      const context = { now: moment.at, zone: moment.zone, weekStart };
      const window = (kind: 'today' | 'yesterday' | 'this-week' | 'last-week' | 'this-month' | 'last-month'): Window =>
        resolvePeriod({ kind }, context).window;
      expect(window('yesterday').to).toBe(window('today').from);
      expect(window('last-week').to).toBe(window('this-week').from);
      expect(window('last-month').to).toBe(window('this-month').from);
      expect(isIn(window('today'), moment.at)).toBe(true);
      expect(window('this-week').to).toBe(window('today').to);
      expect(window('this-month').to).toBe(window('today').to);
    });
  });

  it('the windows of a period’s days fill the period without gaps', () => {
    const specs: fc.Arbitrary<PeriodSpec> = fc.oneof(
      fc.constantFrom('this-week', 'last-week', 'this-month', 'last-month').map((kind): PeriodSpec => ({ kind })),
      weekdays().map((weekday): PeriodSpec => ({ kind: 'weekday', weekday })),
      fc.integer({ min: 1, max: 40 }).map((days): PeriodSpec => ({ kind: 'last-days', days })),
    );
    forAll(fc.record({ moment: moments(), weekStart: weekdays(), spec: specs }), ({ moment, weekStart, spec }) => {
      const { zone } = moment;
      const period = resolvePeriod(spec, { now: moment.at, zone, weekStart });
      const days: Window[] = [];
      for (let date = period.firstDate; date <= period.lastDate; date = addDays(date, 1))
        days.push(dayWindow(date, zone));
      // A skipped day is empty and gives no piece.
      expect(
        tiles(
          days.filter((day) => durationMs(day) > 0),
          period.window,
        ),
      ).toBe(true);
    });
  });

  it('any period is cut into requests of at most 168 hours that fill it without gaps', () => {
    forAll(fc.record({ moment: moments(), days: fc.integer({ min: 1, max: 92 }) }), ({ moment, days }) => {
      const context = { now: moment.at, zone: moment.zone, weekStart: 7 } as const;
      const { window } = resolvePeriod({ kind: 'last-days', days }, context);
      const pieces = cutWindow(window);
      expect(tiles(pieces, window)).toBe(true);
      expect(pieces.every((piece) => durationMs(piece) <= MAX_QUESTION_MS)).toBe(true);
      expect(pieces.length).toBe(Math.ceil(durationMs(window) / MAX_QUESTION_MS));
    });
  });

  it('hour buckets have no gaps, and within a bucket the clock stays in one hour and does not change', () => {
    const spans = fc.record({ moment: moments(), length: fc.integer({ min: 1, max: 26 * 3_600_000 }) });
    forAll(spans, ({ moment, length }) => {
      const { zone, at } = moment;
      const window = { from: at, to: (at + length) as Instant };
      const buckets = hourBuckets(window, zone);
      expect(tiles(buckets, window)).toBe(true);
      const uneven = buckets.filter((bucket, index) => {
        const last = (bucket.to - 1) as Instant;
        return !(
          clockTime(bucket.from, zone).hour === bucket.hour &&
          clockTime(last, zone).hour === bucket.hour &&
          offsetMsAt(zone, bucket.from) === offsetMsAt(zone, last) &&
          plainDateIn(zone, bucket.from) === bucket.date &&
          bucketIndex(buckets, bucket.from) === index &&
          bucketIndex(buckets, last) === index
        );
      });
      expect(uneven).toEqual([]);
      expect(bucketIndex(buckets, window.to)).toBe(-1);
    });
  });
});
