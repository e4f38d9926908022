/**
 * The behaviour of one DMS where the specification of its API leaves a choice. It is learned from the DMS's answers.
 * Pure; plain JSON, for a `jsonb` column. Durations are milliseconds. Each habit can be unlearned, because the server's
 * software may be updated.
 */
import type { Instant } from '../time/instant.ts';

export interface DmsHabits {
  readonly version: 1;
  readonly borders: BorderHabit;
  readonly range: RangeHabit;
  readonly cap: CapHabit;
  readonly lateness: LatenessHabit;
  readonly clock: ClockHabit;
}

/** Whether an answer has a bulk that was created exactly at `fromDate` or `toDate`; null: not known yet. */
export interface BorderHabit {
  readonly fromIncluded: boolean | null;
  readonly toIncluded: boolean | null;
  readonly learnedAt: Instant | null;
}

/** The longest window that the DMS accepts. */
export interface RangeHabit {
  /** The longest accepted window, by its duration and by the number of UTC dates that it touches; 0 at first. */
  readonly acceptedMs: number;
  readonly acceptedDates: number;
  /** The shortest window that was refused although a shorter one was accepted. */
  readonly refusedMs: number | null;
  readonly refusedAt: Instant | null;
  /** The time at which a window was last refused because it ended in the future. */
  readonly futureRefusedAt: Instant | null;
}

/** Whether long answers are cut off, and at which length. */
export interface CapHabit {
  /**
   * The smallest number of bulks, and of leads, at which an answer was cut off; null: no cap is known. A longer answer
   * disproves a cap.
   */
  readonly bulks: number | null;
  readonly leads: number | null;
  /**
   * Whether `leads` is exactly the cap, because the DMS stops in the middle of a bulk. If false, the DMS may stop after
   * a whole bulk, a little below the cap.
   */
  readonly leadsExact: boolean;
  readonly foundAt: Instant | null;
  /** The longest answer so far: no cap is lower. */
  readonly mostBulks: number;
  readonly mostLeads: number;
  /** The size of the largest bulk so far. */
  readonly largestBulk: number;
  readonly mostAt: Instant | null;
  /**
   * `checkedAt`: when an answer was last compared with the answers to the halves of its window. `checkedBulks`, `checkedLeads`: the size of the
   * longest answer that proved complete. `confirmed`: how many comparisons in a row found nothing missing.
   */
  readonly checkedAt: Instant | null;
  readonly checkedBulks: number;
  readonly checkedLeads: number;
  readonly confirmed: number;
}

/** The delays of bulks. `weights`: the number of bulks for each of the `latenessBounds`, halved each week. */
export interface LatenessHabit {
  readonly at: Instant | null;
  readonly weights: readonly number[];
}

/** The time by which the DMS's clock is ahead of ours. */
export interface ClockHabit {
  /** The offsets in the latest answers, from their `Date` headers. */
  readonly offsets: readonly number[];
  /** The longest time by which a bulk's date was ahead of our clock, and when this was seen. */
  readonly bulkAheadMs: number;
  readonly bulkAheadAt: Instant | null;
}

export type HabitObservation =
  /** A window was answered, with these counts before any filter. */
  | {
      readonly kind: 'answered';
      readonly from: Instant;
      readonly to: Instant;
      readonly bulks: number;
      readonly leads: number;
      /** The number of leads in the largest bulk. */
      readonly largest: number;
    }
  /** A window was refused, and a shorter one was answered. */
  | { readonly kind: 'refused'; readonly askedMs: number }
  | { readonly kind: 'future-refused' }
  | { readonly kind: 'border'; readonly side: 'from' | 'to'; readonly included: boolean }
  /**
   * An answer was compared with the answers to the halves of its window. `more`: the number of bulks that only these
   * answers had. `cut`: the last bulk
   * lacked some of its leads.
   */
  | {
      readonly kind: 'compared';
      readonly bulks: number;
      readonly leads: number;
      readonly more: number;
      readonly cut: boolean;
    }
  /**
   * A bulk was seen for the first time. `coveredTo`: everything created before this time had already been read; null:
   * nothing.
   */
  | { readonly kind: 'appeared'; readonly createdAt: Instant; readonly coveredTo: Instant | null }
  /** A bulk's date is in the future. */
  | { readonly kind: 'ahead'; readonly createdAt: Instant }
  /** The `Date` header of an answer, and the time of our clock in the middle of the request. */
  | { readonly kind: 'date'; readonly serverAt: Instant; readonly ourAt: Instant };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/** The upper bounds of the classes of delays; the last class has all delays of more than a day. */
export const latenessBounds: readonly number[] = [
  minuteMs,
  5 * minuteMs,
  15 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  3 * hourMs,
  6 * hourMs,
  12 * hourMs,
  dayMs,
  Infinity,
];

/** In any zone, a window of this length touches at most seven dates. */
export const sevenDatesMs = 6 * dayMs;

