/** The vocabulary of both languages, folded once and indexed. Pure. */
import type { PartOfDay, TypedPeriod } from '../period.ts';
import type { Token } from './fold.ts';
import type { Phrase, Unit, Vocabulary } from './vocabulary.ts';
import { ARABIC } from './arabic.ts';
import { ENGLISH } from './english.ts';
import { RANGE, tidy, tokensOf } from './fold.ts';

const LANGUAGES: readonly Vocabulary[] = [ENGLISH, ARABIC];

const FILLERS = wordSet((language) => language.fillers);
const RANGE_WORDS = wordSet((language) => language.rangeWords);
const BETWEEN = wordSet((language) => language.between);
const AND = wordSet((language) => language.and);

export const PERIODS = phraseMap((language) => language.periods);
export const HINTS = phraseMap((language) => language.hints);
export const FUTURE = phraseMap((language) => language.future);
export const LAST = wordSet((language) => language.last);
/** Words for "last" before or after a weekday. */
export const PREVIOUS = wordSet((language) => [...language.last, ...language.previous]);
export const SINCE = wordSet((language) => language.since);
export const THIS_WORDS = wordSet((language) => language.thisWords);
export const WEEKENDS = wordSet((language) => language.weekends);
/** The quarters: the current one, the last one, or the first to the fourth. */
export const QUARTERS: ReadonlyMap<string, 'current' | 'last' | number> = new Map(
  LANGUAGES.flatMap(({ quarters: { current, last, named } }) =>
    (
      [['current', current], ['last', last], ...named.map((texts, index) => [index + 1, texts] as const)] as const
    ).flatMap(([quarter, texts]) => texts.map((text): [string, 'current' | 'last' | number] => [fold(text), quarter])),
  ),
);
export const PARTS_OF_DAY: readonly (readonly [words: readonly string[], part: PartOfDay])[] = LANGUAGES.flatMap(
  ({ partsOfDay }) =>
    (Object.entries(partsOfDay) as [PartOfDay, readonly string[]][]).flatMap(([part, texts]) =>
      texts.map((text): readonly [readonly string[], PartOfDay] => [fold(text).split(' '), part]),
    ),
);
export const DAY_WORDS = wordSet((language) => language.dayWords);
export const UNITS = unitMap((language, unit) => language.units[unit]);
export const PAIRS = unitMap((language, unit) => language.pairs[unit] ?? []);
export const NUMBERS: ReadonlyMap<string, number> = new Map(
  LANGUAGES.flatMap((language) => language.numbers.flatMap((words, value) => words.map((word) => [fold(word), value]))),
);

/**
 * Tokens that stand for weekdays, months, today and the days before it. Each contains letters and digits, which a token
 * of typed text never does.
 */
const MARKS = [
  ...markList('w', 1, 'weekdays'),
  ...markList('m', 1, 'months'),
  ...markList('h', 1, 'hijriMonths'),
  ...markList('ago', 0, 'daysAgo'),
];
MARKS.sort((one, other) => other.words.length - one.words.length);
const MARKS_BY_FIRST = Map.groupBy(MARKS, ({ words: [first] }) => first);

/** The words with which a mistyped word is compared. */
export const WORDS: readonly string[] = [
  ...new Set(
    [...PERIODS.keys(), ...FUTURE.keys(), ...MARKS.map(({ words }) => words.join(' '))]
      .flatMap((phrase) => phrase.split(' '))
      .concat([...LAST, ...UNITS.keys(), ...PAIRS.keys(), ...NUMBERS.keys(), ...RANGE_WORDS]),
  ),
];
const KNOWN = new Set([
  ...WORDS,
  ...[PREVIOUS, SINCE, THIS_WORDS, BETWEEN, AND].flatMap((words) => [...words]),
  ...[...WEEKENDS, ...QUARTERS.keys()].flatMap((phrase) => phrase.split(' ')),
  ...PARTS_OF_DAY.flatMap(([words]) => words),
  ...FILLERS,
  ...DAY_WORDS,
  ...[...HINTS.keys()].flatMap((phrase) => phrase.split(' ')),
]);

/** Whole phrases with their meaning, the usual forms first. */
export const WHOLE_PHRASES: readonly (readonly [string, TypedPeriod])[] = [
  ...PERIODS,
  ...MARKS.filter(({ mark }) => mark.startsWith('w')).map(({ words, mark }): [string, TypedPeriod] => [
    words.join(' '),
    { kind: 'weekday', weekday: Number(mark.slice(1)) as 1 },
  ]),
];

/** Takes tidied text; removes words without a meaning, and turns words for "to" into `..`. */
export function read(tidied: string): Token[] {
  const tokens = tokensOf(tidied).filter(({ text }) => !FILLERS.has(text));
  const isBetween = tokens.some(({ text }) => BETWEEN.has(text));
  return tokens
    .filter(({ text }) => !BETWEEN.has(text))
    .map((token) => (RANGE_WORDS.has(token.text) || (isBetween && AND.has(token.text)) ? asRange(token) : token));
}

/**
 * Returns the tokens with "to" instead of "and", because "and" may stand between two days; null if there is no "and".
 */
export function withRange(tokens: readonly Token[]): Token[] | null {
  return tokens.some(({ text }) => AND.has(text))
    ? tokens.map((token) => (AND.has(token.text) ? asRange(token) : token))
    : null;
}

function asRange({ raw }: Token): Token {
  return { raw, text: RANGE };
}

export function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join(' ');
}

/** Whether the token has a meaning, or is a number or date that may have one. */
export function isKnown({ text }: Token): boolean {
  return text === RANGE || /^[\d\-/.+]*\d[\d\-/.+]*$/.test(text) || KNOWN.has(text);
}

/** Turns the words for each weekday, month and recent day into one token: `w1`, `m8`, `ago0`. */
export function mark(tokens: readonly Token[]): Token[] {
  const marked: Token[] = [];
  for (let index = 0; index < tokens.length;) {
    const found = MARKS_BY_FIRST.get(tokens[index]?.text)?.find(({ words }) =>
      words.every((word, offset) => tokens[index + offset]?.text === word),
    );
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

function phraseMap(phrases: (language: Vocabulary) => readonly Phrase[]): ReadonlyMap<string, TypedPeriod> {
  return new Map(
    LANGUAGES.flatMap(phrases).flatMap(({ spec, texts }) =>
      texts.map((text): [string, TypedPeriod] => [fold(text), spec]),
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
  group: 'weekdays' | 'months' | 'hijriMonths' | 'daysAgo',
): { readonly words: readonly string[]; readonly mark: string }[] {
  return LANGUAGES.flatMap((language) =>
    language[group].flatMap((texts, index) =>
      texts.map((text) => ({ words: fold(text).split(' '), mark: `${prefix}${first + index}` })),
    ),
  );
}
