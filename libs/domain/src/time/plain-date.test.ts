import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlainDate, Weekday } from './instant.ts';
import {
  addDays,
  dateParts,
  daysBetween,
  daysInMonth,
  isPlainDate,
  latestWeekday,
  parsePlainDate,
  plainDate,
  startOfMonth,
  startOfWeek,
  utcMidnight,
  weekdayOf,
} from './plain-date.ts';

function date(text: string): PlainDate {
  const parsed = parsePlainDate(text);
  if (parsed === null) throw new RangeError(text);
  return parsed;
}

describe('parsePlainDate', () => {
  it.each(['2025-08-24', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])(
    'parsePlainDate accepts %s',
    (text) => {
      expect(parsePlainDate(text)).toBe(text);
      expect(isPlainDate(text)).toBe(true);
    },
  );

  it.each([
    '2025-02-29',
    '1900-02-29',
    '2025-02-30',
    '2025-13-01',
    '2025-00-10',
    '2025-01-00',
    '2025-01-32',
    '0000-01-01',
    '2025-8-24',
    '25-08-24',
    '2025-08-24T00:00',
    ' 2025-08-24',
    '2025-08-24\n',
    '٢٠٢٥-٠٨-٢٤',
    '',
  ])('parsePlainDate refuses %j', (text) => {
    expect(parsePlainDate(text)).toBeNull();
  });
});

describe('arithmetic', () => {
  it('adding days steps over the ends of months and years, and over leap days', () => {
    expect(addDays(date('2024-02-28'), 1)).toBe('2024-02-29');
    expect(addDays(date('2025-12-31'), 1)).toBe('2026-01-01');
    expect(addDays(date('2025-03-01'), -1)).toBe('2025-02-28');
    expect(() => addDays(date('9999-12-31'), 1)).toThrow(RangeError);
  });

  it('the length of a month depends on leap years, and plainDate refuses a day that does not exist', () => {
    expect(startOfMonth(date('2024-02-17'))).toBe('2024-02-01');
    expect([1900, 2000, 2023, 2024].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 28, 29]);
    expect(plainDate(2025, 4, 31)).toBeNull();
    expect(plainDate(2025, 4, 30)).toBe('2025-04-30');
    expect(dateParts(date('2025-08-04'))).toEqual({ year: 2025, month: 8, day: 4 });
  });

  it('weekdays are numbered from Monday, and the latest date with a given weekday may be the date itself', () => {
    expect(weekdayOf(date('2025-08-24'))).toBe(7);
    expect(weekdayOf(date('2025-08-25'))).toBe(1);
    expect(latestWeekday(date('2025-08-24'), 7)).toBe('2025-08-24');
    expect(latestWeekday(date('2025-08-24'), 1)).toBe('2025-08-18');
  });

  it.each([
    [7, '2025-08-27', '2025-08-24'],
    [1, '2025-08-27', '2025-08-25'],
    [6, '2025-08-27', '2025-08-23'],
    [3, '2025-08-27', '2025-08-27'],
    [4, '2025-08-27', '2025-08-21'],
  ] as const)('if weeks begin on weekday %d, the week of %s begins on %s', (weekStart, day, start) => {
    expect(startOfWeek(date(day), weekStart)).toBe(start);
  });

  it('adding days agrees with counting the days between two dates', () => {
    const days = fc.integer({ min: 0, max: 60_000 }).map((offset) => addDays(date('1900-01-01'), offset));
    fc.assert(
      fc.property(days, fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 7 }), (day, away, weekday) => {
        const other = addDays(day, away);
        expect(daysBetween(day, other)).toBe(away);
        expect(other > day).toBe(away > 0);
        expect(utcMidnight(other) - utcMidnight(day)).toBe(away * 86_400_000);
        const { year, month, day: dayOfMonth } = dateParts(day);
        expect(plainDate(year, month, dayOfMonth)).toBe(day);
        const start = startOfWeek(day, weekday as Weekday);
        expect([weekdayOf(start), daysBetween(start, day) < 7, start <= day]).toEqual([weekday, true, true]);
      }),
      { numRuns: 2000 },
    );
  });
});
