/**
 * Reads stored habits of this release or another one. Pure. A part that can't be read is empty, as if nothing had been
 * learned.
 */
import * as v from 'valibot';
import type { Instant } from '../time/instant.ts';
import { type DmsHabits, emptyHabits } from './dms-habits.ts';

const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const at = v.nullable(
  v.pipe(
    v.number(),
    v.integer(),
    v.transform((value) => value as Instant),
  ),
);
const known = v.nullable(v.boolean());

const { borders, range, cap, lateness, clock } = emptyHabits;

const schema = v.object({
  version: v.fallback(v.literal(1), 1),
  borders: v.fallback(v.object({ fromIncluded: known, toIncluded: known, learnedAt: at }), borders),
  range: v.fallback(
    v.object({
      acceptedMs: count,
      acceptedDates: count,
      refusedMs: v.nullable(count),
      refusedAt: at,
      futureRefusedAt: at,
    }),
    range,
  ),
  cap: v.fallback(
    v.object({
      bulks: v.nullable(count),
      leads: v.nullable(count),
      leadsExact: v.boolean(),
      foundAt: at,
      mostBulks: count,
      mostLeads: count,
      largestBulk: count,
      mostAt: at,
      checkedAt: at,
      checkedBulks: count,
      checkedLeads: count,
      confirmed: count,
    }),
    cap,
  ),
  lateness: v.fallback(
    v.object({ at, weights: v.array(count) }),
    lateness as { at: Instant | null; weights: number[] },
  ),
  clock: v.fallback(
    v.object({ offsets: v.array(v.pipe(v.number(), v.finite())), bulkAheadMs: count, bulkAheadAt: at }),
    clock as { offsets: number[]; bulkAheadMs: number; bulkAheadAt: Instant | null },
  ),
});

/** Never throws: a value that is not an object counts as nothing learned. */
export function readHabits(stored: unknown): DmsHabits {
  const result = v.safeParse(schema, stored);
  return result.success ? result.output : emptyHabits;
}
