/**
 * Keeps a lead's stored errors if only their text differs now: a word became known, or a release hides more. Otherwise
 * alerts would end and begin again. Pure.
 */
import { shippedWords } from '../redact/word-book.ts';

/** The form of a fingerprint in which everything that can be learned is hidden. */
export function generalForm(fingerprint: string): string {
  return shippedWords.shown(fingerprint);
}

/** `now`, with the stored fingerprint for each error that is unchanged. */
export function withStoredErrors(now: readonly string[], stored: readonly string[]): readonly string[] {
  if (now.every((fingerprint) => stored.includes(fingerprint))) return now;
  const gone = stored.filter((fingerprint) => !now.includes(fingerprint));
  if (gone.length === 0) return now;
  const kept = now.map((fingerprint) =>
    stored.includes(fingerprint) ? fingerprint : (gone.find((was) => isSame(was, fingerprint)) ?? fingerprint),
  );
  return [...new Set(kept)].toSorted();
}

/**
 * If one hides words that the other shows, they are the same error; if they show different words, they are different.
 */
function isSame(one: string, other: string): boolean {
  const [hiding, showing] = wordsIn(one) < wordsIn(other) ? [one, other] : [other, one];
  return hiding.includes('…') && wordsIn(hiding) < wordsIn(showing) && generalForm(one) === generalForm(other);
}

function wordsIn(text: string): number {
  return text.match(/\p{L}+/gu)?.length ?? 0;
}
