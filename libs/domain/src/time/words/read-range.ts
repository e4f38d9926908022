/**
 * Reads a range from one day to another: "2025-08-24..2025-08-30", "24 to 30 aug", "من 24 إلى 30 أغسطس", "sunday to
 * yesterday". Pure. Without years, the first day is the latest that is not in the future, and the last day is the next
 * such day after it.
 */
import type { PlainDate } from '../instant.ts';
import type { TypedPeriod } from '../period.ts';
import type { DayWords } from './read-day.ts';
import type { Misreading, Reading } from './reading.ts';
import type { Token } from './fold.ts';
import { addDays, daysBetween, latestWeekday } from '../plain-date.ts';
import { MAX_PERIOD_DAYS } from '../resolve-period.ts';
import { RANGE } from './fold.ts';
import { mark } from './lexicon.ts';
import { dayWords, earliestSuch, inFuture, latestSuch, placeDate, placeHijri } from './read-day.ts';
import { understood, wrong } from './reading.ts';

type End = Exclude<DayWords, { kind: 'month' | 'hijri-month' | 'day-of-month' }>;

export function readRange(tokens: readonly Token[], today: PlainDate): Reading | null {
  const parts = splitShortDays(tokens);
  const middle = parts.findIndex(({ text }) => text === RANGE);
  if (middle === -1) return null;
  const [leftTokens, rightTokens] = [parts.slice(0, middle), parts.slice(middle + 1)];
  const ends = sharedMonth(dayWords(leftTokens), dayWords(rightTokens));
  if (ends === null) return null;
  const [left, right] = ends;

  const asIfAlone = place(right, today);
  if (typeof asIfAlone !== 'string') return { ...asIfAlone, at: rightTokens };
  // If the right end has no year, the left end is placed first; otherwise the left end must not be after the right one.
  const first = place(left, left.kind === 'days-ago' || hasNoYear(right) ? today : asIfAlone);
  if (typeof first !== 'string') return { ...first, at: leftTokens };
  const last = (hasNoYear(right) ? earliestSuch(right.month, right.day, first) : null) ?? asIfAlone;
  return judge(first, last, today) ?? backwards(left, right, today) ?? tooLong(first, last, today);
}

/** Returns `null` if the only problem is that the range is too long. */
function judge(first: PlainDate, last: PlainDate, today: PlainDate): Reading | null {
  if (last < first) return wrong('reversed-range', shortened(last, first, today));
  if (first > today) return inFuture(first, today);
  return daysBetween(first, last) < MAX_PERIOD_DAYS ? understood({ kind: 'range', first, last }) : null;
}

/** Suggests the swapped ends: "30 aug to 24 aug" would be most of a year, so a mistake is more likely. */
function backwards(left: End, right: End, today: PlainDate): Misreading | null {
  if (!hasNoYear(left) || !hasNoYear(right)) return null;
  const first = latestSuch(right.month, right.day, today);
  const last = first === null ? null : earliestSuch(left.month, left.day, first);
  if (first === null || last === null || daysBetween(first, last) >= MAX_PERIOD_DAYS) return null;
  return wrong('reversed-range', { kind: 'range', first, last });
}

function tooLong(first: PlainDate, last: PlainDate, today: PlainDate): Misreading {
  return wrong('too-long', shortened(first, last, today));
}

/**
 * Leaves out the beginning of a period that is too long, and its days after today. Returns today for a period in the
 * future, and any other period unchanged.
 */
function shortened(first: PlainDate, last: PlainDate, today: PlainDate): TypedPeriod {
  if (first > today) return { kind: 'today' };
  if (daysBetween(first, last) < MAX_PERIOD_DAYS) return { kind: 'range', first, last };
  const end = last > today ? today : last;
  const earliest = addDays(end, 1 - MAX_PERIOD_DAYS);
  return { kind: 'range', first: earliest > first ? earliest : first, last: end };
}

function place(end: End, notAfter: PlainDate): PlainDate | Misreading {
  if (end.kind === 'weekday') return latestWeekday(notAfter, end.weekday);
  if (end.kind === 'hijri-date') return placeHijri(end, notAfter);
  return end.kind === 'days-ago' ? addDays(notAfter, -end.days) : placeDate(end, notAfter);
}

function hasNoYear(end: End): end is End & { kind: 'date' } {
  return end.kind === 'date' && end.year === null;
}

/** In "24 to 30 aug" and "aug 24 to 30", the day without a month takes the month and year of the other end. */
function sharedMonth(left: DayWords | null, right: DayWords | null): readonly [End, End] | null {
  if (left === null || right === null || isMonth(left) || isMonth(right)) return null;
  if (left.kind === 'day-of-month') return isDate(right) ? [{ ...right, day: left.day }, right] : null;
  if (right.kind === 'day-of-month') return isDate(left) ? [left, { ...left, day: right.day }] : null;
  return [left, right];
}

function isMonth(words: DayWords): words is Extract<DayWords, { kind: 'month' | 'hijri-month' }> {
  return words.kind === 'month' || words.kind === 'hijri-month';
}

function isDate(words: DayWords): words is Extract<DayWords, { kind: 'date' | 'hijri-date' }> {
  return words.kind === 'date' || words.kind === 'hijri-date';
}

/** Splits the two days of "24-30 aug". */
function splitShortDays(tokens: readonly Token[]): Token[] {
  if (!mark(tokens).some(({ text }) => /^[mh]\d/.test(text))) return [...tokens];
  return tokens.flatMap((token) => {
    const days = /^(\d{1,2})-(\d{1,2})$/.exec(token.text);
    if (days === null) return [token];
    return [asToken(days[1] ?? ''), asToken(RANGE), asToken(days[2] ?? '')];
  });
}

function asToken(text: string): Token {
  return { raw: text, text };
}
