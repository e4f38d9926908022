/**
 * Puts the messages in doubt that ended processes left behind, as soon as the database is open: the time after which
 * not finding one counts passes while the process is still starting. Effects: the database by the queue.
 */
import type { DeliveryQueue } from '@leadbell/store';
import { type WatchedClock, watchClock } from './watch-clock.ts';

export interface LeftBehindOptions {
  readonly graceMs: number;
  readonly doubtWaitMs: number;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
}

/** The clock has been watched from then on. */
export async function doubtLeftBehind(
  queue: Pick<DeliveryQueue, 'takeOver'>,
  { graceMs: visibleMs, doubtWaitMs, elapsed }: LeftBehindOptions,
): Promise<WatchedClock> {
  const clock = watchClock(elapsed);
  // Leases say nothing yet: no clock has been watched.
  const how = { workspaces: 'all', mine: [], takesExpired: false, slackNow: null } as const;
  clock.see(await queue.takeOver({ ...how, visibleMs, doubtWaitMs }));
  return clock;
}
