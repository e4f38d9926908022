/**
 * The words that may be shown in texts from a DMS or a person: the built-in ones, and those that the leads of several
 * people had. Pure apart from its own state: the learned words, and a cache of texts.
 */
import { foldText } from '../text/fold.ts';
import { type Counted, WordCounts } from '../text/word-counts.ts';
import { withoutNames, withoutPerson } from './own-person.ts';
import { withoutPatterns } from './patterns.ts';
import type { Person } from './person.ts';
import { type KnownWords, maxPhraseWords, template, unknownWords } from './template.ts';

/** A word or value is shown when the leads of this many people had it. */
export const enoughLeads = 5;

/** A word learned from errors, or a whole value learned from leads (a brand, branch, source or model). Folded. */
export interface Learned {
  readonly kind: LearnedKind;
  readonly text: string;
}

/** `word`: one word of errors. `value`: a value of a vocabulary. `text`: the whole text of an error that many leads had. */
export type LearnedKind = 'word' | 'value' | 'text';

const mostTexts = 5_000;
/** A longer value is a note, not a value of a vocabulary. */
const maxValue = 60;

export class WordBook implements KnownWords {
  readonly #words = new Set<string>();
  readonly #values = new Set<string>();
  readonly phrases = new Set<string>();
  /** Increases whenever words are learned, because more words of a text may then be shown. */
  version = 0;
  #texts = new Map<string, string>();
  #shownValues = new Map<string, string>();
  #unknown = new Map<string, readonly string[]>();

  constructor(learned: Iterable<Learned> = []) {
    this.learn(learned);
  }

  /** Returns whether at least one of the words and values is new. */
  learn(learned: Iterable<Learned>): boolean {
    const before = this.#words.size + this.#values.size;
    for (const { kind, text } of learned) {
      if (kind === 'word') this.#words.add(foldText(text));
      else if (kind === 'value') this.#learnValue(foldText(text));
      else this.#learnWordsOf(text);
    }
    const isNew = this.#words.size + this.#values.size > before;
    if (isNew) this.version += 1;
    if (isNew) [this.#texts, this.#shownValues, this.#unknown] = [new Map(), new Map(), new Map()];
    return isNew;
  }

  #learnValue(text: string): void {
    this.#values.add(text);
    const words = text.split(' ');
    if (words.length > 1 && words.length <= maxPhraseWords) this.phrases.add(text);
    this.#learnWordsOf(text);
  }

  #learnWordsOf(text: string): void {
    for (const word of unknownWords(text, { hasWord: () => false, phrases: none })) this.#words.add(word);
  }

  hasWord(word: string): boolean {
    return this.#words.has(word);
  }

  /** Returns a free text that belongs to no lead, in the form that may be shown. */
  text(text: string): string {
    return this.#template(withoutPatterns(text));
  }

  /**
   * Returns a free text of a lead, in the form that may be shown. The data of the lead's own person become `•••`, and
   * unknown words become `…`.
   */
  textOf(text: string, lead: Person): string {
    return this.#template(this.own(text, lead));
  }

  /** Returns the words to learn from a text that `own` returned. These words are neither known nor names. */
  unknownIn(told: string): readonly string[] {
    const known = this.#unknown.get(told);
    if (known !== undefined) return known;
    if (this.#unknown.size >= mostTexts) this.#unknown.clear();
    const words = unknownWords(told, this);
    this.#unknown.set(told, words);
    return words;
  }

  /** Returns the text without the data of the lead's own person; unknown words are not hidden yet. */
  own(text: string, lead: Person): string {
    return withoutPerson(text, lead);
  }

  /**
   * Returns a code or the name of a field, in the form that may be shown. A number of up to seven digits in a code does
   * not count as a phone number.
   */
  codeOf(text: string, lead: Person): string {
    return this.shownCode(this.ownCode(text, lead));
  }

  ownCode(text: string, lead: Person): string {
    const isNumeric = text.includes('@') || text.replace(/\P{Nd}/gu, '').length > 7;
    return isNumeric ? withoutPerson(text, lead) : withoutNames(text, lead);
  }

  /** `own`: a code that the method `ownCode` returned. */
  shownCode(own: string): string {
    return /^\p{Nd}{1,7}$/u.test(own) ? own : this.#template(own);
  }

  /** `own`: a text that the method `own` returned. */
  shown(own: string): string {
    return this.#template(own);
  }

  /**
   * Returns a value of a vocabulary in the form that may be shown: unchanged if it was learned, otherwise without
   * unknown words.
   */
  value(value: string): string;
  value(value: string | null): string | null;
  value(value: string | null): string | null {
    if (value === null) return null;
    const known = this.#shownValues.get(value);
    if (known !== undefined) return known;
    const told = withoutPatterns(value);
    const isLearned = told === value && this.#values.has(foldText(value));
    return remember(this.#shownValues, value, isLearned ? value : this.#template(told));
  }

  /** Like `value`, but also hides the lead's own name, unless the value has only built-in words. */
  valueOf(value: string, lead: Person): string {
    const shown = this.value(value);
    return shippedWords.value(value) === value ? shown : withoutNames(shown, lead);
  }

  /**
   * Counts the values of a vocabulary, each in the form that may be shown; a value that enough of these leads have is
   * shown unchanged.
   */
  counts(counts: readonly Counted[]): readonly Counted[] {
    if (counts.every(({ value }) => value === null || this.value(value) === value)) return counts;
    const shown = new WordCounts(Infinity);
    for (const { value, count, others } of counts) {
      if (others === true || value === null) continue;
      const isFrequent = count >= enoughLeads && this.unknownValue(value) !== null;
      shown.add(isFrequent ? value : this.value(value), count);
    }
    const rest = counts.filter(({ value, others }) => others === true || value === null);
    const list = shown.list();
    return rest.length === counts.length ? counts : sortedCounts([...list, ...rest]);
  }

  /**
   * Returns the value in the form in which it would be learned; null if it is shown already, or contains a person's
   * number.
   */
  unknownValue(value: string | null): string | null {
    if (value === null || value.length > maxValue || !hidesPart(this.value(value))) return null;
    return withoutPatterns(value) === value ? foldText(value) : null;
  }

  #template(text: string): string {
    return this.#texts.get(text) ?? remember(this.#texts, text, template(text, this));
  }
}

/** Sorts by count, the highest first; values that are counted together come last. */
function sortedCounts(counts: readonly Counted[]): readonly Counted[] {
  return counts.toSorted(
    (a, b) =>
      Number(a.others === true) - Number(b.others === true) ||
      b.count - a.count ||
      (a.value ?? '').localeCompare(b.value ?? '', 'en'),
  );
}

const none: ReadonlySet<string> = new Set();

function remember(texts: Map<string, string>, text: string, told: string): string {
  if (texts.size >= mostTexts) texts.clear();
  texts.set(text, told);
  return told;
}

/** A word book with only the built-in words. */
export const shippedWords: WordBook = new WordBook();
/** The words of the installation that this process serves. Polls add words to this book. */
export const installationWords: WordBook = new WordBook();

/** Whether a part of the value is hidden. If so, people can't filter by the value. */
export function hidesPart(shown: string): boolean {
  return /[…•]/u.test(shown);
}
