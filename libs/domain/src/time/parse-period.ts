/**
 * Reads words for a period, in English or Arabic, as a `TypedPeriod`. Pure; the period is not resolved. It accepts
 * today, yesterday, this or last week or month, last 3 days, 12h, weekdays, dates, a month, ranges of days, "since
 * sunday" and "this morning", up to `MAX_PERIOD_DAYS`. Dates may be day first, ISO, with month names, or of the Islamic
 * calendar; a date without a year is the latest such date that is not in the future. Case, digits and the spelling of
 * hamza do not matter. For other input, it returns a `PeriodError` with the nearest valid form, if there is one. It
 * never guesses.
 */
import { cutText } from '../text/cut.ts';
import type { PlainDate } from './instant.ts';
import type { TypedPeriod } from './period.ts';
import type { PeriodContext } from './resolve-period.ts';
import type { Misreading, PeriodErrorKind, Reading } from './words/reading.ts';
import type { Token } from './words/fold.ts';
import { plainDateIn } from './day.ts';
import { formatPeriodText } from './format-period-text.ts';
import { tidy } from './words/fold.ts';
import { FUTURE, isKnown, PERIODS, read, textOf } from './words/lexicon.ts';
import { nearestTo } from './words/nearest.ts';
import { readAmount } from './words/read-amount.ts';
import { readDay } from './words/read-day.ts';
import { readRange } from './words/read-range.ts';
import { readLastWeekday, readPartOfDay, readQuarter, readSince, readWeekend } from './words/read-phrase.ts';
import { partWindow } from './resolve-period.ts';
import { understood, wrong } from './words/reading.ts';

export type { PeriodErrorKind } from './words/reading.ts';

export interface PeriodError {
  readonly kind: PeriodErrorKind;
  /**
   * The word that was not understood, as it was typed (one line, at most `MAX_WORD` characters); it is a person's text,
   * so escape it before it is shown.
   */
  readonly word: string;
  /** The nearest valid form, as text that `parsePeriod` accepts. */
  readonly nearest?: string;
  /** The period of `nearest`, to show it in the person's language. */
  readonly nearestSpec?: TypedPeriod;
}

export type ParsedPeriod =
  | { readonly ok: true; readonly spec: TypedPeriod }
  | { readonly ok: false; readonly error: PeriodError };

/** Longer input is refused. */
const MAX_TEXT = 200;
const MAX_WORD = 60;

export function parsePeriod(text: string, context: PeriodContext): ParsedPeriod {
  const tidied = tidy(cutText(text, MAX_TEXT));
  const tokens = read(tidied);
  const reading = text.length > MAX_TEXT ? wrong('unknown-word') : readTokens(tokens, context);
  if (reading.ok) return reading;
  const nearest = reading.nearest;
  return {
    ok: false,
    error: {
      kind: tidied === '' ? 'empty' : reading.kind,
      word: cutText(wordAt(reading.at, tidied), MAX_WORD),
      ...(nearest && { nearest: formatPeriodText(nearest), nearestSpec: nearest }),
    },
  };
}

/**
 * Returns `period` for a period, and the kind of error for a period that is recognised but not accepted (`in-future`,
 * `bad-date` …). Returns null for any other words. It is fast, because it does not search for similar words.
 */
export function periodKind(text: string, context: PeriodContext): 'period' | PeriodErrorKind | null {
  if (text.length > MAX_TEXT) return null;
  const reading = readKnown(read(tidy(text)), context, readKnownOnly);
  return reading === null ? null : reading.ok ? 'period' : reading.kind;
}

function readTokens(tokens: readonly Token[], context: PeriodContext): Reading {
  if (tokens.length === 0) return wrong('unknown-word', { kind: 'today' });
  return readKnown(tokens, context) ?? notUnderstood(tokens, plainDateIn(context.zone, context.now));
}

function readKnownOnly(tokens: readonly Token[], context: PeriodContext): Reading {
  return readKnown(tokens, context, readKnownOnly) ?? wrong('unknown-word');
}

/** `readRest` reads the words after "since". */
function readKnown(tokens: readonly Token[], context: PeriodContext, readRest = readTokens): Reading | null {
  if (tokens.length === 0) return null;
  const today = plainDateIn(context.zone, context.now);
  const reading = readSince(tokens, context, readRest) ?? readWeekend(tokens, today, context) ?? readAll(tokens, today);
  return reading?.ok === true ? (notBegun(reading.spec, context) ?? reading) : reading;
}

/** Refuses a part of a day that has not begun, such as "this evening" before six. */
function notBegun(spec: TypedPeriod, { zone, now }: PeriodContext): Misreading | null {
  if (spec.kind !== 'part-of-day' || partWindow(spec, zone).from <= now) return null;
  return wrong('in-future', { kind: 'today' });
}

function readAll(tokens: readonly Token[], today: PlainDate): Reading | null {
  const text = textOf(tokens);
  const spec = PERIODS.get(text);
  if (spec !== undefined) return understood(spec);
  const near = FUTURE.get(text);
  if (near !== undefined) return wrong('in-future', near);
  return (
    readRange(tokens, today) ??
    readQuarter(tokens, today) ??
    readPartOfDay(tokens, today) ??
    readAmount(tokens) ??
    readLastWeekday(tokens, today) ??
    readDay(tokens, today)
  );
}

function notUnderstood(tokens: readonly Token[], today: PlainDate): Misreading {
  const unknown = tokens.find((token) => !isKnown(token));
  return wrong('unknown-word', nearestTo(tokens, today, readAll), unknown && [unknown]);
}

/** For a short token, returns the typed word that contains it, because the token alone would not show the word. */
function wordAt(at: readonly Token[] | undefined, tidied: string): string {
  const word = (at ?? []).map(({ raw }) => raw).join(' ');
  if (word === '') return tidied;
  return word.length > 3 ? word : (tidied.split(' ').find((typed) => typed.includes(word)) ?? word);
}
