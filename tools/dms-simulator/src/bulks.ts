/**
 * Makes the bulks of the simulated world, and the state of each at an instant. Pure: depends only
 * on seed, day and clock, not on the query. A day is a local day at a fixed offset from UTC; days
 * are numbered from the epoch. Bulk ids are `day * 10,000 + n`.
 */
import { randomFrom } from './random.ts';

const dayMs = 86_400_000;

export interface World {
  readonly seed: number;
  readonly leadsPerDay: number;
  readonly utcOffsetMinutes: number;
  readonly unknownStates: boolean;
  readonly wrongCounts: boolean;
  readonly corrections: boolean;
  /** The number of a day for which no bulks are made. */
  readonly quietDay: number | null;
  /** Bulks that were added on demand, besides the generated ones. */
  readonly planted: readonly BulkPlan[];
}

export interface BulkPlan {
  readonly id: number;
  readonly createdAt: number;
  readonly createdBy: number;
  readonly size: number;
  /** The time from the creation of the bulk until the DMS starts to process it. */
  readonly startsAfterMs: number;
  readonly takesMs: number;
  readonly fate: 'completed' | 'cancelled' | 'unknown';
  readonly miscounted: boolean;
  /** Whether all of its leads have the same error. */
  readonly isErrored: boolean;
  /** The error of its leads; null for the usual error, an unknown branch. */
  readonly error: { readonly message: string; readonly code: string; readonly field: string } | null;
  readonly isCorrected: boolean;
  /** Whether all of its leads are hot, and none has an error. */
  readonly isHot: boolean;
  /** Values of its first lead that are given, not random. */
  readonly first: { readonly leadId?: number; readonly phoneNumber?: string };
}

/**
 * 1 is created, 2 in progress, 3 cancelled, 4 completed; 7 is not documented. `processed`: how many
 * leads have been processed so far.
 */
export interface BulkState {
  readonly isProcessed: 1 | 2 | 3 | 4 | 7;
  readonly processed: number;
}

/** The share of a day's leads in each local hour: quiet nights, a peak after sunset. */
const hourWeights = [3, 2, 1, 1, 1, 1, 2, 3, 5, 8, 9, 9, 8, 6, 5, 6, 8, 10, 11, 12, 12, 10, 8, 5];
const totalWeight = hourWeights.reduce((sum, weight) => sum + weight, 0);

export function dayOf(world: Pick<World, 'utcOffsetMinutes'>, instant: number): number {
  return Math.floor((instant + world.utcOffsetMinutes * 60_000) / dayMs);
}

export function dayStart(world: World, day: number): number {
  return day * dayMs - world.utcOffsetMinutes * 60_000;
}

/** Whether fewer leads come on this local day than on others. */
export function isFriday(day: number): boolean {
  return (((day + 4) % 7) + 7) % 7 === 5;
}

/** Returns the bulks of a local day, by time. The first one is created at exactly local midnight. */
export function bulksOfDay(world: World, day: number): BulkPlan[] {
  const planted = world.planted.filter(({ createdAt }) => dayOf(world, createdAt) === day);
  const byChance = day === world.quietDay ? [] : bulksByChance(world, day);
  if (planted.length === 0) return byChance;
  return [...byChance, ...planted].toSorted((a, b) => a.createdAt - b.createdAt);
}

/**
 * A planted bulk arrives now, has a number of its own and is complete on arrival. Except for these
 * values, it is like other bulks.
 */
export type Planted = { readonly leads: number } & Partial<
  Pick<BulkPlan, 'id' | 'createdAt' | 'error' | 'first' | 'takesMs' | 'fate' | 'isErrored' | 'isCorrected' | 'isHot'>
>;

/** Makes a bulk that is added on demand. The ids of such bulks count down from the last id of the day. */
export function plantedBulk(world: World, createdAt: number, { leads, ...other }: Planted): BulkPlan {
  const id = dayOf(world, createdAt) * 10_000 + 9_999 - world.planted.length;
  return { ...usual, id, createdAt, createdBy: 1, size: leads, ...other };
}

const usual = {
  startsAfterMs: 0,
  takesMs: 0,
  fate: 'completed',
  miscounted: false,
  isErrored: false,
  error: null,
  isCorrected: false,
  isHot: false,
  first: {},
} as const;

function bulksByChance(world: World, day: number): BulkPlan[] {
  const random = randomFrom(world.seed, day, 1);
  const total = Math.max(1, Math.round(world.leadsPerDay * (isFriday(day) ? 0.6 : 1)));
  const largest = Math.max(12, Math.ceil(total / 400));
  const start = dayStart(world, day);
  const sizes: number[] = [];
  for (let left = total; left > 0 && sizes.length < 9_999;) {
    const size = Math.min(left, 1 + Math.floor(random() * largest));
    sizes.push(size);
    left -= size;
  }
  const times = sizes.map((_, n) => (n === 0 ? start : start + timeOfDay(random()))).toSorted((a, b) => a - b);
  return sizes.map((size, n) => plan(world, day * 10_000 + n, times[n] ?? start, size));
}

function plan(world: World, id: number, createdAt: number, size: number): BulkPlan {
  const random = randomFrom(world.seed, id, 2);
  const luck = random();
  const slow = random() < 0.03;
  return {
    id,
    createdAt,
    createdBy: 1 + Math.floor(random() * 5),
    size,
    startsAfterMs: 5_000 + Math.floor(random() * 55_000),
    takesMs: (slow ? 3_600_000 : 30_000) + Math.floor(random() * 600_000),
    fate: luck < 0.04 ? 'cancelled' : luck < 0.05 && world.unknownStates ? 'unknown' : 'completed',
    miscounted: world.wrongCounts && random() < 0.05,
    isErrored: false,
    error: null,
    isCorrected: false,
    isHot: false,
    first: {},
  };
}

/** Returns the state of a bulk that exists at `now`. */
export function stateOf(bulk: BulkPlan, now: number): BulkState {
  const age = now - bulk.createdAt - bulk.startsAfterMs;
  if (age < 0) return { isProcessed: 1, processed: 0 };
  if (age < bulk.takesMs) return { isProcessed: 2, processed: Math.floor((bulk.size * age) / bulk.takesMs) };
  if (bulk.fate === 'cancelled') return { isProcessed: 3, processed: Math.floor(bulk.size / 3) };
  return { isProcessed: bulk.fate === 'unknown' ? 7 : 4, processed: bulk.size };
}

function timeOfDay(share: number): number {
  let rest = share * totalWeight;
  for (const [hour, weight] of hourWeights.entries()) {
    if (rest < weight) return Math.floor((hour + rest / weight) * 3_600_000);
    rest -= weight;
  }
  return dayMs - 1;
}

/**
 * Whether a lead's error is corrected. In a bulk that a test has corrected, all errors are corrected. With the option
 * `corrections`, half of the other errors are corrected within twelve hours after the bulk has ended.
 */
export function isCorrected(world: World, bulk: BulkPlan, place: number, now: number): boolean {
  if (bulk.isCorrected) return true;
  if (!world.corrections) return false;
  const random = randomFrom(world.seed, bulk.id, place, 4);
  const endedAt = bulk.createdAt + bulk.startsAfterMs + bulk.takesMs;
  return random() < 0.5 && now >= endedAt + random() * 12 * 3_600_000;
}
