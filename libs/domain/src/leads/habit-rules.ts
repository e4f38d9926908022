/**
 * Draws conclusions from a DMS's habits: how long windows may be, how far back to read, which answers to doubt, and a
 * description for the status. Pure. Times are in milliseconds.
 */
import type { Instant } from '../time/instant.ts';
import { MAX_QUESTION_MS } from '../time/window.ts';
import {
  bulkAheadMs,
  currentRange,
  currentWeights,
  type DmsHabits,
  habitRules,
  isAtCap,
  isRound,
  latenessBounds,
  median,
  sevenDatesMs,
} from './dms-habits.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/**
 * Short answers are often equally long by chance, so only some of the answers with fewer bulks than this are compared.
 */
const manyBulks = 10;
const manyLeads = 50;
const longBulks = 10_000;
const longLeads = 50_000;

/** Lengths that a server may accept: 7 × 24 hours, 6 × 24 hours (which touch at most 7 dates), and shorter windows. */
const lengthsMs = [168, 144, 72, 48, 24, 12, 6, 3, 1].map((hours) => hours * hourMs);

/** Returns the longest window to request. */
export function longestWindowMs(habits: DmsHabits, now: Instant): number {
  const { refusedMs } = currentRange(habits, now);
  return refusedMs === null ? MAX_QUESTION_MS : (shorterWindowMs(refusedMs) ?? lengthsMs.at(-1) ?? hourMs);
}

/** Returns the next shorter length to request after a refusal; null for an hour or less. */
export function shorterWindowMs(askedMs: number): number | null {
  return lengthsMs.find((length) => length < askedMs) ?? null;
}

/** Whether the DMS refuses windows that end in the future. */
export function refusesFuture({ range: { futureRefusedAt } }: DmsHabits, now: Instant): boolean {
  return futureRefusedAt !== null && now - futureRefusedAt < habitRules.refusalLastsMs;
}

/**
 * Returns a time a little before the DMS's present, so that a window that ends then does not end in the DMS's future.
 */
export function dmsNow(habits: DmsHabits, now: Instant): Instant {
  const offsetMs = clockOffsetMs(habits);
  return Math.floor(now + (offsetMs === null ? -minuteMs : offsetMs - 1_500)) as Instant;
}

/** Returns how far the DMS's clock is ahead of ours, by its headers; null: not known. */
export function clockOffsetMs({ clock }: DmsHabits): number | null {
  return median(clock.offsets);
}

/**
 * Returns how far into the future to request bulks, because the DMS's clock may be ahead of ours. It costs nothing to
 * request more of the future.
 */
export function aheadMs(habits: DmsHabits, now: Instant): number {
  const ahead = Math.max(clockOffsetMs(habits) ?? 0, bulkAheadMs(habits.clock, now));
  return Math.round(Math.min(dayMs, Math.max(hourMs, ahead * 1.25 + 5 * minuteMs)));
}

/**
 * Returns how late bulks have recently appeared; the longest delay of each thousand bulks is left out. `Infinity`: more than a
 * day; null: no bulk was late.
 */
export function latestMs({ lateness }: DmsHabits, now: Instant): number | null {
  const weights = currentWeights(lateness, now);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let above = 0;
  for (let place = weights.length - 1; place >= 0; place -= 1) {
    above += weights[place] ?? 0;
    if (above >= 0.5 && above >= total / 1_000) return latenessBounds[place] ?? Infinity;
  }
  return null;
}

export type Doubt = 'cap' | 'round' | 'longest';

/**
 * Returns why an answer of this length may have been cut off; null if there is no reason. If there is one, read the two
 * halves of the window, and compare them with the answer. Call it after `learnHabit` has learned from the answer.
 */