export const habitRules = {
  /** After this time a refused length is requested again. */
  refusalLastsMs: 2 * weekMs,
  /** For this long, the longest answer proves that no cap is lower, and a cut-off answer proves the cap. */
  proofLastsMs: 4 * weekMs,
  /**
   * The time between two comparisons if the answers show no sign of a cap; it doubles after each comparison that found
   * nothing missing.
   */
  compareEveryMs: hourMs,
  compareAtLeastEveryMs: dayMs,
  offsetsKept: 9,
  /** A difference from the known offset that is smaller than this is noise, because the header has whole seconds. */
  offsetNoiseMs: 3_000,
  /** A clock that is further off than this does not follow real time, as in a demonstration. */
  wrongClockMs: dayMs,
} as const;

export const emptyHabits: DmsHabits = {
  version: 1,
  borders: { fromIncluded: null, toIncluded: null, learnedAt: null },
  range: { acceptedMs: 0, acceptedDates: 0, refusedMs: null, refusedAt: null, futureRefusedAt: null },
  cap: {
    bulks: null,
    leads: null,
    leadsExact: false,
    foundAt: null,
    mostBulks: 0,
    mostLeads: 0,
    largestBulk: 0,
    mostAt: null,
    checkedAt: null,
    checkedBulks: 0,
    checkedLeads: 0,
    confirmed: 0,
  },
  lateness: { at: null, weights: [] },
  clock: { offsets: [], bulkAheadMs: 0, bulkAheadAt: null },
};

/** Returns the same object if the observation changes nothing. */
export function learnHabit(habits: DmsHabits, observation: HabitObservation, now: Instant): DmsHabits {
  switch (observation.kind) {
    case 'answered':
      return answered(habits, observation, now);
    case 'refused': {
      const { refusedMs } = currentRange(habits, now);
      const shortest = Math.min(refusedMs ?? Infinity, observation.askedMs);
      return { ...habits, range: { ...habits.range, refusedMs: shortest, refusedAt: now } };
    }
    case 'future-refused':
      return { ...habits, range: { ...habits.range, futureRefusedAt: now } };
    case 'border': {
      const name = observation.side === 'from' ? 'fromIncluded' : 'toIncluded';
      if (habits.borders[name] === observation.included) return habits;
      return { ...habits, borders: { ...habits.borders, [name]: observation.included, learnedAt: now } };
    }
    case 'compared':
      return { ...habits, cap: compared(habits.cap, observation, now) };
    case 'appeared':
      return { ...habits, lateness: appeared(habits.lateness, observation, now) };
    case 'ahead': {
      const aheadMs = observation.createdAt - now;
      if (aheadMs <= bulkAheadMs(habits.clock, now) || aheadMs > dayMs) return habits;
      return { ...habits, clock: { ...habits.clock, bulkAheadMs: aheadMs, bulkAheadAt: now } };
    }
    case 'date':
      return dated(habits, observation.serverAt - observation.ourAt);
    default:
      return observation satisfies never;
  }
}

function answered(
  habits: DmsHabits,
  { from, to, ...size }: Extract<HabitObservation, { kind: 'answered' }>,
  now: Instant,
): DmsHabits {
  const askedMs = to - from;
  const { acceptedMs, acceptedDates, refusedMs } = habits.range;
  const dates = datesTouched(from, to);
  // If a window of at most six days was refused but is now accepted, the refusal had another reason.
  const isForgiven = refusedMs !== null && refusedMs <= sevenDatesMs && askedMs >= refusedMs;
  const range =
    askedMs <= acceptedMs && dates <= acceptedDates && !isForgiven
      ? habits.range
      : {
          ...habits.range,
          acceptedMs: Math.max(acceptedMs, askedMs),
          acceptedDates: Math.max(acceptedDates, dates),
          refusedMs: isForgiven ? null : refusedMs,
        };
  const cap = longer(habits.cap, size, now);
  return range === habits.range && cap === habits.cap ? habits : { ...habits, range, cap };
}

/** An answer that is longer than a cap disproves the cap. Old proofs no longer count. */
function longer(
  cap: CapHabit,
  { bulks, leads, largest }: { readonly bulks: number; readonly leads: number; readonly largest: number },
  now: Instant,
): CapHabit {
  const isOld = (at: Instant | null): boolean => at === null || now - at > habitRules.proofLastsMs;
  if (cap.foundAt !== null && isOld(cap.foundAt)) return longer(emptyHabits.cap, { bulks, leads, largest }, now);
  const isFirst = isOld(cap.mostAt);
  const isLonger = bulks > cap.mostBulks || leads > cap.mostLeads || largest > cap.largestBulk;
  if (!isLonger && !isFirst) return cap;
  return {
    ...cap,
    bulks: cap.bulks !== null && bulks > cap.bulks ? null : cap.bulks,
    leads: cap.leads !== null && leads > cap.leads + slackOf(cap) ? null : cap.leads,
    mostBulks: isFirst ? bulks : Math.max(bulks, cap.mostBulks),
    mostLeads: isFirst ? leads : Math.max(leads, cap.mostLeads),
    largestBulk: isFirst ? largest : Math.max(largest, cap.largestBulk),
    mostAt: now,
    checkedBulks: isFirst ? 0 : cap.checkedBulks,
    checkedLeads: isFirst ? 0 : cap.checkedLeads,
  };
}

