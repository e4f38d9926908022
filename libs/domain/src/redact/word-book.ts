/**
 * The words that may be shown of texts that a DMS or a person wrote: those that ship with Leadbell, and those that
 * several different leads carried. Pure apart from its own state: the learned words, and a cache of texts.
 */
import { foldText } from '../text/fold.ts';
import { withoutNames, withoutPerson } from './own-person.ts';
import { withoutPatterns } from './patterns.ts';
import type { Person } from './person.ts';
import { type KnownWords, maxPhraseWords, template, unknownWords } from './template.ts';

/** A learned word of error texts, or a whole value of a vocabulary (brand, branch, source, model). Folded. */
export interface Learned {
  readonly kind: LearnedKind;
  readonly text: string;
}

export type LearnedKind = 'word' | 'value';

const mostTexts = 2_000;

export class WordBook implements KnownWords {
  readonly #words = new Set<string>();
  readonly #values = new Set<string>();
  readonly phrases = new Set<string>();
  #texts = new Map<string, string>();
  #shownValues = new Map<string, string>();

  constructor(learned: Iterable<Learned> = []) {
    this.learn(learned);
  }

  /** Returns whether any of it is new. */
  learn(learned: Iterable<Learned>): boolean {
    const before = this.#words.size + this.#values.size;
    for (const { kind, text } of learned) {
      if (kind === 'word') this.#words.add(text);
      else this.#learnValue(text);
    }
    const isNew = this.#words.size + this.#values.size > before;
    if (isNew) [this.#texts, this.#shownValues] = [new Map(), new Map()];
    return isNew;
  }

  #learnValue(text: string): void {
    this.#values.add(text);
    const words = text.split(' ');
    if (words.length > 1 && words.length <= maxPhraseWords) this.phrases.add(text);
    for (const word of unknownWords(text, { hasWord: () => false, phrases: none })) this.#words.add(word);
  }

  hasWord(word: string): boolean {
    return this.#words.has(word);
  }

  /** Free text with no lead at hand, such as a colleague's note. */
  text(text: string): string {
    return this.#template(withoutPatterns(text));
  }

  /** Free text of a lead. The lead's own person becomes `•••`, and words that are not known `…`. */
  textOf(text: string, lead: Person): string {
    return this.#template(withoutPerson(text, lead));
  }

  /** A code or the name of a field, in which a number of up to seven digits is no phone. */
  codeOf(text: string, lead: Person): string {
    const isNumeric = text.includes('@') || text.replace(/\P{Nd}/gu, '').length > 7;
    const told = isNumeric ? withoutPerson(text, lead) : withoutNames(text, lead);
    return /^\p{Nd}{1,7}$/u.test(told) ? told : this.#template(told);
  }

  /** A value of a vocabulary: whole if it is learned or consists of known words. */
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

  #template(text: string): string {
    return this.#texts.get(text) ?? remember(this.#texts, text, template(text, this));
  }
}

const none: ReadonlySet<string> = new Set();

function remember(texts: Map<string, string>, text: string, told: string): string {
  if (texts.size >= mostTexts) texts.clear();
  texts.set(text, told);
  return told;
}

/** Only what ships with Leadbell: for a reader that has learned nothing. */
export const shippedWords: WordBook = new WordBook();

/** Whether a part of the value is hidden, so that nothing can be asked by it. */
export function hidesPart(shown: string): boolean {
  return /[…•]/u.test(shown);
}
