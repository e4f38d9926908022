/**
 * Random numbers that can be repeated. Pure. A stream is seeded with integers; the same integers give the same numbers.
 */
export type Random = () => number;

/** Returns numbers in `[0, 1)` (mulberry32 over a mixed seed). */
export function randomFrom(...parts: readonly number[]): Random {
  let state = 0x9e3779b9;
  for (const part of parts) {
    state = Math.imul(state ^ (part | 0), 0x85ebca6b) ^ Math.imul(Math.trunc(part / 2 ** 32) | 0, 0xc2b2ae35);
    state ^= state >>> 15;
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: Random, list: readonly [T, ...T[]] | readonly T[]): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new RangeError('picked from an empty list');
  return item;
}
