/**
 * Reads one day: "24 aug", "24/08/2025" (day first), "2025-08-24", "٢٤ أغسطس", "monday", "yesterday". Pure. A date
 * without a year is the latest such date that is not in the future.
 */
import type { PlainDate, Weekday } from '../instant.ts';
import type { Token } from './fold.ts';
import type { TypedPeriod } from '../period.ts';
import type { Misreading, Reading } from './reading.ts';
import { fromHijri, hijriYearOf, isHijriYear } from '../hijri.ts';
import { addDays, dateParts, daysBetween, daysInMonth, latestWeekday, plainDate } from '../plain-date.ts';
import { DAY_WORDS, mark } from './lexicon.ts';
import { understood, wrong } from './reading.ts';

export type DayWords =
  | {
      readonly kind: 'date';
      readonly year: number | null;
      readonly month: number;
      readonly day: number;
      readonly doubtful?: true;
    }
  | { readonly kind: 'month'; readonly year: number | null; readonly month: number }
  /** A date of the Islamic calendar of Umm al-Qura. */
  | { readonly kind: 'hijri-date'; readonly year: number | null; readonly month: number; readonly day: number }
  | { readonly kind: 'hijri-month'; readonly year: number | null; readonly month: number }
  | { readonly kind: 'weekday'; readonly weekday: Weekday }
  | { readonly kind: 'days-ago'; readonly days: number }
  | { readonly kind: 'day-of-month'; readonly day: number };

/** Other years are typing errors or belong to another calendar. */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2200];

export function readDay(tokens: readonly Token[], today: PlainDate): Reading | null {
  const words = dayWords(tokens);
  if (words === null) return null;
  if (words.kind === 'day-of-month') return bareDay(words.day, today);
  if (words.kind === 'weekday') return understood(words);
  if (words.kind === 'days-ago') return understood({ kind: 'date', date: addDays(today, -words.days) });
  if (words.kind === 'month') return readMonth(words.year, words.month, today);
  if (words.kind === 'hijri-month') return readHijriMonth(words, today);
  const date = words.kind === 'hijri-date' ? placeHijri(words, today) : placeDate(words, today);
  if (typeof date !== 'string') return date;
  return date > today ? inFuture(date, today) : understood({ kind: 'date', date });
}

/** Returns the day if the tokens name one day that has begun; otherwise null. */
export function placeDay(tokens: readonly Token[], today: PlainDate): PlainDate | null {
  const words = dayWords(tokens);
  if (words?.kind === 'weekday') return latestWeekday(today, words.weekday);
  const reading = readDay(tokens, today);
  return reading?.ok === true && reading.spec.kind === 'date' ? reading.spec.date : null;
}

/** Returns the day or month that the tokens name, even if it does not exist; `null` if they name none. */
export function dayWords(tokens: readonly Token[]): DayWords | null {
  const marked = mark(tokens);
  const texts = marked
    .map(({ text }) => text)
    .filter((text, index) => index > 0 || marked.length === 1 || !DAY_WORDS.has(text));
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return oneWord(only);
  const shape = texts.map((text) =>
    /^\d{1,2}$/.test(text) ? 'D' : /^\d{4}$/.test(text) ? 'Y' : /^m\d/.test(text) ? 'M' : /^h\d/.test(text) ? 'H' : '?',
  );
  const valueOf = (kind: 'D' | 'M' | 'Y' | 'H'): number | null => {
    const text = texts[shape.indexOf(kind)];
    return text === undefined ? null : Number(text.replace(/[mh]/, ''));
  };
  const [year, month, day] = [valueOf('Y'), valueOf('M') ?? 0, valueOf('D') ?? 0];
  switch (shape.join('')) {
    case 'DM':
    case 'MD':
    case 'DMY':
    case 'MDY':
    case 'YMD':
      return { kind: 'date', year, month, day };
    case 'DH':
    case 'HD':
    case 'DHY':
    case 'HDY':
    case 'YHD':
      return { kind: 'hijri-date', year, month: valueOf('H') ?? 0, day };
    case 'HY':
    case 'YH':
      return { kind: 'hijri-month', year, month: valueOf('H') ?? 0 };
    case 'DMD':
      return { kind: 'date', year: 2000 + Number(texts[2]), month, day, doubtful: true };
    case 'MY':
    case 'YM':
      return { kind: 'month', year, month };
    default:
      return null;
  }
}

function oneWord(text: string): DayWords | null {
  const marked = /^(?<mark>w|m|h|ago)(?<value>\d+)$/.exec(text)?.groups;
  if (marked !== undefined) {
    const value = Number(marked['value']);
    if (marked['mark'] === 'w') return { kind: 'weekday', weekday: value as Weekday };
    if (marked['mark'] === 'h') return { kind: 'hijri-month', year: null, month: value };
    return marked['mark'] === 'm' ? { kind: 'month', year: null, month: value } : { kind: 'days-ago', days: value };
  }
  if (/^\d{1,2}$/.test(text)) return { kind: 'day-of-month', day: Number(text) };
  const numbers = /^(\d{1,4})([-/.])(\d{1,2})(?:\2(\d{1,4}))?$/.exec(text) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(text);
  if (numbers === null) return null;
  const [first, separator, second, third] = [numbers[1] ?? '', numbers[2], Number(numbers[3]), numbers[4]];
  if (first.length === 4 && third !== undefined && third.length <= 2) {
    const date = { kind: 'date', year: Number(first), month: second, day: Number(third) } as const;
    return separator === '' ? { ...date, doubtful: true } : date;
  }
  if (first.length > 2) return null;
  // Without a year, only a slash makes a date: `3.5` and `3-5` have other meanings too.
  if (third === undefined)
    return separator === '/' ? { kind: 'date', year: null, month: second, day: Number(first) } : null;
  if (third.length === 4) return { kind: 'date', year: Number(third), month: second, day: Number(first) };
  return third.length === 2
    ? { kind: 'date', year: 2000 + Number(third), month: second, day: Number(first), doubtful: true }
    : null;
}

