/**
 * Which windows a poll asks for, and when a bulk is looked at again. Pure.
 * Each poll asks for what is new, reaching back as far as this DMS's bulks are late and a little beyond our now. What was missed while nobody looked
 * is read oldest first and a day at a time, so that a stop loses nothing. Bulks that may still change are read less often as they grow old, and the
 * whole last day every few minutes, for what appears hours after its date.
 */
import type { Instant, Window } from '../time/instant.ts';
import { cutWindow } from '../time/window.ts';
import type { DmsHabits } from './dms-habits.ts';
import { aheadMs, latestMs } from './habit-rules.ts';

export interface PollState {
  /** Everything made before it has been read; null before the first poll. */
  readonly coveredTo: Instant | null;
  /** When the last day was last read as a whole; null: never. */
  readonly sweptAt: Instant | null;
  /** Creation instants of the bulks that are due to be looked at. */
  readonly due: readonly Instant[];
  /** Polls in a row that failed. */
  readonly failures: number;
  readonly habits: DmsHabits;
}

/** One window is one request, unless the client must cut it. */
export interface PlannedWindow {
  readonly kind: 'newest' | 'gap' | 'recheck' | 'sweep';
  readonly window: Window;
  /** Once it and those before it are read, everything made before this has been: never in the future. Null: it says nothing of that. */
  readonly covers: Instant | null;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export const pollRules = {
  /** How far back the first poll goes. */
  firstLookMs: 7 * dayMs,
  /** A bulk may always become visible an hour after its date, and be found by one of the next two polls. */
  leastReachMs: 70 * minuteMs,
  longestReachMs: dayMs,
  longestWindowMs: dayMs,
  /** Bulks this close together are asked for in one window: a question costs more than what lies between them. */
  togetherMs: 3 * hourMs,
  /** Channels hear of bulks up to a day late within 15 minutes: this, a pause, and the time to read. */
  sweepEveryMs: 12 * minuteMs,
  sweepMs: dayMs,
  /** Where bulks have been later than a day, so often as far back as the first look. */
  deepSweepEveryMs: 6 * hourMs,
  /** A bulk that is not settled by then is left. */
  giveUpMs: 7 * dayMs,
  /** A bulk that has vanished is looked for this long. */
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
  // Bulks of the last hours lie just before what is new: no question of their own, unless one of them may be what can't be read.
  const reach = isSweepDue || failures > 0 ? from : reachBack(older, from, now);
  // One question for the last day costs less than two for parts of it.
  const isSweep = isSweepDue || rechecks(older.filter((at) => at >= dayAgo && at < reach)).length > 1;
  const sweepFrom = isSweep ? (Math.min(reach, now - sweepDepthMs(habits, sweptAt, now)) as Instant) : reach;
  return [
    ...newest({ from: reach, to }, now),
    ...cutWindow({ from: sweepFrom, to: reach }, pollRules.longestWindowMs).map((window) => sweep(window)),
    ...rechecks(older.filter((at) => at < sweepFrom || at >= to)),
  ];
}

/** How far back each poll reaches: as late as this DMS's bulks have been. */
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

/** How far back one question for what is new can reach. */
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

/** Null when nothing more is expected of it. A bulk that ended with errors may be corrected: it is looked at like one that has not ended. */
export function nextCheckAt(
  { state, createdAt, firstSeenAt, pending, errored }: Unsettled,
  now: Instant,
): Instant | null {
  const isSettled = state === 'cancelled' || (state === 'completed' && pending === 0 && errored === 0);
  // What has no instant can't be asked for again.
  if (isSettled || createdAt === null) return null;
  const ageMs = now - createdAt;
  if (ageMs > pollRules.giveUpMs && now - firstSeenAt > dayMs) return null;
  const waitMs =
    ageMs < hourMs ? minuteMs : ageMs < 6 * hourMs ? 5 * minuteMs : ageMs < dayMs ? 15 * minuteMs : 3 * hourMs;
  return nextSlot(waitMs, now);
}

export interface Vanished {
  /** When it was first missing from an answer that should have held it. */
  readonly missingSince: Instant;
  /** Answers in a row without it, 1 or more. */
  readonly misses: number;
}

/** When to look for a bulk that its window's answer no longer holds: at growing distances. Null: it is given up. A bulk that is found begins anew. */
export function nextSearchAt({ missingSince, misses }: Vanished, now: Instant): Instant | null {
  if (now - missingSince >= pollRules.searchMs) return null;
  const waitMs = Math.min(pollRules.longestSearchPauseMs, minuteMs * 2 ** Math.min(misses, 20));
  return nextSlot(waitMs, now);
}

/** All that wait as long at the same moments: they fit in one question. */
function nextSlot(waitMs: number, now: Instant): Instant {
  return ((Math.floor(now / waitMs) + 1) * waitMs) as Instant;
}
