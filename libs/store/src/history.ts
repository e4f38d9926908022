/** The data known at each moment of the past 35 days, for replays of alerts. Errors: the driver's. */
import type { Arrival, Instant, PastFrame, SeenBulk, Window } from '@leadbell/domain';
import type { Silence } from './alerts.ts';

export interface History {
  /**
   * Everything except bulks. `knownSince` null: nothing is known. Times of outages are the database's, all others the
   * business's.
   */
  frame(connection: string, window: Window): Promise<StoredFrame>;
  /** Leads by the creation of their bulks, from as long before the window as the pace of past weeks needs. */
  arrivals(connection: string, window: Window): Promise<readonly Arrival[]>;
  /** Bulks as they were at the beginning, then at each change: in time order, a few hundred at once. */
  bulks(connection: string, window: Window): AsyncIterable<readonly SeenBulk[]>;
}

export interface StoredFrame extends Pick<
  PastFrame,
  'outages' | 'pauses' | 'errorsFirstSeen' | 'errorWords' | 'firstSeenAt'
> {
  readonly knownSince: Instant | null;
  readonly silences: readonly Silence[];
}
