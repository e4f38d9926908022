/** Random numbers that can be repeated from the seed that a failure names. Pure, but each generator keeps its state. */
export interface Dice {
  /** Returns a number in `[0, 1)`. */
  next(): number;
  below(max: number): number;
  pick<T>(items: readonly T[]): T;
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  function next(): number {
    // The generator mulberry32.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const below = (max: number): number => Math.floor(next() * max);
  return { next, below, pick: <T>(items: readonly T[]) => items[below(items.length)] as T };
}
