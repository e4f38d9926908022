/** What was known at each moment of the past, for a replay of alerts: 35 days of it. Errors: the driver's. */
import type { Arrival, Instant, PastFrame, SeenBulk, Window } from '@leadbell/domain';
import type { Silence } from './alerts.ts';

export interface History {
  /** All but the bulks. `null` as `knownSince`: nothing is known. Times of outages are the database's, all others the business's. */
  frame(connection: string, window: Window): Promise<StoredFrame>;
  /** Leads by when their bulks were made, from so long before the window as the pace of past weeks needs. */
  arrivals(connection: string, window: Window): Promise<readonly Arrival[]>;
  /** Bulks as they were at the beginning, then each time one had changed: in the order of time, some hundreds at once. */
  bulks(connection: string, window: Window): AsyncIterable<readonly SeenBulk[]>;
}

export interface StoredFrame extends Pick<
  PastFrame,
  'outages' | 'pauses' | 'errorsFirstSeen' | 'errorWords' | 'firstSeenAt'
> {
  readonly knownSince: Instant | null;
  readonly silences: readonly Silence[];
}
