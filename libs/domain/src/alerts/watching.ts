/**
 * Whether a DMS connection is being read, and if not, who is to blame: the DMS, or Leadbell itself (its database, its
 * process, a fault). Pure.
 */
import type { Instant } from '../time/instant.ts';

export interface ConnectionFacts {
  /** Polls have failed since then; `failure` is the reason of the last one. */
  readonly failedSince: Instant | null;
  readonly failure: string | null;
  /** A poll was due then and no process has started it. */
  readonly overdueSince: Instant | null;
  /** No poll ran from then on, and none has succeeded since. */
  readonly gapSince: Instant | null;
}

export interface WatchTrouble {
  readonly of: 'dms' | 'leadbell';
  readonly since: Instant;
  /** A kind that is safe to show; `overdue` when no process polls. */
  readonly reason: string;
}

/** A poll starts a little after it is due, and a killed process is replaced within seconds. */
export const overdueMs = 10_000;
const overdueReason = 'overdue';

const ownFailures: ReadonlySet<string> = new Set(['database', 'fault']);

/** Whether the failure of a poll is Leadbell's own and not the DMS's. */
export function isOwnFailure(failure: string | null): boolean {
  return failure !== null && ownFailures.has(failure);
}

/** Null while polls succeed. An overdue poll outweighs failed ones: no process even tries. */
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

/** No poll has succeeded since the problem began: its alerts stay open, even if its cause looks different now. */
export function isWatchTroubled(connection: ConnectionFacts, now: Instant): boolean {
  return connection.gapSince !== null || watchTrouble(connection, now) !== null;
}
