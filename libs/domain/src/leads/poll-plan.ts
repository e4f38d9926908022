/**
 * Plans which windows a poll requests, and when a bulk is read again. Pure. Each poll requests new bulks. The window of
 * this request reaches as far back as bulks of this DMS have been late, and a little beyond our present. Time that was
 * missed while Leadbell was down is read one day at a time, the oldest first, so that nothing is lost. Bulks that may
 * still change are read less often as they get older. The whole last day is read every few minutes, because bulks can
 * appear hours after their date.
 */
import type { Instant, Window } from '../time/instant.ts';
import { cutWindow } from '../time/window.ts';
import type { DmsHabits } from './dms-habits.ts';
import { aheadMs, latestMs } from './habit-rules.ts';

export interface PollState {
  /** Everything created before this time has been read; null before the first poll. */
  readonly coveredTo: Instant | null;
  /** The time at which the last day was last read as a whole; null: never. */
  readonly sweptAt: Instant | null;
  /** The creation times of the bulks that are due for a check. */
  readonly due: readonly Instant[];
  /** How many polls in a row failed. */
  readonly failures: number;
  readonly habits: DmsHabits;
}

/** A window to request; it is one request, unless the client must split it. */
export interface PlannedWindow {
  readonly kind: 'newest' | 'gap' | 'recheck' | 'sweep';
  readonly window: Window;
  /**
   * Once this window and the windows before it are read, everything that was created before this time has been read.
   * The time is never in the future. Null: reading this window does not extend the covered time.
   */
  readonly covers: Instant | null;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export const pollRules = {
  /** How far back the first poll reads. */
  firstLookMs: 7 * dayMs,
  /** Any bulk may become visible up to an hour after its date, and one of the next two polls must then find it. */
  leastReachMs: 70 * minuteMs,
  longestReachMs: dayMs,
  longestWindowMs: dayMs,
  /**
   * Bulks that are this close are read in one window, because a request costs more than reading the bulks between them.
   */
  togetherMs: 3 * hourMs,
  /**
   * A bulk that is up to a day late reaches channels within 15 minutes: after this interval, a pause and the time that
   * reading takes.
   */
  sweepEveryMs: 12 * minuteMs,
  sweepMs: dayMs,
  /** How often to read back as far as the first poll does, if bulks have been more than a day late. */
  deepSweepEveryMs: 6 * hourMs,
  /** A bulk that is not settled after this time is no longer checked. */
  giveUpMs: 7 * dayMs,
  /** How long a vanished bulk is looked for. */
  searchMs: dayMs,
  longestSearchPauseMs: 6 * hourMs,
} as const;

export function planPoll(
  { coveredTo, sweptAt, due, failures, habits }: PollState,
  now: Instant,
): readonly PlannedWindow[] {
  const from = (
    coveredTo === null ? now - pollRules.firstLookMs : Math.min(coveredTo, now) - reachBackMs(habits, now)
  ) as Instant;
  const isSweepDue = sweptAt === null || now - sweptAt >= pollRules.sweepEveryMs || sweptAt > now;
  const to = (now + (isSweepDue ? dayMs : aheadMs(habits, now))) as Instant;
  const dayAgo = (now - pollRules.sweepMs) as Instant;
  const older = due.filter((at) => at < from || at >= to);
  // Bulks of the last hours are just before the new bulks, so they need no request of their own, unless one of them may
  // be unreadable.
  const reach = isSweepDue || failures > 0 ? from : reachBack(older, from, now);
  // One request for the whole last day costs less than two for parts of it.
  const isSweep = isSweepDue || rechecks(older.filter((at) => at >= dayAgo && at < reach)).length > 1;
  const sweepFrom = isSweep ? (Math.min(reach, now - sweepDepthMs(habits, sweptAt, now)) as Instant) : reach;
  return [
    ...newest({ from: reach, to }, now),
    ...cutWindow({ from: sweepFrom, to: reach }, pollRules.longestWindowMs).map((window) => sweep(window)),
    ...rechecks(older.filter((at) => at < sweepFrom || at >= to)),
  ];
}

/** How far back each poll reads: as far as bulks of this DMS have been late. */
function reachBackMs(habits: DmsHabits, now: Instant): number {
  const late = (latestMs(habits, now) ?? 0) + 10 * minuteMs;
  return Math.min(pollRules.longestReachMs, Math.max(pollRules.leastReachMs, late));
}

function sweepDepthMs(habits: DmsHabits, sweptAt: Instant | null, now: Instant): number {
  const slot = (at: number): number => Math.floor(at / pollRules.deepSweepEveryMs);
  const isDeep = latestMs(habits, now) === Infinity && (sweptAt === null || slot(sweptAt) !== slot(now));
  return isDeep ? pollRules.firstLookMs : pollRules.sweepMs;
}

function newest(window: Window, now: Instant): PlannedWindow[] {
  const past = cutWindow({ from: window.from, to: now }, pollRules.longestWindowMs);
  const last = past.at(-1) ?? { from: now, to: now };
  return [
    ...past.slice(0, -1).map((gap) => ({ kind: 'gap' as const, window: gap, covers: gap.to })),
    { kind: 'newest', window: { from: last.from, to: window.to }, covers: now },
  ];
}

function sweep(window: Window): PlannedWindow {
  return { kind: 'sweep', window, covers: null };
}

/** Returns the time from which to request new bulks. */
function reachBack(due: readonly Instant[], from: Instant, now: Instant): Instant {
  let reach = from;
  for (const at of due.toSorted((a, b) => b - a))
    if (at < reach && reach - at <= pollRules.togetherMs && now - at <= pollRules.longestWindowMs) reach = at;
  return reach;
}

function rechecks(due: readonly Instant[]): PlannedWindow[] {
  const windows: { from: Instant; to: Instant }[] = [];
  for (const at of due.toSorted((a, b) => a - b)) {
    const last = windows.at(-1);
    const end = (at + 1) as Instant;
    if (last !== undefined && at - last.to <= pollRules.togetherMs && end - last.from <= pollRules.longestWindowMs)
      last.to = end;
    else windows.push({ from: at, to: end });
  }
  return windows.map((window) => ({ kind: 'recheck', window, covers: null }));
}

export interface Unsettled {
  readonly state: string;
  readonly createdAt: Instant | null;
  readonly firstSeenAt: Instant;
  readonly pending: number;
  readonly errored: number;
}

/**
 * Returns null if no change is expected. The errors of a completed bulk may be corrected, so a completed bulk with
 * errors is checked like an open bulk.
 */
export function nextCheckAt(
  { state, createdAt, firstSeenAt, pending, errored }: Unsettled,
  now: Instant,
): Instant | null {
  const isSettled = state === 'cancelled' || (state === 'completed' && pending === 0 && errored === 0);
  // A bulk without a creation time can't be requested again.
  if (isSettled || createdAt === null) return null;
  const ageMs = now - createdAt;
  if (ageMs > pollRules.giveUpMs && now - firstSeenAt > dayMs) return null;
  const waitMs =
    ageMs < hourMs ? minuteMs : ageMs < 6 * hourMs ? 5 * minuteMs : ageMs < dayMs ? 15 * minuteMs : 3 * hourMs;
  return nextSlot(waitMs, now);
}

export interface Vanished {
  /** The time at which the bulk was first missing from an answer that should have had it. */
  readonly missingSince: Instant;
  /** The number of answers in a row that lacked the bulk, 1 or more. */
  readonly misses: number;
}

/**
 * Returns when to look again for a bulk that is missing from an answer; the intervals grow. Null: give up. After the
 * bulk is found, the intervals start again from the shortest.
 */
export function nextSearchAt({ missingSince, misses }: Vanished, now: Instant): Instant | null {
  if (now - missingSince >= pollRules.searchMs) return null;
  const waitMs = Math.min(pollRules.longestSearchPauseMs, minuteMs * 2 ** Math.min(misses, 20));
  return nextSlot(waitMs, now);
}

/** Gives the same time to bulks with the same wait, because one request can read them together. */
function nextSlot(waitMs: number, now: Instant): Instant {
  return ((Math.floor(now / waitMs) + 1) * waitMs) as Instant;
}
