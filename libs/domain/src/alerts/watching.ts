/**
 * Decides whether a DMS connection is being read; if not, whether the cause is the DMS or Leadbell itself (its
 * database, its process or a bug). Pure.
 */
import type { Instant } from '../time/instant.ts';

export interface ConnectionFacts {
  /** The time since which polls have failed; `failure` is the reason of the last failure. */
  readonly failedSince: Instant | null;
  readonly failure: string | null;
  /** The time since which a poll has been overdue, because no process has started it. */
  readonly overdueSince: Instant | null;
  /** The start of a time in which no poll ran; null once a poll has succeeded afterwards. */
  readonly gapSince: Instant | null;
}

export interface WatchTrouble {
  readonly of: 'dms' | 'leadbell';
  readonly since: Instant;
  /** The kind of the problem, safe to show; `overdue` if no process polls. */
  readonly reason: string;
}

/**
 * A delay that is shorter than this is normal, because a poll starts a little later than it is due, and a killed
 * process is replaced within seconds.
 */
export const overdueMs = 10_000;
const overdueReason = 'overdue';

const ownFailures: ReadonlySet<string> = new Set(['database', 'fault']);

/** Whether a poll failed because of Leadbell itself and not because of the DMS. */
export function isOwnFailure(failure: string | null): boolean {
  return failure !== null && ownFailures.has(failure);
}

/**
 * Returns null while polls succeed. An overdue poll is more important than failed polls, because no process even tries
 * to poll.
 */
export function watchTrouble(
  { failedSince, failure, overdueSince }: Omit<ConnectionFacts, 'gapSince'>,
  now: Instant,
): WatchTrouble | null {
  const isOwn = isOwnFailure(failure);
  if (overdueSince !== null && now - overdueSince >= overdueMs) {
    const since = isOwn && failedSince !== null ? Math.min(failedSince, overdueSince) : overdueSince;
    return { of: 'leadbell', since: since as Instant, reason: overdueReason };
  }
  if (failedSince === null) return null;
  return { of: isOwn ? 'leadbell' : 'dms', since: failedSince, reason: failure ?? 'unknown' };
}

/**
 * Whether no poll has succeeded since the problem began. Until a poll succeeds, the problem's alerts stay open, even if
 * its cause looks different now.
 */
export function isWatchTroubled(connection: ConnectionFacts, now: Instant): boolean {
  return connection.gapSince !== null || watchTrouble(connection, now) !== null;
}
