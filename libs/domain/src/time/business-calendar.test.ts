import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BusinessCalendar } from './business-calendar.ts';
import { isOpenAt, openMsIn, workingDayMs } from './business-calendar.ts';
import type { Instant, Weekday, Zone } from './instant.ts';
import { offsetMsAt } from './zone.ts';

const zone = 'Asia/Riyadh' as Zone;
const hour = 3_600_000;
const at = (text: string) => Date.parse(`${text}+03:00`) as Instant;
const week: readonly Weekday[] = [7, 1, 2, 3, 4];
const byDay: BusinessCalendar = {
  workingDays: week,
  hours: { open: 540, close: 1_080 },
  holidays: [],
  specialHours: [],
};
const byNight: BusinessCalendar = { ...byDay, hours: { open: 1_260, close: 120 } };

test.each([
  ['a whole day', byDay, '2025-08-25T00:00', '2025-08-26T00:00', 9],
  ['the time from noon to ten the next morning', byDay, '2025-08-25T12:00', '2025-08-26T10:00', 7],
  ['a night', byDay, '2025-08-25T19:00', '2025-08-26T08:00', 0],
  ['a weekend', byDay, '2025-08-28T18:00', '2025-08-31T09:00', 0],
  ['a week', byDay, '2025-08-24T00:00', '2025-08-31T00:00', 45],
  [
    'a day and a half with evenings that end after midnight',
    byNight,
    '2025-08-25T00:00',
    '2025-08-26T12:00',
    2 + 3 + 2,
  ],
  ['an empty window', byDay, '2025-08-25T12:00', '2025-08-25T12:00', 0],
])('open time of %s', (_, calendar, from, to, hours) => {
  expect(openMsIn({ from: at(from), to: at(to) }, zone, calendar)).toBe(hours * hour);
});

test('a usual working day has the length of its open hours, even if they end after midnight', () => {
  expect([workingDayMs(byDay), workingDayMs(byNight)]).toEqual([9 * hour, 5 * hour]);
});

const minute = 60_000;
const day = 24 * hour;
/**
 * Zones whose clocks change by an hour or half an hour, at night, at midnight or before it, and one zone that skips a
 * day.
 */
const changingZones = [
  'America/New_York',
  'Europe/London',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Havana',
  'America/Santiago',
  'Pacific/Apia',
] as Zone[];

/**
 * Finds the instants from 2008 to 2012 at which the zone's clock changes, except those within a week of the previous
 * change.
 */
function changesOf(one: Zone): number[] {
  const changes: number[] = [];
  for (let from = Date.UTC(2008, 0, 1); from < Date.UTC(2013, 0, 1); from += hour)
    if (offsetMsAt(one, from) !== offsetMsAt(one, from + hour)) {
      let at = from;
      while (offsetMsAt(one, at) === offsetMsAt(one, from)) at += minute;
      changes.push(at);
    }
  return changes.filter((at, n) => n === 0 || at - (changes[n - 1] ?? 0) > 7 * day);
}

/** Generates any moment near a change of the clock, with any opening hours. */
const moments = fc
  .constantFrom(...changingZones.flatMap((one) => changesOf(one).map((change) => ({ zone: one, change }))))
  .chain(({ zone: one, change }) =>
    fc.record({
      zone: fc.constant(one),
      change: fc.constant(change),
      at: fc.integer({ min: -30 * 60, max: 30 * 60 }).map((minutes) => (change + minutes * minute) as Instant),
      hours: fc.record({ open: fc.nat(1_439), close: fc.nat(1_439) }),
    }),
  );

/**
 * Returns the latest wall time that the clock has shown so far, as if it were UTC. While the clock repeats times, the
 * result stays the same.
 */
function reached(at: number, one: Zone, change: number): number {
  const before = offsetMsAt(one, change - 1);
  return at < change ? at + before : Math.max(change - 1 + before, at + offsetMsAt(one, change));
}

test('open hours follow the wall clock, even on days when clocks change', () => {
  fc.assert(
    fc.property(moments, ({ zone: one, change, at: from, hours }) => {
      const calendar = { ...byDay, workingDays: [1, 2, 3, 4, 5, 6, 7] as Weekday[], hours };
      const { open, close } = hours;
      const isOpen = (instant: number): boolean => {
        const shown = Math.floor((reached(instant, one, change) % day) / minute);
        return open < close ? shown >= open && shown < close : shown >= open || shown < close;
      };
      const to = (from + 20 * hour) as Instant;
      let openMs = 0;
      for (let instant = from; instant < to; instant = (instant + minute) as Instant)
        if (isOpen(instant)) openMs += minute;
      expect(openMsIn({ from, to }, one, calendar)).toBe(openMs);
      expect(isOpenAt(from, one, calendar)).toBe(isOpen(from));
    }),
    { numRuns: 500 },
  );
});
