/**
 * Keeps a lead's stored errors if only their texts have changed, because a word became known or a release hides more.
 * Otherwise alerts would end and begin again. Pure.
 */
import { shippedWords } from '../redact/word-book.ts';

/** Returns the fingerprint without the words that can be learned. */
export function generalForm(fingerprint: string): string {
  return shippedWords.shown(fingerprint);
}

/** Returns `now`. If an error is the same as a stored error, the stored fingerprint replaces its fingerprint. */
export function withStoredErrors(now: readonly string[], stored: readonly string[]): readonly string[] {
  if (now.every((fingerprint) => stored.includes(fingerprint))) return now;
  const gone = stored.filter((fingerprint) => !now.includes(fingerprint));
  if (gone.length === 0) return now;
  const kept = now.map((fingerprint) =>
    stored.includes(fingerprint) ? fingerprint : (gone.find((was) => isSame(was, fingerprint)) ?? fingerprint),
  );
  return [...new Set(kept)].toSorted();
}

/** Two errors are the same if one hides words that the other shows; they are different if they show different words. */
function isSame(one: string, other: string): boolean {
  const [hiding, showing] = wordsIn(one) < wordsIn(other) ? [one, other] : [other, one];
  return hiding.includes('…') && wordsIn(hiding) < wordsIn(showing) && generalForm(one) === generalForm(other);
}

function wordsIn(text: string): number {
  return text.match(/\p{L}+/gu)?.length ?? 0;
}