/** Returns the date, or its error. A date without a year is the latest such date that is not after `notAfter`. */
export function placeDate(words: DayWords & { kind: 'date' }, notAfter: PlainDate): PlainDate | Misreading {
  const { year, month, day } = words;
  if (year !== null && isHijriYear(year)) return placeHijri({ kind: 'hijri-date', year, month, day }, notAfter);
  const date = year === null ? latestSuch(month, day, notAfter) : plainDate(year, month, day);
  if (date !== null && words.doubtful !== true && (year === null || (year >= FIRST_YEAR && year <= LAST_YEAR)))
    return date;
  // If the month comes first, as Americans write it, month and day are swapped; otherwise the nearest existing day is
  // suggested.
  const [realMonth, realDay] = month > 12 && day <= 12 ? [day, month] : [month, day];
  const nearMonth = Math.min(Math.max(realMonth, 1), 12);
  const nearYear = year !== null && year >= FIRST_YEAR && year <= LAST_YEAR ? year : dateParts(notAfter).year;
  const nearDay = Math.min(Math.max(realDay, 1), daysInMonth(nearYear, nearMonth));
  const near = plainDate(nearYear, nearMonth, nearDay);
  const past = near !== null && near > notAfter ? latestSuch(nearMonth, nearDay, notAfter) : near;
  return past === null ? wrong('bad-date') : wrong('bad-date', { kind: 'date', date: past });
}

/** Like `placeDate`, for Hijri dates. */
export function placeHijri(
  { year, month, day }: DayWords & { kind: 'hijri-date' },
  notAfter: PlainDate,
): PlainDate | Misreading {
  if (year !== null) return fromHijri(year, month, day) ?? wrong('bad-date', nearHijri(year, month));
  const now = hijriYearOf(notAfter);
  for (let years = 0; years <= 8; years += 1) {
    const date = fromHijri(now - years, month, day);
    if (date !== null && date <= notAfter) return date;
  }
  return wrong('bad-date', nearHijri(now, month));
}

/** Suggests the last day of the month, the 29th or 30th. */
function nearHijri(year: number, month: number): TypedPeriod | undefined {
  const date = fromHijri(year, month, 30) ?? fromHijri(year, month, 29);
  return date === null ? undefined : { kind: 'date', date };
}

function readHijriMonth({ year, month }: DayWords & { kind: 'hijri-month' }, today: PlainDate): Reading {
  const first = placeHijri({ kind: 'hijri-date', year, month, day: 1 }, today);
  if (typeof first !== 'string') return first;
  if (first > today) return wrong('in-future', { kind: 'this-month' });
  const end = fromHijri(hijriYearOf(first), month, 30) ?? addDays(first, 28);
  return understood({ kind: 'range', first, last: end > today ? today : end });
}

export function inFuture(date: PlainDate, today: PlainDate): Misreading {
  const { month, day } = dateParts(date);
  const past = latestSuch(month, day, today);
  // If the date is a little ahead, the day is probably wrong. If it is far ahead, the year is probably wrong.
  if (past === null || daysBetween(today, date) <= 31) return wrong('in-future', { kind: 'today' });
  return wrong('in-future', { kind: 'date', date: past });
}

/** "24" may be a date, or a number of days or hours, so its meaning can't be decided. */
function bareDay(day: number, today: PlainDate): Reading {
  const { year, month } = dateParts(today);
  const inMonth = plainDate(year, month, day);
  return wrong('bad-date', inMonth !== null && inMonth <= today ? { kind: 'date', date: inMonth } : undefined);
}

function readMonth(year: number | null, month: number, today: PlainDate): Reading {
  const first = placeDate({ kind: 'date', year, month, day: 1 }, today);
  if (typeof first !== 'string') return first;
  if (first > today) return wrong('in-future', { kind: 'this-month' });
  if (first.slice(0, 7) === today.slice(0, 7)) return understood({ kind: 'this-month' });
  return understood({ kind: 'range', first, last: addDays(first, daysInMonth(dateParts(first).year, month) - 1) });
}

/** Returns `null` if no year has such a day. */
export function latestSuch(month: number, day: number, notAfter: PlainDate): PlainDate | null {
  return firstYearWith({ month, day }, dateParts(notAfter).year, -1, (date) => date <= notAfter);
}

export function earliestSuch(month: number, day: number, notBefore: PlainDate): PlainDate | null {
  return firstYearWith({ month, day }, dateParts(notBefore).year, 1, (date) => date >= notBefore);
}

/** Leap days are up to eight years apart (1896 to 1904, 2096 to 2104). */
function firstYearWith(
  { month, day }: { readonly month: number; readonly day: number },
  from: number,
  step: 1 | -1,
  fits: (date: PlainDate) => boolean,
): PlainDate | null {
  for (let years = 0; years <= 8; years += 1) {
    const date = plainDate(from + step * years, month, day);
    if (date !== null && fits(date)) return date;
  }
  return null;
}
