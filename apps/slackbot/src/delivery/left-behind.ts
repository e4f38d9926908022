/**
 * Takes over messages from processes that ended while they were sending. From then on these messages are in doubt, and
 * we must wait before we search for them. They are taken over as soon as the database is open, so that this wait passes
 * while the process starts. Effects: uses the database through the queue.
 */
import type { DeliveryQueue } from '@leadbell/store';
import { type WatchedClock, watchClock } from './watch-clock.ts';

export interface LeftBehindOptions {
  readonly graceMs: number;
  readonly doubtWaitMs: number;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
}

/** Returns the database's clock, which is watched from now on. */
export async function doubtLeftBehind(
  queue: Pick<DeliveryQueue, 'takeOver'>,
  { graceMs: visibleMs, doubtWaitMs, elapsed }: LeftBehindOptions,
): Promise<WatchedClock> {
  const clock = watchClock(elapsed);
  // Don't trust expired leases yet, because the clock has not been watched.
  const how = { workspaces: 'all', mine: [], takesExpired: false, slackNow: null } as const;
  clock.see(await queue.takeOver({ ...how, visibleMs, doubtWaitMs }));
  return clock;
}
