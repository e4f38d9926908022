/**
 * Counts the values of an open vocabulary. Values that differ only in case, spaces or spelling (see `foldText`) are
 * one, shown in the most frequent form, or the first of equally frequent ones. Pure except for its own state. Memory is
 * bounded: values beyond the limit are counted together.
 */
import { foldText } from './fold.ts';

export interface Counted {
  /** Null: the DMS sent none. */
  readonly value: string | null;
  readonly count: number;
  /** The rest of a vocabulary too large to count one by one. */
  readonly others?: true;
}

const maxWords = 300;
const maxSpellings = 8;

export class WordCounts {
  /** One look-up per lead: words are folded only when the counts are listed, or when there are too many spellings. */
  readonly #places = new Map<string | null, number>();
  readonly #spellings: (string | null)[] = [];
  readonly #counts: number[] = [];
  readonly #maxWords: number;
  /** Indexes of each word's spellings, kept once there are more spellings than the limit of words. */
  #words: Map<string, number[]> | null = null;
  #others = 0;

  constructor(max = maxWords) {
    this.#maxWords = max;
  }

  /** The index for `count`, which never changes; -1 counts with the others. */
  placeOf(value: string | null): number {
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    if (this.#words === null && this.#spellings.length < this.#maxWords) return this.#addSpelling(value);
    return this.#placeInWord(value);
  }

  count(place: number, by: number): void {
    if (place < 0) this.#others += by;
    else this.#counts[place] = (this.#counts[place] ?? 0) + by;
  }

  add(value: string | null, by = 1): void {
    this.count(this.placeOf(value), by);
  }

  merge(other: WordCounts): void {
    for (const [place, value] of other.#spellings.entries()) {
      const count = other.#counts[place] ?? 0;
      if (count !== 0) this.add(value, count);
    }
    this.#others += other.#others;
  }

  /** Most frequent first. */
  list(): Counted[] {
    const words = this.#words ?? this.#fold();
    const list = [...words.values()]
      .map((places) => this.#wordOf(places))
      .filter(({ count }) => count !== 0)
      .toSorted((a, b) => b.count - a.count || (a.value ?? '').localeCompare(b.value ?? '', 'en'));
    return this.#others === 0 ? list : [...list, { value: '…', count: this.#others, others: true }];
  }

  #addSpelling(value: string | null): number {
    const place = this.#spellings.length;
    this.#places.set(value, place);
    this.#spellings.push(value);
    this.#counts.push(0);
    return place;
  }

  #placeInWord(value: string | null): number {
    const words = (this.#words ??= this.#fold());
    const folded = foldValue(value);
    const places = words.get(folded);
    if (places === undefined) {
      if (words.size >= this.#maxWords) return -1;
      const place = this.#addSpelling(value);
      words.set(folded, [place]);
      return place;
    }
    // A word with too many spellings is counted under its first.
    if (places.length >= maxSpellings) return places[0] ?? -1;
    const place = this.#addSpelling(value);
    places.push(place);
    return place;
  }

  #fold(): Map<string, number[]> {
    const words = new Map<string, number[]>();
    for (const [place, value] of this.#spellings.entries()) {
      const folded = foldValue(value);
      const places = words.get(folded);
      if (places === undefined) words.set(folded, [place]);
      else places.push(place);
    }
    return words;
  }

  #wordOf(places: readonly number[]): Counted {
    let total = 0;
    const forms = new Map<string | null, number>();
    for (const place of places) {
      const count = this.#counts[place] ?? 0;
      const form = tidy(this.#spellings[place] ?? null);
      total += count;
      forms.set(form, (forms.get(form) ?? 0) + count);
    }
    let [value, most]: [string | null, number] = [null, -Infinity];
    for (const [form, count] of forms) if (count > most) [value, most] = [form, count];
    return { value, count: total };
  }
}

/** '' for a text that folds to a word for nothing. */
function foldValue(value: string | null): string {
  return value === null ? '' : foldText(value);
}

function tidy(value: string | null): string | null {
  const text = value?.replace(/\s+/g, ' ').trim() ?? '';
  return text === '' || foldText(text) === '' ? null : text;
}

/** The first spelling of each word. */
export function eachWordOnce(values: readonly string[]): readonly string[] {
  const words = new Map<string, string>();
  for (const value of values) {
    const folded = foldText(value);
    if (!words.has(folded)) words.set(folded, value);
  }
  return [...words.values()];
}
