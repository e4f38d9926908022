/**
 * Reads periods of several words: "last friday", "since sunday", "this morning", "weekend", "q3". Pure. Quarters and
 * weekends are not periods, so the days that they stand for are suggested.
 */
import type { PlainDate } from '../instant.ts';
import type { PartOfDay } from '../period.ts';
import { addDays, dateParts, daysBetween, daysInMonth, latestWeekday, plainDate, weekdayOf } from '../plain-date.ts';
import { MAX_PERIOD_DAYS, type PeriodContext, resolvePeriod } from '../resolve-period.ts';
import { plainDateIn } from '../day.ts';
import type { Token } from './fold.ts';
import { DAY_WORDS, mark, PARTS_OF_DAY, PREVIOUS, QUARTERS, SINCE, textOf, THIS_WORDS, WEEKENDS } from './lexicon.ts';
import { dayWords, placeDay } from './read-day.ts';
import { type Reading, understood, wrong } from './reading.ts';

/** Returns the last such weekday before today. */
export function readLastWeekday(tokens: readonly Token[], today: PlainDate): Reading | null {
  const marked = mark(tokens);
  const rest = marked.filter(({ text }) => !PREVIOUS.has(text) && !DAY_WORDS.has(text));
  if (rest.length !== 1 || !marked.some(({ text }) => PREVIOUS.has(text))) return null;
  const words = dayWords(rest);
  if (words?.kind !== 'weekday') return null;
  return understood({ kind: 'date', date: latestWeekday(addDays(today, -1), words.weekday) });
}

/**
 * Reads "since" and a period, and returns the days from the first day of that period until today. `readTokens` reads
 * the period.
 */
export function readSince(
  tokens: readonly Token[],
  context: PeriodContext,
  readTokens: (tokens: readonly Token[], context: PeriodContext) => Reading,
): Reading | null {
  const [first, ...rest] = tokens;
  if (first === undefined || !SINCE.has(first.text) || rest.length === 0) return null;
  const reading = readTokens(rest, context);
  if (!reading.ok) return reading;
  if (reading.spec.kind === 'last-hours') return reading;
  const today = plainDateIn(context.zone, context.now);
  const { firstDate } = resolvePeriod(reading.spec, context);
  if (firstDate === today) return understood({ kind: 'today' });
  if (daysBetween(firstDate, today) >= MAX_PERIOD_DAYS)
    return wrong('too-long', { kind: 'last-days', days: MAX_PERIOD_DAYS });
  return understood({ kind: 'range', first: firstDate, last: today });
}

/** Reads "weekend", and suggests the last days on which the business was closed. */
export function readWeekend(
  tokens: readonly Token[],
  today: PlainDate,
  { workingDays = [7, 1, 2, 3, 4] }: PeriodContext,
): Reading | null {
  if (!WEEKENDS.has(textOf(tokens)) || workingDays.length === 0 || workingDays.length === 7) return null;
  const isClosed = (date: PlainDate): boolean => !workingDays.includes(weekdayOf(date));
  let last = today;
  while (!isClosed(last)) last = addDays(last, -1);
  let first = last;
  while (isClosed(addDays(first, -1))) first = addDays(first, -1);
  return wrong('unknown-word', first === last ? { kind: 'date', date: first } : { kind: 'range', first, last });
}

/** Reads the name of a quarter, and suggests its days until today at the latest. */
export function readQuarter(tokens: readonly Token[], today: PlainDate): Reading | null {
  const named = QUARTERS.get(textOf(tokens));
  if (named === undefined) return null;
  const { year, month } = dateParts(today);
  const current = Math.ceil(month / 3);
  const quarter = named === 'current' ? current : named === 'last' ? current - 1 : named;
  const ofYear = ((quarter + 3) % 4) + 1;
  const itsYear = quarter < 1 || quarter > current ? year - 1 : year;
  const first = plainDate(itsYear, ofYear * 3 - 2, 1);
  const lastMonth = plainDate(itsYear, ofYear * 3, 1);
  if (first === null || lastMonth === null) return null;
  const end = addDays(lastMonth, daysInMonth(itsYear, ofYear * 3) - 1);
  const last = end > today ? today : end;
  return wrong('unknown-word', first === last ? { kind: 'date', date: first } : { kind: 'range', first, last });
}

/** Reads "this morning", "yesterday evening" or "2025-08-24 afternoon". */
export function readPartOfDay(tokens: readonly Token[], today: PlainDate): Reading | null {
  const found = findPart(tokens);
  if (found === null) return null;
  const rest = found.rest.filter(({ text }) => !THIS_WORDS.has(text));
  if (rest.length === 0) return understood({ kind: 'part-of-day', date: today, part: found.part });
  const date = placeDay(rest, today);
  return date === null ? null : understood({ kind: 'part-of-day', date, part: found.part });
}

function findPart(tokens: readonly Token[]): { readonly part: PartOfDay; readonly rest: readonly Token[] } | null {
  for (const [words, part] of PARTS_OF_DAY)
    for (let at = 0; at + words.length <= tokens.length; at += 1)
      if (words.every((word, index) => tokens[at + index]?.text === word))
        return { part, rest: [...tokens.slice(0, at), ...tokens.slice(at + words.length)] };
  return null;
}
