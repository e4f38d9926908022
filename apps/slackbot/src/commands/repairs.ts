/** Finds likely mistakes in a line, with their correct forms. A correct form is suggested, but never assumed. Pure. */
import { foldWord, findsValue } from '@leadbell/domain';
import type { ParseContext } from '../queries/query.ts';
import { filterNames, isShareFlag } from './filter-words.ts';
import type { LineReaders } from './other-forms.ts';
import type { FilterBefore, Scanned } from './scan.ts';
import { knownOf } from './value-words.ts';

export interface Repair {
  readonly words: readonly string[];
  /** The mistake as it was typed. */
  readonly was: string;
  /** The line with other filters or flags, if the repair changes them. */
  readonly scanned?: Scanned;
}

/** Possible repairs, the most likely first. */
export function repairs(scanned: Scanned, readers: LineReaders): readonly Repair[] {
  return [joinedFilter(scanned), splitNumber(scanned, readers), quotedRest(scanned), sharedByWord(scanned)].filter(
    (one) => one !== null,
  );
}

/** Repairs `brand KIA`, meant as `brand:KIA`. */
function joinedFilter({ words }: Scanned): Repair | null {
  const index = words.findIndex((word) => filterNames.has(foldWord(word)));
  const [key, value] = words.slice(index, index + 2);
  if (index < 0 || key === undefined || value === undefined) return null;
  return { words: words.toSpliced(index, 2, `${key}:${value}`), was: `${key} ${value}` };
}

/** Repairs `bulk574` or `bulk#574`, meant as `bulk 574`. */
function splitNumber({ words: [first = '', ...others] }: Scanned, { find }: LineReaders): Repair | null {
  const [, name = '', digits = ''] = /^(\D+?)[#:.-]?(\d+)$/.exec(first) ?? [];
  if (find(name) === undefined) return null;
  return { words: [name, digits, ...others], was: first };
}

/** Repairs `branch:riyadh north`, meant as `branch:"riyadh north"`, if leads have had that value. */
export function quotedKnown(scanned: Scanned, { vocabulary }: ParseContext): Repair | null {
  if (vocabulary === undefined) return null;
  for (const [index, before] of scanned.after) {
    const { name } = before;
    if (name === 'status') continue;
    const known = knownOf(name, vocabulary);
    for (let end = scanned.words.length; end > index; end -= 1) {
      const whole = [before.value, ...scanned.words.slice(index, end)].join(' ');
      if (known.some((value) => findsValue(name, whole, value))) return quoted(scanned, before, index, end);
    }
  }
  return null;
}

/** Repairs `source:direct contact` by quoting all words up to the next filter. */
function quotedRest(scanned: Scanned): Repair | null {
  for (const [index, before] of scanned.after) {
    const end = [...scanned.after.keys()].find((other) => other > index) ?? scanned.words.length;
    const repair = index < end ? quoted(scanned, before, index, end) : null;
    if (repair !== null) return repair;
  }
  return null;
}

/** Quotes the words from `index` to `end` together with the value of the filter before them. */
function quoted(scanned: Scanned, { name, value }: FilterBefore, index: number, end: number): Repair | null {
  const { words, filters } = scanned;
  const filter = filters[name];
  if (typeof filter !== 'object' || filter.alternatives.length !== 1) return null;
  const whole = [value, ...words.slice(index, end)].join(' ');
  const kept = { ...scanned, filters: { ...filters, [name]: { ...filter, alternatives: [whole] } } };
  return { words: words.toSpliced(index, end - index), was: whole, scanned: kept };
}

/** Repairs `today share`, meant as `today --share`. */
function sharedByWord(scanned: Scanned): Repair | null {
  const index = scanned.words.findIndex(isShareFlag);
  const was = scanned.words[index];
  if (was === undefined) return null;
  return { words: scanned.words.toSpliced(index, 1), was, scanned: { ...scanned, share: true } };
}
