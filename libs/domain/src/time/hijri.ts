/**
 * Converts Hijri dates of the Umm al-Qura calendar, which Saudi Arabia uses, to Gregorian days. Pure (the runtime has
 * the calendar).
 */
import type { PlainDate } from './instant.ts';
import { DAY_MS, plainDateOfUtc, utcMidnight } from './plain-date.ts';

/** Whether the year is in the calendar's tables and can't be a Gregorian year. */
export function isHijriYear(year: number): boolean {
  return year >= 1300 && year <= 1500;
}

const calendar = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
});
/** 1 Muharram 1300. A date that is estimated from this day and the mean length of a month is at most two days wrong. */
const epoch = Date.UTC(1882, 10, 12);
const monthDays = 29.530588;

/** Returns null if the day does not exist, such as 30 Safar in a year in which that month has 29 days. */
export function fromHijri(year: number, month: number, day: number): PlainDate | null {
  if (month < 1 || month > 12 || day < 1 || day > 30) return null;
  const months = (year - 1300) * 12 + (month - 1);
  const guess = epoch + (Math.round(months * monthDays) + day - 1) * DAY_MS;
  for (let shift = -3; shift <= 3; shift += 1) {
    const at = guess + shift * DAY_MS;
    if (isDay(at, year, month, day)) return plainDateOfUtc(at);
  }
  return null;
}

/** Returns the Hijri year of a day. */
export function hijriYearOf(date: PlainDate): number {
  const year = calendar.formatToParts(utcMidnight(date)).find(({ type }) => type === 'year')?.value ?? '';
  return Number(year.replace(/\D/g, ''));
}

function isDay(at: number, year: number, month: number, day: number): boolean {
  const parts = calendar.formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value.replace(/\D/g, ''));
  return part('day') === day && part('month') === month && part('year') === year;
}
