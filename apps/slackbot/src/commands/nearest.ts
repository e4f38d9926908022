/** Suggests the known word that was most likely meant. Pure. */
import { editDistance } from '@leadbell/domain';

/** Null when nothing is near: at most one edit for every three letters, and never more than two. */
export function nearest(word: string, known: Iterable<string>): string | null {
  const reach = Math.min(2, Math.floor(word.length / 3));
  let best: string | null = null;
  let bestSlips = reach + 1;
  for (const candidate of known) {
    const slips = candidate.startsWith(word) && word.length >= 3 ? 1 : editDistance(word, candidate);
    if (slips < bestSlips) [best, bestSlips] = [candidate, slips];
  }
  return best;
}
