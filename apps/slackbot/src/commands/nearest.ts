/** The known word that somebody most likely meant. Pure. */

/** Null when nothing is near: at most one slip in three letters, and never more than two. */
export function nearest(word: string, known: Iterable<string>): string | null {
  const reach = Math.min(2, Math.floor(word.length / 3));
  let best: string | null = null;
  let bestSlips = reach + 1;
  for (const candidate of known) {
    const slips = candidate.startsWith(word) && word.length >= 3 ? 1 : slipsBetween(word, candidate, bestSlips);
    if (slips < bestSlips) [best, bestSlips] = [candidate, slips];
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours; anything from `enough` on is as good as `enough`. */
function slipsBetween(a: string, b: string, enough: number): number {
  if (Math.abs(a.length - b.length) >= enough) return enough;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let slips = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        slips = Math.min(slips, (before[j - 2] ?? 0) + 1);
      row.push(slips);
    }
    [before, previous] = [previous, row];
  }
  return previous[b.length] ?? enough;
}
