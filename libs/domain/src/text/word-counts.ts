/**
 * Counts the values of a vocabulary that may have any words. Values that differ only in case, spaces or spelling (see
 * `foldText`) count as one value, which is shown in its most frequent form, or in the first of equally frequent forms.
 * Pure except for its own state. Memory is bounded: values beyond the limit are counted together.
 */
import { foldText } from './fold.ts';

export interface Counted {
  /** Null: the DMS sent no value. */
  readonly value: string | null;
  readonly count: number;
  /** This entry stands for all values beyond the limit, which are counted together. */
  readonly others?: true;
}

const maxWords = 300;
const maxSpellings = 8;

export class WordCounts {
  readonly #words: Words;
  #counts = new Int32Array(32);
  /**
   * For each spelling, its position in the order in which spellings were first counted, from 1; 0 if it has not been
   * counted.
   */
  #ranks = new Int32Array(32);
  #ranked = 0;
  #others = 0;

  constructor(max: number | Words = maxWords) {
    this.#words = typeof max === 'number' ? new Words(max) : max;
  }

  /** Returns an empty `WordCounts` that uses the same indexes. */
  likewise(): WordCounts {
    return new WordCounts(this.#words);
  }

  /** Returns the index to pass to `count`; it never changes. The index -1 counts the value with the others. */
  placeOf(value: string | null): number {
    return this.#words.placeOf(value);
  }

  count(place: number, by: number): void {
    if (place < 0) {
      this.#others += by;
      return;
    }
    if (place >= this.#counts.length) this.#grow(place);
    if (this.#ranks[place] === 0) this.#ranks[place] = this.#ranked += 1;
    this.#counts[place] = (this.#counts[place] ?? 0) + by;
  }

  #grow(place: number): void {
    const [counts, ranks] = [this.#counts, this.#ranks];
    this.#counts = new Int32Array(Math.max(place + 1, counts.length * 2));
    this.#ranks = new Int32Array(this.#counts.length);
    this.#counts.set(counts);
    this.#ranks.set(ranks);
  }

  add(value: string | null, by = 1): void {
    this.count(this.placeOf(value), by);
  }

  merge(other: WordCounts): void {
    for (const [place, value] of other.#words.spellings.entries()) {
      const count = other.#counts[place] ?? 0;
      if (count !== 0) this.add(value, count);
    }
    this.#others += other.#others;
  }

  /** Most frequent first. */
  list(): Counted[] {
    const list = this.#words
      .all()
      .map((places) => this.#wordOf(places))
      .filter(({ count }) => count !== 0)
      .toSorted((a, b) => b.count - a.count || (a.value ?? '').localeCompare(b.value ?? '', 'en'));
    return this.#others === 0 ? list : [...list, { value: '…', count: this.#others, others: true }];
  }

  #wordOf(places: readonly number[]): Counted {
    const counted = places.filter((place) => (this.#counts[place] ?? 0) !== 0);
    const [only = -1, second] = counted;
    if (second === undefined) return { value: this.#words.formOf(only), count: this.#counts[only] ?? 0 };
    let total = 0;
    const forms = new Map<string | null, number>();
    for (const place of counted.toSorted((a, b) => (this.#ranks[a] ?? 0) - (this.#ranks[b] ?? 0))) {
      const count = this.#counts[place] ?? 0;
      const form = this.#words.formOf(place);
      total += count;
      forms.set(form, (forms.get(form) ?? 0) + count);
    }
    let [value, most]: [string | null, number] = [null, -Infinity];
    for (const [form, count] of forms) if (count > most) [value, most] = [form, count];
    return { value, count: total };
  }
}

/** The spellings of a vocabulary, in the order in which they came. */
class Words {
  readonly spellings: (string | null)[] = [];
  readonly #max: number;
  /**
   * The index of each spelling, so that counting a lead takes one look-up. Words are folded only when the counts are
   * listed, or when there are too many spellings.
   */
  readonly #places = new Map<string | null, number>();
  /** The spellings as they are shown. */
  readonly #forms: (string | null)[] = [];
  /** For each folded word, the indexes of its first spellings. */
  readonly #folded = new Map<string, number[]>();
  #foldedTo = 0;

  constructor(max: number) {
    this.#max = max;
  }

  placeOf(value: string | null): number {
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    if (this.spellings.length < this.#max) return this.#add(value);
    return this.#placeInWord(value);
  }

  /** Returns a list for each word: the indexes of its spellings. */
  all(): (readonly number[])[] {
    this.#fold();
    return [...this.#folded.values()];
  }

  formOf(place: number): string | null {
    return (this.#forms[place] ??= tidy(this.spellings[place] ?? null));
  }

  #add(value: string | null): number {
    const place = this.spellings.push(value) - 1;
    this.#places.set(value, place);
    return place;
  }

  #placeInWord(value: string | null): number {
    this.#fold();
    const places = this.#folded.get(foldValue(value));
    // A word with too many spellings is counted under its first spelling.
    if (places !== undefined && places.length >= maxSpellings) return places[0] ?? -1;
    if (places === undefined && this.#folded.size >= this.#max) return -1;
    const place = this.#add(value);
    this.#fold();
    return place;
  }

  #fold(): void {
    for (; this.#foldedTo < this.spellings.length; this.#foldedTo += 1) {
      const folded = foldValue(this.spellings[this.#foldedTo] ?? null);
      const places = this.#folded.get(folded);
      if (places === undefined) this.#folded.set(folded, [this.#foldedTo]);
      else places.push(this.#foldedTo);
    }
  }
}

/** Returns '' for null, and for a text of which folding leaves nothing. */
function foldValue(value: string | null): string {
  return value === null ? '' : foldText(value);
}

function tidy(value: string | null): string | null {
  const text = value?.replace(/\s+/g, ' ').trim() ?? '';
  return text === '' || foldText(text) === '' ? null : text;
}

/** Returns the first spelling of each word. */
export function eachWordOnce(values: readonly string[]): readonly string[] {
  const words = new Map<string, string>();
  for (const value of values) {
    const folded = foldText(value);
    if (!words.has(folded)) words.set(folded, value);
  }
  return [...words.values()];
}
