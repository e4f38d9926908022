/** Merges the habits that several processes learned about one DMS. Pure. */
import type { Instant } from '../time/instant.ts';
import type { DmsHabits } from './dms-habits.ts';

/**
 * Keeps the latest habit of each kind, except that it keeps the longest accepted window and the clock with more
 * measurements.
 */
export function mergeHabits(one: DmsHabits, other: DmsHabits): DmsHabits {
  const range = latest(one.range, other.range, ({ refusedAt }) => refusedAt);
  const cap = latest(one.cap, other.cap, ({ foundAt, checkedAt }) => newest(foundAt, checkedAt));
  return {
    version: 1,
    borders: latest(one.borders, other.borders, ({ learnedAt }) => learnedAt),
    range: {
      ...range,
      acceptedMs: Math.max(one.range.acceptedMs, other.range.acceptedMs),
      acceptedDates: Math.max(one.range.acceptedDates, other.range.acceptedDates),
      futureRefusedAt: newest(one.range.futureRefusedAt, other.range.futureRefusedAt),
    },
    cap,
    lateness: latest(one.lateness, other.lateness, ({ at }) => at),
    clock: one.clock.offsets.length >= other.clock.offsets.length ? one.clock : other.clock,
  };
}

function isLater(a: Instant | null, b: Instant | null): boolean {
  return (b ?? -Infinity) > (a ?? -Infinity);
}

function newest(a: Instant | null, b: Instant | null): Instant | null {
  return isLater(a, b) ? b : a;
}

function latest<T>(one: T, other: T, at: (habit: T) => Instant | null): T {
  return isLater(at(one), at(other)) ? other : one;
}
