/**
 * Collects unknown words and values of leads while they are read, with the people who had them. Pure apart from its own
 * state, which has personal data: keep it only while reading, and store it hashed.
 */
import { enoughLeads, type LearnedKind, type Learned } from './word-book.ts';

export interface Heard {
  readonly kind: LearnedKind;
  /** The word or value, folded. */
  readonly text: string;
  /** The people who had the word or value, at most `enoughLeads`. */
  readonly carriers: ReadonlySet<string>;
}

const mostWords = 2_000;

export class HeardWords {
  readonly #heard = new Map<string, Heard & { readonly carriers: Set<string> }>();

  add(kind: LearnedKind, text: string, carrier: string): void {
    const key = `${kind} ${text}`;
    let heard = this.#heard.get(key);
    if (heard === undefined) {
      if (this.#heard.size >= mostWords) return;
      this.#heard.set(key, (heard = { kind, text, carriers: new Set() }));
    }
    if (heard.carriers.size < enoughLeads) heard.carriers.add(carrier);
  }

  get all(): readonly Heard[] {
    return [...this.#heard.values()];
  }

  /** The words that enough people had in this reading. */
  get enough(): readonly Learned[] {
    return this.all.filter(({ carriers }) => carriers.size >= enoughLeads);
  }
}
