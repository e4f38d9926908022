import { describe, expect, it } from 'vitest';
import type { Instant, PlainDate } from './instant.ts';
import { clockTime, dayWindow, plainDateIn } from './day.ts';
import { hourBuckets } from './hour-buckets.ts';
import { isoUtcMillis } from './iso.ts';
import { durationMs } from './window.ts';
import { parseZone } from './zone.ts';

function zone(name: string) {
  const parsed = parseZone(name);
  if (parsed === null) throw new RangeError(name);
  return parsed;
}

function at(iso: string): Instant {
  return Date.parse(iso) as Instant;
}

const HOUR = 3_600_000;

/** Each row has the zone, the date, its beginning in UTC, and its length in hours. */
const DAYS: readonly [string, string, string, number][] = [
  ['Asia/Riyadh', '2025-08-25', '2025-08-24T21:00:00.000Z', 24],
  ['UTC', '2024-02-29', '2024-02-29T00:00:00.000Z', 24],
  ['Asia/Kathmandu', '2025-01-01', '2024-12-31T18:15:00.000Z', 24],
  // Midnight occurs twice: the day begins with the first.
  ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
  ['America/Havana', '2026-10-31', '2026-10-31T04:00:00.000Z', 24],
  // There is no midnight: the day begins at 01:00.
  ['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z', 23],
  ['Asia/Beirut', '2025-03-30', '2025-03-29T22:00:00.000Z', 23],
  ['Africa/Cairo', '2025-04-25', '2025-04-24T22:00:00.000Z', 23],
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', 23],
  // The clock goes back at midnight, so 23:00 occurs twice and the day before is longer.
  ['Asia/Beirut', '2025-10-25', '2025-10-24T21:00:00.000Z', 25],
  ['Africa/Cairo', '2025-10-30', '2025-10-29T21:00:00.000Z', 25],
  ['Africa/Cairo', '2025-10-31', '2025-10-30T22:00:00.000Z', 24],
  ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00:00.000Z', 25],
  ['Asia/Gaza', '2025-04-12', '2025-04-11T22:00:00.000Z', 23],
  ['Asia/Gaza', '2025-10-25', '2025-10-24T21:00:00.000Z', 25],
  // The clock changes by half an hour.
  ['Australia/Lord_Howe', '2025-04-06', '2025-04-05T13:00:00.000Z', 24.5],
  ['Australia/Lord_Howe', '2025-10-05', '2025-10-04T13:30:00.000Z', 23.5],
  // A skipped day and its neighbours.
  ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00.000Z', 24],
  ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z', 0],
  ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', 24],
  // The zone's offset has changed since then; with today's offset the day would lose an hour.
  ['Pacific/Apia', '2011-09-25', '2011-09-25T10:00:00.000Z', 24],
  // The clock went from 23:30 to 00:30, so the first half hour of the new day was never shown.
  ['America/Toronto', '1919-03-31', '1919-03-31T04:30:00.000Z', 23.5],
  // At 00:01 the clock goes back to 23:01 of the day before, when the day has already begun.
  ['America/St_Johns', '2010-11-07', '2010-11-07T02:30:00.000Z', 25],
];

describe('dayWindow', () => {
  it.each(DAYS)('in %s, %s begins at %s and has %d hours', (name, date, from, hours) => {
    const window = dayWindow(date as PlainDate, zone(name));
    expect(isoUtcMillis(window.from)).toBe(from);
    expect(durationMs(window) / HOUR).toBe(hours);
  });
});

describe('plainDateIn', () => {
  it.each([
    ['Asia/Riyadh', '2025-08-24T20:59:59.999Z', '2025-08-24'],
    ['Asia/Riyadh', '2025-08-24T21:00:00.000Z', '2025-08-25'],
    ['America/Havana', '2026-11-01T03:59:59.999Z', '2026-10-31'],
    ['America/Havana', '2026-11-01T04:30:00.000Z', '2026-11-01'],
    ['America/Havana', '2026-11-01T05:30:00.000Z', '2026-11-01'],
    ['Pacific/Apia', '2011-12-30T09:59:59.999Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-31'],
    // The clock shows 23:30 of the 6th again, but the 7th has begun.
    ['America/St_Johns', '2010-11-07T03:00:00.000Z', '2010-11-07'],
  ])('%s at %s: %s', (name, iso, date) => {
    expect(plainDateIn(zone(name), at(iso))).toBe(date);
  });
});

describe('clockTime', () => {
  it.each([
    ['Asia/Riyadh', '2025-08-24T21:05:00.000Z', { hour: 0, minute: 5 }],
    ['America/St_Johns', '2025-01-01T00:00:00.000Z', { hour: 20, minute: 30 }],
    ['Pacific/Kiritimati', '2025-01-01T09:59:59.999Z', { hour: 23, minute: 59 }],
  ])('%s at %s', (name, iso, shown) => {
    expect(clockTime(at(iso), zone(name))).toEqual(shown);
  });
});

function hoursOf(name: string, date: string): string {
  return hourBuckets(dayWindow(date as PlainDate, zone(name)), zone(name))
    .map((bucket) => `${bucket.hour}${durationMs(bucket) === HOUR ? '' : `(${durationMs(bucket) / 60_000}m)`}`)
    .join(' ');
}

describe('hourBuckets', () => {
  it.each([
    ['Asia/Riyadh', '2025-08-25', '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23'],
    ['America/Havana', '2026-11-01', '0 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23'],
    ['America/Havana', '2026-03-08', '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23'],
    ['Africa/Cairo', '2025-10-30', '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 23'],
    ['Australia/Lord_Howe', '2025-04-06', '0 1 1(30m) 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23'],
    ['Australia/Lord_Howe', '2025-10-05', '0 1 2(30m) 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23'],
    ['America/St_Johns', '2010-11-07', '0(1m) 23(59m) 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23'],
    ['Pacific/Apia', '2011-12-30', ''],
  ])('%s %s: %s', (name, date, hours) => {
    expect(hoursOf(name, date)).toBe(hours);
  });

  it('the first and last bucket are parts of an hour if the window begins or ends within the hour', () => {
    const window = { from: at('2025-08-24T20:45:00.000Z'), to: at('2025-08-24T21:10:00.000Z') };
    expect(hourBuckets(window, zone('Asia/Riyadh'))).toEqual([
      { from: window.from, to: at('2025-08-24T21:00:00.000Z'), date: '2025-08-24', hour: 23 },
      { from: at('2025-08-24T21:00:00.000Z'), to: window.to, date: '2025-08-25', hour: 0 },
    ]);
  });
});
