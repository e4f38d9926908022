/**
 * Which windows a poll should ask for, and when a bulk should be looked at again. Pure.
 * The newest window each time; what was missed while nobody looked, oldest first and a day at a time, so that a stop loses nothing;
 * bulks that may still change, less often as they grow old; and now and then the last day, for what was entered late.
 */
import type { Instant, Window } from '../time/instant.ts';
import { cutWindow } from '../time/window.ts';

export interface PollState {
  /** Everything made before it has been read; null before the first poll. */
  readonly coveredTo: Instant | null;
  /** When the last day was last read again; null: never. */
  readonly sweptAt: Instant | null;
  /** Creation instants of the bulks that are due to be looked at. */
  readonly due: readonly Instant[];
  /** Polls in a row that failed. */
  readonly failures: number;
}

export interface PlannedWindow {
  readonly kind: 'newest' | 'gap' | 'recheck' | 'sweep';
  readonly window: Window;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export const pollRules = {
  /** How far back the first poll goes. */
  firstLookMs: 7 * dayMs,
  /** A bulk may become visible this much later than it was made. */
  overlapMs: 15 * minuteMs,
  longestWindowMs: dayMs,
  /** Bulks this close together are asked for in one window: a question costs more than what lies between them. */
  togetherMs: 3 * hourMs,
  sweepEveryMs: 6 * hourMs,
  sweepMs: dayMs,
  /** A bulk that is not settled by then is left. */
  giveUpMs: 7 * dayMs,
} as const;

export function planPoll({ coveredTo, sweptAt, due, failures }: PollState, now: Instant): readonly PlannedWindow[] {
  const from = (
    coveredTo === null ? now - pollRules.firstLookMs : Math.min(coveredTo, now) - pollRules.overlapMs
  ) as Instant;
  const to = (now + 1) as Instant;
  const isSweepDue = sweptAt === null || now - sweptAt >= pollRules.sweepEveryMs || sweptAt > now;
  const sweepFrom = Math.min(from, now - pollRules.sweepMs) as Instant;
  const sweep =
    isSweepDue && sweepFrom < from ? [{ kind: 'sweep' as const, window: { from: sweepFrom, to: from } }] : [];
  const readFrom = sweep[0]?.window.from ?? from;
  const older = due.filter((at) => at < readFrom || at >= to);
  // Bulks of the last hours lie just before what is new: no question of their own, unless one of them may be what can't be read.
  const reach = sweep.length === 0 && failures === 0 ? reachBack(older, from, to) : from;
  const pieces = cutWindow({ from: reach, to }, pollRules.longestWindowMs);
  const newest = pieces.map((window, n) => ({
    kind: n === pieces.length - 1 ? ('newest' as const) : ('gap' as const),
    window,
  }));
  return [...newest, ...sweep, ...rechecks(older.filter((at) => at < reach || at >= to))];
}

/** How far back one question for what is new can reach. */
function reachBack(due: readonly Instant[], from: Instant, to: Instant): Instant {
  let reach = from;
  for (const at of due.toSorted((a, b) => b - a))
    if (at < reach && reach - at <= pollRules.togetherMs && to - at <= pollRules.longestWindowMs) reach = at;
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
  return windows.map((window) => ({ kind: 'recheck', window }));
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
  // All of an age at the same moments: they fit in one question.
  return ((Math.floor(now / waitMs) + 1) * waitMs) as Instant;
}

/** Outside working hours nobody is waiting for a lead, and errors can be told a little later. */
const closedFactor = 3;
/** A DMS that takes long is asked for a third of the time at most. */
const restFactor = 2;
/** Unless polls themselves are seldom. */
export const longestPauseMs: number = 15 * minuteMs;

/** How long to wait after a poll that went well and took so long. */
export function pauseAfter(tookMs: number, intervalMs: number, isOpen: boolean): number {
  const usual = isOpen ? intervalMs : intervalMs * closedFactor;
  return Math.max(usual, Math.min(longestPauseMs, tookMs * restFactor));
}

/** How long to wait after one that failed: longer each time, and as long as the DMS says. `random` in `[0, 1)`. */
export function pauseAfterFailure(
  failures: number,
  intervalMs: number,
  retryAfterMs: number | null,
  random: number,
): number {
  const backoffMs = Math.min(longestPauseMs, intervalMs * 2 ** Math.min(failures, 10)) * (0.75 + random / 4);
  return Math.min(longestPauseMs, Math.max(backoffMs, retryAfterMs ?? 0));
}

/** No pause is longer: a next poll that lies further ahead was written by a clock that was wrong. */
export function longestPause(intervalMs: number): number {
  return Math.max(longestPauseMs, intervalMs * closedFactor) + 5 * minuteMs;
}
