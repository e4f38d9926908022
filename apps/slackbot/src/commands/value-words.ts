/** Finds the known value that words mean, or the nearest one. Pure. */
import {
  foldText,
  foldWord,
  type FilterGroup,
  installationAliases,
  isHot,
  type LeadFilter,
  findsValue,
  type TextFilter,
  type Vocabulary,
} from '@leadbell/domain';
import { textFilters } from '../queries/filters.ts';
import { statusNames } from './filter-words.ts';
import { longestCompared, nearest } from './nearest.ts';
import { arabicBrands } from './plain-words.ts';

/** A filter that typed words can mean, with its values. */
export type Meaning =
  | { readonly filter: TextFilter; readonly values: readonly string[] }
  | { readonly status: NonNullable<FilterGroup['status']> };

/**
 * The meanings of the words, at most one for each filter. A meaning is a status, a known value, or the words themselves
 * if they are only a part of a known value.
 */
export function meaningsOf(text: string, vocabulary: Vocabulary): readonly Meaning[] {
  const status = statusNames.get(foldWord(text));
  if (status !== undefined) return [{ status: status.name }];
  const wanted = wordsIn(text);
  if (wanted === '') return [];
  const { exact, parts } = indexOf(vocabulary);
  const whole = exact.get(wanted);
  if (whole !== undefined) return whole;
  if (!text.includes(' ') && isHot(text)) return [{ filter: 'priority', values: hotOf(vocabulary, text) }];
  if (wanted.length < shortestPart) return [];
  return [...(parts.get(wanted) ?? [])].map((filter) => ({ filter, values: [text] }));
}

const shortestPart = 3;

/**
 * The meanings of words. `exact`: by a whole spelling of a value, that value and its filter. `parts`: by consecutive
 * words of a spelling, the filters that have such a value.
 */
interface Index {
  readonly exact: ReadonlyMap<string, readonly Meaning[]>;
  readonly parts: ReadonlyMap<string, ReadonlySet<TextFilter>>;
}

const indexes = new WeakMap<Vocabulary, Index>();

function indexOf(vocabulary: Vocabulary): Index {
  const known = indexes.get(vocabulary);
  if (known !== undefined) return known;
  const exact = new Map<string, Meaning[]>();
  const parts = new Map<string, Set<TextFilter>>();
  for (const filter of textFilters)
    for (const value of knownOf(filter, vocabulary))
      for (const spelling of installationAliases.spellings(filter, value)) {
        const words = wordsIn(spelling);
        const meanings = exact.get(words) ?? [];
        exact.set(words, meanings);
        if (!meanings.some((one) => 'filter' in one && one.filter === filter))
          meanings.push({ filter, values: [value] });
        for (const part of partsOf(words)) parts.set(part, (parts.get(part) ?? new Set()).add(filter));
      }
  const index = { exact, parts };
  indexes.set(vocabulary, index);
  return index;
}

/** Every sequence of consecutive words in the text. */
function partsOf(text: string): readonly string[] {
  const words = text.split(' ').slice(0, mostWords);
  return words.flatMap((_, from) =>
    words.slice(from).map((_end, length) => words.slice(from, from + length + 1).join(' ')),
  );
}

const mostWords = 8;

/** The known values of a filter: values from leads, and values from the settings. */
export function knownOf(filter: TextFilter, vocabulary: Vocabulary): readonly string[] {
  const seen = vocabulary.valuesOf(filter);
  const named = installationAliases.groups(filter).flatMap(([first = '']) => first);
  return [...seen, ...named.filter((one) => !seen.some((value) => findsValue(filter, one, value)))];
}

