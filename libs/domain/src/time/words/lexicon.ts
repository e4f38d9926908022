/** Both languages' vocabulary, folded once and indexed. Pure. */
import type { PeriodSpec } from '../period.ts';
import type { Token } from './fold.ts';
import type { Phrase, Unit, Vocabulary } from './vocabulary.ts';
import { ARABIC } from './arabic.ts';
import { ENGLISH } from './english.ts';
import { RANGE, tidy, tokensOf } from './fold.ts';

const LANGUAGES: readonly Vocabulary[] = [ENGLISH, ARABIC];

const FILLERS = wordSet((language) => language.fillers);
const RANGE_WORDS = wordSet((language) => language.rangeWords);

export const PERIODS = phraseMap((language) => language.periods);
export const HINTS = phraseMap((language) => language.hints);
export const FUTURE = phraseMap((language) => language.future);
export const LAST = wordSet((language) => language.last);
export const DAY_WORDS = wordSet((language) => language.dayWords);
export const UNITS = unitMap((language, unit) => language.units[unit]);
export const PAIRS = unitMap((language, unit) => language.pairs[unit] ?? []);
export const NUMBERS: ReadonlyMap<string, number> = new Map(
  LANGUAGES.flatMap((language) => language.numbers.flatMap((words, value) => words.map((word) => [fold(word), value]))),
);

/**
 * Token names of weekdays, months and days before today: a letter and a digit in one token, which typed text can't
 * produce.
 */
const MARKS = [...markList('w', 1, 'weekdays'), ...markList('m', 1, 'months'), ...markList('ago', 0, 'daysAgo')];
MARKS.sort((one, other) => other.words.length - one.words.length);

/** All words with a meaning, for finding the nearest. */
export const WORDS: readonly string[] = [
  ...new Set(
    [...PERIODS.keys(), ...FUTURE.keys(), ...MARKS.map(({ words }) => words.join(' '))]
      .flatMap((phrase) => phrase.split(' '))
      .concat([...LAST, ...UNITS.keys(), ...PAIRS.keys(), ...NUMBERS.keys(), ...RANGE_WORDS]),
  ),
];
const KNOWN = new Set([
  ...WORDS,
  ...FILLERS,
  ...DAY_WORDS,
  ...[...HINTS.keys()].flatMap((phrase) => phrase.split(' ')),
]);

/** Whole phrases with their meaning, usual forms first. */
export const WHOLE_PHRASES: readonly (readonly [string, PeriodSpec])[] = [
  ...PERIODS,
  ...MARKS.filter(({ mark }) => mark.startsWith('w')).map(({ words, mark }): [string, PeriodSpec] => [
    words.join(' '),
    { kind: 'weekday', weekday: Number(mark.slice(1)) as 1 },
  ]),
];

/** Takes tidied text; removes fillers and turns words for "to" into `..`. */
export function read(tidied: string): Token[] {
  return tokensOf(tidied)
    .filter(({ text }) => !FILLERS.has(text))
    .map((token) => (RANGE_WORDS.has(token.text) ? { raw: token.raw, text: RANGE } : token));
}

export function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join(' ');
}

/** Whether the token has a meaning, or is a number or date that may have one. */
export function isKnown({ text }: Token): boolean {
  return text === RANGE || /^[\d\-/.+]*\d[\d\-/.+]*$/.test(text) || KNOWN.has(text);
}

/** Turns weekdays, months and days before today into one marked token each: `w1`, `m8`, `ago0`. */
export function mark(tokens: readonly Token[]): Token[] {
  const marked: Token[] = [];
  for (let index = 0; index < tokens.length;) {
    const found = MARKS.find(({ words }) => words.every((word, offset) => tokens[index + offset]?.text === word));
    const length = found?.words.length ?? 1;
    const raw = tokens
      .slice(index, index + length)
      .map((token) => token.raw)
      .join(' ');
    marked.push({ raw, text: found?.mark ?? tokens[index]?.text ?? '' });
    index += length;
  }
  return marked;
}

function fold(text: string): string {
  return textOf(tokensOf(tidy(text)));
}

function wordSet(words: (language: Vocabulary) => readonly string[]): ReadonlySet<string> {
  return new Set(LANGUAGES.flatMap(words).map(fold));
}

function phraseMap(phrases: (language: Vocabulary) => readonly Phrase[]): ReadonlyMap<string, PeriodSpec> {
  return new Map(
    LANGUAGES.flatMap(phrases).flatMap(({ spec, texts }) =>
      texts.map((text): [string, PeriodSpec] => [fold(text), spec]),
    ),
  );
}

function unitMap(words: (language: Vocabulary, unit: Unit) => readonly string[]): ReadonlyMap<string, Unit> {
  const units: readonly Unit[] = ['hours', 'days', 'weeks', 'months', 'minutes'];
  return new Map(
    units.flatMap((unit) =>
      LANGUAGES.flatMap((language) => words(language, unit).map((word): [string, Unit] => [fold(word), unit])),
    ),
  );
}

function markList(
  prefix: string,
  first: number,
  group: 'weekdays' | 'months' | 'daysAgo',
): { readonly words: readonly string[]; readonly mark: string }[] {
  return LANGUAGES.flatMap((language) =>
    language[group].flatMap((texts, index) =>
      texts.map((text) => ({ words: fold(text).split(' '), mark: `${prefix}${first + index}` })),
    ),
  );
}
