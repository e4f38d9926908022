import { runs, some } from '../runs-fixtures.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayWindow, plainDateIn } from './day.ts';
import type { Instant, PlainDate, Weekday, Zone } from './instant.ts';
import { addDays, plainDateOfUtc, weekdayOf } from './plain-date.ts';
import { nextOccurrence, type Occurrence, periodOf, previousOccurrence, type Schedule } from './schedule.ts';
import { everyDay, formatScheduleText, readSchedule } from './schedule-words.ts';
import { offsetMsAt, parseZone } from './zone.ts';

const zone = (name: string) => name as Zone;
const instant = (iso: string) => Date.parse(iso) as Instant;
const iso = (at: Instant) => new Date(at).toISOString().replace(':00.000Z', 'Z');
const daily = (time: string, days = everyDay): Schedule => {
  const { schedule } = readSchedule([time]);
  if (schedule?.kind !== 'days') throw new Error('no time');
  return { ...schedule, days };
};

describe('the next time', () => {
  it.each([
    ['is today if still ahead', 'Asia/Riyadh', daily('08:30'), '2025-08-24T05:29:59Z', '2025-08-24T05:30Z'],
    [
      'is tomorrow if today’s time is exactly now',
      'Asia/Riyadh',
      daily('08:30'),
      '2025-08-24T05:30:00Z',
      '2025-08-25T05:30Z',
    ],
    [
      'is the moment of the jump if the clock skips it',
      'Europe/Berlin',
      daily('02:30'),
      '2025-03-29T12:00:00Z',
      '2025-03-30T01:00Z',
    ],
    [
      'is the first one if it occurs twice',
      'Europe/Berlin',
      daily('02:30'),
      '2025-10-25T12:00:00Z',
      '2025-10-26T00:30Z',
    ],
    [
      'is on the next day if the first of its two times is now',
      'Europe/Berlin',
      daily('02:30'),
      '2025-10-26T00:30:00Z',
      '2025-10-27T01:30Z',
    ],
    ['leaves out a skipped day', 'Pacific/Apia', daily('09:00'), '2011-12-29T19:00:00Z', '2011-12-30T19:00Z'],
    [
      'is on a working day',
      'Asia/Riyadh',
      daily('09:00', [7, 1, 2, 3, 4]),
      '2025-08-28T07:00:00Z',
      '2025-08-31T06:00Z',
    ],
    [
      'is on the last day of a short month',
      'UTC',
      { kind: 'monthly', minuteOfDay: 0, day: 31 },
      '2025-02-01T00:00:00Z',
      '2025-02-28T00:00Z',
    ],
    [
      'is in the next month if this month’s time is now',
      'UTC',
      { kind: 'monthly', minuteOfDay: 420, day: 1 },
      '2025-12-01T07:00:00Z',
      '2026-01-01T07:00Z',
    ],
  ] as const)('%s', (_, name, schedule, after, expected) => {
    expect(iso(nextOccurrence(schedule, zone(name), instant(after)).at)).toBe(expected);
  });
});

const about = (schedule: Schedule, at: string) => {
  const occurrence = nextOccurrence(schedule, zone('Asia/Riyadh'), (instant(at) - 1) as Instant);
  const { from, to } = periodOf(schedule, zone('Asia/Riyadh'), occurrence);
  return [iso(from), iso(to)];
};

describe('the period of an occurrence', () => {
  it.each([
    ['the day before', daily('08:30'), '2025-08-24T05:30:00Z', ['2025-08-22T21:00Z', '2025-08-23T21:00Z']],
    [
      'all days since the last working day',
      daily('08:30', [7, 1, 2, 3, 4]),
      '2025-08-24T05:30:00Z',
      ['2025-08-20T21:00Z', '2025-08-23T21:00Z'],
    ],
    ['the week before', daily('09:00', [7]), '2025-08-24T06:00:00Z', ['2025-08-16T21:00Z', '2025-08-23T21:00Z']],
    [
      'the time since yesterday evening, for an evening schedule',
      daily('18:00'),
      '2025-08-24T15:00:00Z',
      ['2025-08-23T15:00Z', '2025-08-24T15:00Z'],
    ],
    [
      'the month before',
      { kind: 'monthly', minuteOfDay: 480, day: 1 },
      '2025-09-01T05:00:00Z',
      ['2025-07-31T21:00Z', '2025-08-31T21:00Z'],
    ],
  ] as const)('%s', (_, schedule, at, expected) => {
    expect(about(schedule, at)).toEqual(expected);
  });
});

const zones = Intl.supportedValuesOf('timeZone')
  .map(parseZone)
  .filter((name) => name !== null);
const schedules = fc.oneof(
  fc.record({
    kind: fc.constant('days' as const),
    minuteOfDay: fc.nat({ max: 1_439 }),
    days: fc
      .uniqueArray(fc.constantFrom(...everyDay), { minLength: 1 })
      .map((days): readonly Weekday[] => days.toSorted((a, b) => a - b)),
  }),
  fc.record({
    kind: fc.constant('monthly' as const),
    minuteOfDay: fc.nat({ max: 1_439 }),
    day: fc.integer({ min: 1, max: 31 }),
  }),
);
const moments = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }).map((at) => at as Instant);