/** The known value that was most likely meant; null when none is near. A `*` at the end stands for any ending. */
function nearestValue(filter: TextFilter, typed: string, vocabulary: Vocabulary): string | null {
  if (typed.length > longestCompared) return null;
  const known = knownOf(filter, vocabulary);
  const folded = foldText(typed);
  const begin = folded.replace(/\*+$/, '');
  if (begin !== folded) return known.find((value) => foldText(value).startsWith(begin)) ?? null;
  const latin = filter === 'brand' ? arabicBrands.get(foldWord(typed)) : undefined;
  if (latin !== undefined) return known.find((value) => foldText(value) === foldText(latin)) ?? null;
  const whole = spelledBy(known, filter, (one) => [one]);
  const parts = spelledBy(known, filter, (one) => [one, ...one.split(/[^\p{L}\p{Nd}]+/u)]);
  // One word of a longer value says little about the value, so at most one letter may differ.
  const slight = parts.get(nearest(folded, parts.keys(), 1) ?? '');
  return slight ?? whole.get(nearest(folded, whole.keys()) ?? '') ?? null;
}

/**
 * The values by their spellings, or by parts of them; if several values have the same spelling, the
 * first one is taken.
 */
function spelledBy(
  known: readonly string[],
  filter: TextFilter,
  partsIn: (spelling: string) => readonly string[],
): ReadonlyMap<string, string> {
  const all = known.flatMap((value) =>
    installationAliases
      .spellings(filter, value)
      .flatMap((one) => partsIn(foldText(one)))
      .map((word) => [word, value] as const),
  );
  return new Map(all.toReversed());
}

/** A filter value that no lead has had, with the nearest known value. */
export interface Unseen {
  readonly filter: TextFilter;
  readonly typed: string;
  /** Whether leads with the value are excluded. */
  readonly isNot: boolean;
  readonly near: string | null;
}

/** The unseen values of all groups, each once. Filters without known values are left out. */
export function unseenValues(filters: LeadFilter, vocabulary: Vocabulary): readonly Unseen[] {
  const all = [filters, ...(filters.or ?? [])].flatMap((group) => unseenIn(group, vocabulary));
  return all.filter((one, at) => all.findIndex((other) => isSame(one, other)) === at);
}

function unseenIn(group: FilterGroup, vocabulary: Vocabulary): readonly Unseen[] {
  return textFilters.flatMap((filter) => {
    const value = group[filter];
    const known = value === undefined ? [] : knownOf(filter, vocabulary);
    if (value === undefined || known.length === 0) return [];
    return value.alternatives
      .filter(
        (typed) => !installationAliases.isExact(filter, typed) && !known.some((one) => findsValue(filter, typed, one)),
      )
      .map((typed) => ({ filter, typed, isNot: value.isNot, near: nearestValue(filter, typed, vocabulary) }));
  });
}

function isSame(one: Unseen, other: Unseen): boolean {
  return one.filter === other.filter && one.typed === other.typed && one.isNot === other.isNot;
}

/** Replaces each unseen value by the nearest known one; null if a value has none. */
export function withNearest(filters: LeadFilter, unseen: readonly Unseen[]): LeadFilter | null {
  if (unseen.some(({ near }) => near === null)) return null;
  const { or, ...plain } = filters;
  const now = correctedGroup(plain, unseen);
  return or === undefined ? now : { ...now, or: or.map((group) => correctedGroup(group, unseen)) };
}

function correctedGroup(group: FilterGroup, unseen: readonly Unseen[]): FilterGroup {
  let now = group;
  for (const { filter, typed, isNot, near } of unseen) {
    const value = now[filter];
    if (near === null || value?.isNot !== isNot) continue;
    const alternatives = value.alternatives.map((one) => (one === typed ? near : one));
    now = { ...now, [filter]: { ...value, alternatives } };
  }
  return now;
}

/** The nearest value of any filter; null if no value is near, or several are. */
export function nearestMeaning(typed: string, vocabulary: Vocabulary): Meaning | null {
  const found = textFilters.flatMap((filter) => {
    const value = nearestValue(filter, typed, vocabulary);
    return value === null ? [] : [{ filter, values: [value] }];
  });
  const [first, ...others] = found;
  return first === undefined || others.length > 0 ? null : first;
}

function hotOf(vocabulary: Vocabulary, typed: string): readonly string[] {
  const hot = vocabulary.valuesOf('priority').filter(isHot);
  return hot.length === 0 ? [typed] : hot;
}

/** Punctuation does not count, so "walk in" means "Walk-in". */
function wordsIn(text: string): string {
  return foldText(text)
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter((word) => word !== '')
    .join(' ');
}
