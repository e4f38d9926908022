/** Returns what was known at each moment of the past 35 days, to replay alerts. Throws the driver's errors. */
import type { Arrival, Instant, PastFrame, SeenBulk, Window } from '@leadbell/domain';
import type { Silence } from './alerts.ts';

export interface History {
  /**
   * Returns everything that was known, except bulks. If `knownSince` is null, no history is stored. In business time.
   */
  frame(connection: string, window: Window): Promise<StoredFrame>;
  /**
   * Returns how many leads arrived, by the creation time of their bulks. Also covers some weeks before the window,
   * because a rule compares the pace with that of past weeks.
   */
  arrivals(connection: string, window: Window): Promise<readonly Arrival[]>;
  /**
   * Returns bulks as they were at the beginning of the window and then at each change, in time order, a few hundred at
   * once.
   */
  bulks(connection: string, window: Window): AsyncIterable<readonly SeenBulk[]>;
}

export interface StoredFrame extends Pick<
  PastFrame,
  'outages' | 'pauses' | 'errorsFirstSeen' | 'errorWords' | 'firstSeenAt'
> {
  readonly knownSince: Instant | null;
  readonly silences: readonly Silence[];
}