const fortnight = 14 * 86_400_000;

/** Returns the fortnights from 2020 to 2030 in which the zone's offset changes, each with one more day at both ends. */
function fortnightsOfChange(name: Zone): { readonly first: PlainDate; readonly last: PlainDate }[] {
  const found: { first: PlainDate; last: PlainDate }[] = [];
  for (let at = Date.UTC(2020, 0, 1); at < Date.UTC(2030, 0, 1); at += fortnight) {
    if (offsetMsAt(name, at) === offsetMsAt(name, at + fortnight)) continue;
    found.push({ first: plainDateOfUtc(at - 86_400_000), last: plainDateOfUtc(at + fortnight + 86_400_000) });
  }
  return found;
}

function daysThatThereAre(first: PlainDate, last: PlainDate, name: Zone): PlainDate[] {
  const days: PlainDate[] = [];
  for (let date = first; date < last; date = addDays(date, 1)) {
    const { from, to } = dayWindow(date, name);
    if (from < to) days.push(date);
  }
  return days;
}

function occurrencesUntil(until: Instant, schedule: Schedule, name: Zone, after: Instant): Occurrence[] {
  const found: Occurrence[] = [];
  for (
    let next = nextOccurrence(schedule, name, after);
    next.at <= until;
    next = nextOccurrence(schedule, name, next.at)
  )
    found.push(next);
  return found;
}

describe('over all zones and ten years', () => {
  it('a time occurs once on each existing day, around every change of every clock', () => {
    let changes = 0;
    for (const name of some(zones)) {
      for (const { first, last } of fortnightsOfChange(name)) {
        changes += 1;
        const until = dayWindow(last, name).from;
        const found = occurrencesUntil(until, daily('02:30'), name, (dayWindow(first, name).from - 1) as Instant);
        expect(found.map(({ date }) => date)).toEqual(daysThatThereAre(first, last, name));
        expect(found.map(({ at }) => at)).toEqual([...new Set(found.map(({ at }) => at))].toSorted((x, y) => x - y));
      }
    }
    expect(changes).toBeGreaterThan(runs(1_200));
  });

  it('previousOccurrence and nextOccurrence find neighbours, with no occurrence between them', () => {
    fc.assert(
      fc.property(schedules, fc.constantFrom(...zones), moments, (schedule, name, at) => {
        const next = nextOccurrence(schedule, name, at);
        const before = previousOccurrence(schedule, name, next.at);
        expect(next.at).toBeGreaterThan(at);
        expect(before.at).toBeLessThanOrEqual(at);
        expect(nextOccurrence(schedule, name, before.at)).toEqual(next);
        expect(schedule.kind === 'monthly' || schedule.days.includes(weekdayOf(next.date))).toBe(true);
      }),
      { numRuns: runs(500) },
    );
  });

  it('the periods of occurrences have neither gaps nor overlaps', () => {
    fc.assert(
      fc.property(schedules, fc.constantFrom(...zones), moments, (schedule, name, at) => {
        const one = nextOccurrence(schedule, name, at);
        const two = nextOccurrence(schedule, name, one.at);
        expect(periodOf(schedule, name, two).from).toBe(periodOf(schedule, name, one).to);
        // The period includes no future time.
        expect(periodOf(schedule, name, one).to).toBeLessThanOrEqual(one.at);
        expect(plainDateIn(name, one.at) >= addDays(one.date, -1)).toBe(true);
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('written schedules', () => {
  it.each([
    ['08:30', '08:30'],
    ['8:30am daily', '08:30'],
    ['08:30 sun-thu', '08:30 sun-thu'],
    ['sun 09:00', '09:00 sun'],
    ['weekly on sunday at 9am', '09:00 sun'],
    ['mon,wed 6:15pm', '18:15 mon,wed'],
    ['sat-wed 12am', '00:00 sun-wed,sat'],
    ['every day at 9', '09:00'],
    ['كل يوم الساعة ٩', '09:00'],
    ['monthly 1 at 9', 'monthly 1 09:00'],
    ['monthly 1 07:00', 'monthly 1 07:00'],
    ['monthly last 18:00', 'monthly last 18:00'],
    ['يوميا ٠٨:٣٠', '08:30'],
    ['الأحد-الخميس ٨:٣٠', '08:30 sun-thu'],
    ['كل الأحد 9ص', '09:00 sun'],
    ['شهريا ١ ٠٧:٠٠', 'monthly 1 07:00'],
  ])('%s', (text, form) => {
    const { schedule, rest } = readSchedule(text.split(' '));
    expect(rest).toEqual([]);
    expect(schedule === null ? null : formatScheduleText(schedule)).toBe(form);
  });

  it.each([
    ['25:00', ['25:00']],
    ['08:61', ['08:61']],
    ['8', ['8']],
    ['sun-', ['sun-']],
    ['08:30 funday', ['funday']],
  ])('readSchedule returns the words of %s that it does not understand', (text, rest) => {
    expect(readSchedule(text.split(' ')).rest).toEqual(rest);
  });

  it('schedules are the same after they were written and read', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        expect(readSchedule(formatScheduleText(schedule).split(' '))).toEqual({ schedule, rest: [] });
      }),
    );
  });
});
