/**
 * Computes the edit distance of two words, for "did you mean". Pure. The time grows with the product of their lengths,
 * so use it for words, not for texts.
 */

/** Counts the letters that are inserted, deleted, replaced, or swapped with the next one (optimal string alignment). */
export function editDistance(one: string, other: string): number {
  const width = other.length + 1;
  // The current row and the two rows above it; each array is used again three rows later.
  let [before, previous, current] = [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)];
  for (let column = 0; column < width; column += 1) previous[column] = column;
  for (let row = 1; row <= one.length; row += 1) {
    current[0] = row;
    const letter = one.charCodeAt(row - 1);
    const letterBefore = row > 1 ? one.charCodeAt(row - 2) : -1;
    for (let column = 1; column < width; column += 1) {
      const opposite = other.charCodeAt(column - 1);
      let least = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (letter === opposite ? 0 : 1),
      );
      if (column > 1 && letter === other.charCodeAt(column - 2) && letterBefore === opposite) {
        least = Math.min(least, at(before, column - 2) + 1);
      }
      current[column] = least;
    }
    [before, previous, current] = [previous, current, before];
  }
  return at(previous, other.length);
}

function at(row: Uint16Array, column: number): number {
  return row[column] ?? 0;
}
