/** Finds the candidate that is most like a word, for "did you mean". Pure. */
import { cutText, editDistance } from '@leadbell/domain';

/** Returns null if no candidate is similar: at most one letter in three may be wrong, added, missing or swapped. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const [best] = candidates
    .map((candidate) => ({ candidate, cost: editDistance(cutText(word.toLowerCase(), 40), candidate) }))
    .filter(({ candidate, cost }) => cost <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.cost - b.cost);
  return best?.candidate ?? null;
}
