/** Measures how much of harmless texts can be read after redaction. Pure. */

export interface Readable {
  /** The share of the words that is shown, from 0 to 1. */
  readonly share: number;
  readonly words: number;
  /** The words that were hidden, each once. */
  readonly hidden: readonly string[];
}

export function readable(texts: readonly string[], redact: (text: string) => string): Readable {
  let [words, shown] = [0, 0];
  const hidden = new Set<string>();
  for (const text of texts) {
    const left = new Map<string, number>();
    for (const word of wordsOf(redact(text))) left.set(word, (left.get(word) ?? 0) + 1);
    for (const word of wordsOf(text)) {
      words += 1;
      const count = left.get(word) ?? 0;
      if (count === 0) hidden.add(word);
      else [shown] = [shown + 1, left.set(word, count - 1)];
    }
  }
  return { share: words === 0 ? 1 : shown / words, words, hidden: [...hidden] };
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}'’]+/gu) ?? [];
}
