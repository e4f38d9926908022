/** Suggests the known word that was most likely meant. Pure. */
import { editDistance } from '@leadbell/domain';

/** A longer word can't be a misspelling of a known one, and comparing it would be slow. */
export const longestCompared = 60;

/**
 * The nearest known word; null when none is near. A near word differs by at most one edit for every
 * three letters, and by at most `most` in all.
 */
export function nearest(word: string, known: Iterable<string>, most = 2): string | null {
  if (word.length > longestCompared) return null;
  const reach = Math.min(most, Math.floor(word.length / 3));
  let best: string | null = null;
  let bestSlips = reach + 1;
  for (const candidate of known) {
    const isBegun = candidate.startsWith(word) && word.length >= 3;
    // Skip words whose length alone differs too much, because each additional or missing letter is an edit.
    if (!isBegun && Math.abs(candidate.length - word.length) > reach) continue;
    const slips = isBegun ? 1 : editDistance(word, candidate);
    if (slips < bestSlips) [best, bestSlips] = [candidate, slips];
  }
  return best;
}
