/** Finds the nearest candidate, for "did you mean". Pure. */
import { editDistance } from '@leadbell/domain';

/** Returns null if none is near. A near candidate has at most one wrong, added, missing or swapped letter in four. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of candidates) {
    const cost = editDistance(fold(word), fold(candidate));
    if (cost < least && cost <= Math.max(1, Math.floor(candidate.length / 4))) {
      best = candidate;
      least = cost;
    }
  }
  return best;
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, '');
}
