/** Conclusions from a DMS's habits: how long windows may be, how far to reach, which answers to doubt, and a description for status. Pure. Durations are milliseconds. */
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
/** Answers of fewer are alike too often to be compared each time. */
const manyBulks = 10;
const manyLeads = 50;
const longBulks = 10_000;
const longLeads = 50_000;

/** Lengths that a server may mean by its limit: 7 × 24 hours, 7 calendar dates, and shorter ones. */
const lengthsMs = [168, 144, 72, 48, 24, 12, 6, 3, 1].map((hours) => hours * hourMs);

/** The longest window to ask for. */
export function longestWindowMs(habits: DmsHabits, now: Instant): number {
  const { refusedMs } = currentRange(habits, now);
  return refusedMs === null ? MAX_QUESTION_MS : (shorterWindowMs(refusedMs) ?? lengthsMs.at(-1) ?? hourMs);
}

/** The next length to try after a refusal; null below an hour. */
export function shorterWindowMs(askedMs: number): number | null {
  return lengthsMs.find((length) => length < askedMs) ?? null;
}

/** Whether the DMS refuses windows that end in the future. */
export function refusesFuture({ range: { futureRefusedAt } }: DmsHabits, now: Instant): boolean {
  return futureRefusedAt !== null && now - futureRefusedAt < habitRules.refusalLastsMs;
}

/** A little before what the DMS's clock says now: no window that ends there ends in its future. */
export function dmsNow(habits: DmsHabits, now: Instant): Instant {
  const offsetMs = clockOffsetMs(habits);
  return Math.floor(now + (offsetMs === null ? -minuteMs : offsetMs - 1_500)) as Instant;
}

/** How far the DMS's clock is ahead of ours by its own word; null: not known. */
export function clockOffsetMs({ clock }: DmsHabits): number | null {
  return median(clock.offsets);
}

/** How far beyond our now to ask for what is new: asking costs nothing there. */
export function aheadMs(habits: DmsHabits, now: Instant): number {
  const ahead = Math.max(clockOffsetMs(habits) ?? 0, bulkAheadMs(habits.clock, now));
  return Math.round(Math.min(dayMs, Math.max(hourMs, ahead * 1.25 + 5 * minuteMs)));
}

/** As late as bulks have been seen to appear lately; less than one in a thousand does not count. `Infinity` is more than a day; null: none seen. */
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

/** Why an answer of this length should be compared with its halves; null: no reason. Call it after the answer was learned. */
export function doubtOf(
  { cap }: DmsHabits,
  {
    bulks,
    leads,
    short,
  }: {
    readonly bulks: number;
    readonly leads: number;
    /** Bulks with fewer leads than they say. */ readonly short: number;
  },
  now: Instant,
): Doubt | null {
  if (bulks === 0) return null;
  if (isAtCap(cap, bulks, leads)) return 'cap';
  // So long an answer shows by itself that long ones are given, and to read it again takes long.
  if (bulks > longBulks || leads > longLeads) return null;
  // Where the cap of one is known, the answer has fewer of them: only the other may be capped too.
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
  // Longer than any that is known to be whole, or as long as the longest: a cap at no round number shows only so.
  if (counts.some(({ count, checked }) => count > checked)) return 'longest';
  // A server that stops at whole bulks is a bulk away from where it stopped before.
  if (counts.some(({ count, most, many, slack }) => count >= most - slack && count >= many)) return 'longest';
  const sinceMs = cap.checkedAt === null ? Infinity : now - cap.checkedAt;
  const patienceMs = Math.min(habitRules.compareAtLeastEveryMs, habitRules.compareEveryMs * 2 ** cap.confirmed);
  const isLong = short > 0 || counts.some(({ count, most }) => count >= most);
  return isLong && sinceMs >= patienceMs ? 'longest' : null;
}

export interface HabitsReport {
  readonly fromIncluded: boolean | null;
  readonly toIncluded: boolean | null;
  /** How the DMS reads "7 days"; `shorter`: less than six days. */
  readonly sevenDays: 'hours' | 'dates' | 'shorter' | null;
  readonly longestWindowMs: number;
  readonly longestAnsweredMs: number;
  readonly refusesFuture: boolean;
  /** Bulks or leads after which answers are cut off; null: as far as is known they are not. */
  readonly capBulks: number | null;
  readonly capLeads: number | null;
  readonly comparedAt: Instant | null;
  readonly longestAnswerBulks: number;
  /** As late as bulks appear; null: none seen yet, or later than a day. */
  readonly lateMs: number | null;
  readonly isLaterThanDay: boolean;
  /** The DMS's clock minus ours. */
  readonly clockOffsetMs: number | null;
  readonly bulksAheadMs: number;
}

/** For status. */
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
