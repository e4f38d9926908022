/**
 * Calendar dates without a zone, and arithmetic on them. Pure. It uses UTC days, which all have 24 hours. Years go from
 * 0001 to 9999; arithmetic beyond them throws `RangeError`. PlainDates can be compared as strings: `a < b` means that a
 * is earlier.
 */
import type { Instant, PlainDate, Weekday } from './instant.ts';

export const DAY_MS = 86_400_000;

export interface DateParts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** Returns `null` unless the text is exactly `YYYY-MM-DD` and the day exists. */
export function parsePlainDate(text: string): PlainDate | null {
  return isPlainDate(text) ? text : null;
}

export function isPlainDate(text: string): text is PlainDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const epochMs = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(text);
}

/** Returns `null` if the day does not exist, such as 30 February or a day of month 13. */
export function plainDate(year: number, month: number, day: number): PlainDate | null {
  return parsePlainDate(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
}

export function dateParts(date: PlainDate): DateParts {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/**
 * Returns midnight UTC of the date, for arithmetic and for `Intl` with `timeZone: 'UTC'`; in a zone, the day may begin
 * at another instant.
 */
export function utcMidnight(date: PlainDate): Instant {
  return Date.parse(`${date}T00:00:00.000Z`) as Instant;
}

export function plainDateOfUtc(epochMs: number): PlainDate {
  const date = new Date(epochMs).toISOString().slice(0, 10);
  // `toISOString` writes a sign before years below 0 and above 9999.
  if (date.startsWith('0000') || !/^\d/.test(date)) throw new RangeError('the date is outside the years 0001 to 9999');
  return date as PlainDate;
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return plainDateOfUtc(utcMidnight(date) + days * DAY_MS);
}

/** Returns the days from `first` to `last`: 0 for the same day, negative if `last` is earlier. */
export function daysBetween(first: PlainDate, last: PlainDate): number {
  return (utcMidnight(last) - utcMidnight(first)) / DAY_MS;
}

export function weekdayOf(date: PlainDate): Weekday {
  return (new Date(utcMidnight(date)).getUTCDay() || 7) as Weekday;
}

/** Returns the latest such weekday that is not after `date`. */
export function latestWeekday(date: PlainDate, weekday: Weekday): PlainDate {
  return addDays(date, -((weekdayOf(date) - weekday + 7) % 7));
}

export function startOfWeek(date: PlainDate, weekStart: Weekday): PlainDate {
  return latestWeekday(date, weekStart);
}

export function startOfMonth(date: PlainDate): PlainDate {
  return `${date.slice(0, 8)}01` as PlainDate;
}

/** `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
