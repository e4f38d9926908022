/**
 * Finds the valid form that is nearest to words that were not understood. Pure. It uses the edit distance to the
 * vocabulary of both languages: the whole text is compared with whole phrases, then each unknown word with single
 * words.
 */
import { editDistance } from '../../text/edit-distance.ts';
import type { PlainDate } from '../instant.ts';
import type { TypedPeriod } from '../period.ts';
import type { Reader } from './reading.ts';
import type { Token } from './fold.ts';
import { RANGE } from './fold.ts';
import { HINTS, isKnown, mark, textOf, WHOLE_PHRASES, withRange, WORDS } from './lexicon.ts';

/** A longer text is not a mistyped period, and comparing it would be slow. */
const LONGEST_COMPARED = 40;

interface Guess {
  readonly spec: TypedPeriod;
  readonly distance: number;
}

/** Returns `undefined` if nothing is near. `readAll` reads every form. */
export function nearestTo(tokens: readonly Token[], today: PlainDate, readAll: Reader): TypedPeriod | undefined {
  const text = textOf(tokens);
  const hint = HINTS.get(text);
  if (hint !== undefined) return hint;
  // Shorter texts are not corrected, because "car", for example, does not mean "mar".
  if (text.length < 4) return undefined;
  if (text.length > LONGEST_COMPARED) return withoutUnknown(tokens, today, readAll);
  const joined = withRange(tokens);
  const range = joined === null ? undefined : meaning(joined, today, readAll);
  if (range !== undefined) return range;
  if (tokens.every(isKnown)) return rearranged(tokens, today, readAll) ?? wholePhrase(text)?.spec;
  const [whole, corrected] = [wholePhrase(text), correctedWords(tokens, today, readAll)];
  if (whole !== null && (corrected === null || whole.distance <= corrected.distance)) return whole.spec;
  return corrected?.spec ?? withoutUnknown(tokens, today, readAll);
}

function wholePhrase(text: string): Guess | null {
  const near = nearestOf(WHOLE_PHRASES, text, ([phrase]) => phrase);
  return near === null ? null : { spec: near.one[1], distance: near.distance };
}

function correctedWords(tokens: readonly Token[], today: PlainDate, readAll: Reader): Guess | null {
  let distance = 0;
  const corrected = tokens.map((token) => {
    if (isKnown(token)) return token;
    const near = nearestOf(WORDS, token.text, (word) => word);
    distance += near?.distance ?? 0;
    return near === null ? token : { raw: token.raw, text: near.one };
  });
  const spec = distance === 0 ? undefined : meaning(corrected, today, readAll);
  return spec === undefined ? null : { spec, distance };
}

/**
 * Corrects words that each have a meaning but have none together: a "to" between two days is missing, or there is one
 * word too many ("sat 23 aug").
 */
function rearranged(tokens: readonly Token[], today: PlainDate, readAll: Reader): TypedPeriod | undefined {
  const positions = [...tokens.keys()];
  const ranges = positions
    .slice(1)
    .map((at) => [...tokens.slice(0, at), { raw: RANGE, text: RANGE }, ...tokens.slice(at)]);
  const shorter = positions.map((at) => withoutLooseEnds(tokens.toSpliced(at, 1)));
  // Beside a date, a weekday only repeats the date, so leaving out a word is tried first.
  const weekdays = mark(tokens).filter(({ text }) => /^w\d$/.test(text)).length;
  const isDated = weekdays > 0 && weekdays < tokens.length;
  for (const candidate of isDated ? [...shorter, ...ranges] : [...ranges, ...shorter]) {
    const reading = readAll(candidate, today);
    if (reading?.ok === true) return reading.spec;
  }
  return undefined;
}

function withoutUnknown(tokens: readonly Token[], today: PlainDate, readAll: Reader): TypedPeriod | undefined {
  const known = withoutLooseEnds(tokens.filter(isKnown));
  // A number by itself has no meaning.
  if (known.length === 0 || /^\d+$/.test(textOf(known))) return undefined;
  return meaning(known, today, readAll) ?? HINTS.get(textOf(known));
}

/** Removes a range sign at the beginning or end, so that a range with only one end becomes one day. */
function withoutLooseEnds(tokens: readonly Token[]): Token[] {
  return tokens.slice(tokens.findIndex(isNoRange), tokens.findLastIndex(isNoRange) + 1);
}

function isNoRange({ text }: Token): boolean {
  return text !== RANGE;
}

function meaning(tokens: readonly Token[], today: PlainDate, readAll: Reader): TypedPeriod | undefined {
  const reading = readAll(tokens, today);
  return reading?.ok === true ? reading.spec : reading?.nearest;
}

/** Returns the first of the nearest words, if it is near enough. */
function nearestOf<T>(
  all: Iterable<T>,
  text: string,
  wordOf: (one: T) => string,
): { readonly one: T; readonly distance: number } | null {
  let best: { one: T; distance: number } | null = null;
  let most = tolerance(text);
  for (const one of all) {
    const word = wordOf(one);
    // The distance is at least the difference in length.
    if (Math.abs(word.length - text.length) > most) continue;
    const distance = editDistance(text, word);
    if (distance > most) continue;
    best = { one, distance };
    most = distance - 1;
  }
  return best;
}

/** The number of edits that are allowed: for example two in a text of five letters, and none in a text of two. */
function tolerance(text: string): number {
  return text.length < 3 ? 0 : Math.max(1, Math.floor(text.length * 0.4));
}