export function doubtOf(
  { cap }: DmsHabits,
  {
    bulks,
    leads,
    short,
  }: {
    readonly bulks: number;
    readonly leads: number;
    /** The number of bulks that list fewer leads than the DMS counts for them. */
    readonly short: number;
  },
  now: Instant,
): Doubt | null {
  if (bulks === 0) return null;
  if (isAtCap(cap, bulks, leads)) return 'cap';
  // A cap this high is unlikely, and reading such a long answer again takes long.
  if (bulks > longBulks || leads > longLeads) return null;
  // If one count has a known cap and this answer is below it, only the other count may be capped.
  const counts = [
    {
      count: bulks,
      most: cap.mostBulks,
      checked: cap.checkedBulks,
      many: manyBulks,
      isKnown: cap.bulks !== null,
      slack: 0,
    },
    {
      count: leads,
      most: cap.mostLeads,
      checked: cap.checkedLeads,
      many: manyLeads,
      isKnown: cap.leads !== null,
      slack: cap.largestBulk,
    },
  ].filter(({ isKnown }) => !isKnown);
  if (counts.some(({ count, most, many }) => isRound(count) && count >= many && count >= most)) return 'round';
  // The answer is longer than all answers that are known to be complete, or as long as the longest answer. Only a
  // comparison of such an answer with those to the halves of its window can show a cap that is not a round number.
  if (counts.some(({ count, checked }) => count > checked)) return 'longest';
  // A server that ends its answers after a whole bulk may list one bulk fewer or more than in its longest answer.
  if (counts.some(({ count, most, many, slack }) => count >= most - slack && count >= many)) return 'longest';
  const sinceMs = cap.checkedAt === null ? Infinity : now - cap.checkedAt;
  const patienceMs = Math.min(habitRules.compareAtLeastEveryMs, habitRules.compareEveryMs * 2 ** cap.confirmed);
  const isLong = short > 0 || counts.some(({ count, most }) => count >= most);
  return isLong && sinceMs >= patienceMs ? 'longest' : null;
}

export interface HabitsReport {
  readonly fromIncluded: boolean | null;
  readonly toIncluded: boolean | null;
  /** The DMS's meaning of "7 days": 7 × 24 hours, seven dates, or (`shorter`) less than six days. */
  readonly sevenDays: 'hours' | 'dates' | 'shorter' | null;
  readonly longestWindowMs: number;
  readonly longestAnsweredMs: number;
  readonly refusesFuture: boolean;
  /** The number of bulks or leads after which answers are cut off; null: none are cut off, as far as is known. */
  readonly capBulks: number | null;
  readonly capLeads: number | null;
  readonly comparedAt: Instant | null;
  readonly longestAnswerBulks: number;
  /** The delay with which bulks appear; null: no bulk was late, or some were more than a day late. */
  readonly lateMs: number | null;
  readonly isLaterThanDay: boolean;
  /** The time by which the DMS's clock is ahead of ours. */
  readonly clockOffsetMs: number | null;
  readonly bulksAheadMs: number;
}

/** Describes the habits for the status. */
export function describeHabits(habits: DmsHabits, now: Instant): HabitsReport {
  const { borders, range, cap, clock } = habits;
  const { refusedMs } = currentRange(habits, now);
  const lateMs = latestMs(habits, now);
  return {
    fromIncluded: borders.fromIncluded,
    toIncluded: borders.toIncluded,
    sevenDays:
      refusedMs !== null ? (refusedMs > sevenDatesMs ? 'dates' : 'shorter') : range.acceptedDates >= 8 ? 'hours' : null,
    longestWindowMs: longestWindowMs(habits, now),
    longestAnsweredMs: range.acceptedMs,
    refusesFuture: refusesFuture(habits, now),
    capBulks: cap.bulks,
    capLeads: cap.bulks === null || cap.leadsExact ? cap.leads : null,
    comparedAt: cap.checkedAt,
    longestAnswerBulks: cap.mostBulks,
    lateMs: lateMs === Infinity ? null : lateMs,
    isLaterThanDay: lateMs === Infinity,
    clockOffsetMs: clockOffsetMs(habits),
    bulksAheadMs: Math.round(bulkAheadMs(clock, now)),
  };
}