function compared(
  cap: CapHabit,
  { bulks, leads, more, cut }: Extract<HabitObservation, { kind: 'compared' }>,
  now: Instant,
): CapHabit {
  const looked = { ...cap, checkedAt: now };
  // An answer exactly as long as a cap may be complete by chance, so only a longer answer disproves the cap.
  if (more === 0 && !cut)
    return {
      ...looked,
      checkedBulks: Math.max(cap.checkedBulks, bulks),
      checkedLeads: Math.max(cap.checkedLeads, leads),
      confirmed: cap.confirmed + 1,
    };
  const found = { ...looked, foundAt: now, confirmed: 0 };
  if (cut) return { ...found, bulks: null, leads, leadsExact: true };
  // The known cap explains why this answer was cut off, so nothing shows a cap on the other count.
  if (isAtCap(cap, bulks, leads)) return found;
  // The answer has fewer bulks than the cap on bulks, so there must be a cap on leads too.
  if (cap.bulks !== null && cap.leads === null) return { ...found, leads };
  return {
    ...found,
    bulks: Math.min(cap.bulks ?? bulks, bulks),
    leads: cap.leadsExact ? cap.leads : Math.min(cap.leads ?? leads, leads),
  };
}

function appeared(
  lateness: LatenessHabit,
  { createdAt, coveredTo }: Extract<HabitObservation, { kind: 'appeared' }>,
  now: Instant,
): LatenessHabit {
  // A bulk from a time that was never read before does not count as late.
  const lateMs = coveredTo !== null && createdAt < coveredTo ? Math.max(0, now - createdAt) : 0;
  const place = latenessBounds.findIndex((bound) => lateMs <= bound);
  const weights = currentWeights(lateness, now);
  weights[place] = (weights[place] ?? 0) + 1;
  return { at: now, weights };
}

function dated(habits: DmsHabits, offsetMs: number): DmsHabits {
  const { offsets } = habits.clock;
  if (Math.abs(offsetMs) > habitRules.wrongClockMs) return habits;
  const known = median(offsets);
  const isNoise = known !== null && Math.abs(offsetMs - known) < habitRules.offsetNoiseMs;
  if (isNoise && offsets.length >= 3) return habits;
  const kept = [...offsets, Math.round(offsetMs)].slice(-habitRules.offsetsKept);
  return { ...habits, clock: { ...habits.clock, offsets: kept } };
}

type Cap = Pick<CapHabit, 'bulks' | 'leads' | 'leadsExact' | 'largestBulk'>;

/** Whether an answer is as long as the answers that were cut off. */
export function isAtCap(cap: Cap, bulks: number, leads: number): boolean {
  if (cap.bulks !== null && bulks >= cap.bulks) return true;
  return cap.leads !== null && leads >= Math.max(cap.leads / 10, cap.leads - slackOf(cap));
}

/** A server that stops after a whole bulk may stop earlier or later by the size of a bulk. */
function slackOf({ leadsExact, largestBulk }: Cap): number {
  return leadsExact ? 0 : largestBulk;
}

/** Whether the count is one of 10, 20, 25, 50, 100, 200, 250 … */
export function isRound(count: number): boolean {
  if (count < 10) return false;
  const digits = String(count).replace(/0+$/, '');
  return digits === '1' || digits === '2' || digits === '25' || digits === '5';
}

/** Old refusals no longer count. */
export function currentRange({ range }: DmsHabits, now: Instant): { readonly refusedMs: number | null } {
  const isOld = range.refusedAt === null || now - range.refusedAt >= habitRules.refusalLastsMs;
  return { refusedMs: isOld ? null : range.refusedMs };
}

export function currentWeights({ at, weights }: LatenessHabit, now: Instant): number[] {
  const share = at === null ? 1 : 2 ** (-Math.max(0, now - at) / weekMs);
  return latenessBounds.map((_, place) => (weights[place] ?? 0) * share);
}

export function bulkAheadMs({ bulkAheadMs: ms, bulkAheadAt: at }: ClockHabit, now: Instant): number {
  return at === null ? 0 : ms * 2 ** (-Math.max(0, now - at) / weekMs);
}

/** Counts the UTC dates that a window touches, including the date of its end. */
function datesTouched(from: Instant, to: Instant): number {
  return Math.floor(to / dayMs) - Math.floor(from / dayMs) + 1;
}

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
