/** How Leadbell itself fares: what `/leads status` shows. */
import type { ConnectionHealth, Instant, MessageCounts, OwedCounts } from '@leadbell/domain';

/** Null when what Leadbell knows can't be read at the moment. */
export type ReadStatus = () => Promise<Status | null>;

/** How Leadbell itself fares. */
export interface Status {
  readonly now: Instant;
  /** Whether the DMS is to be polled at all. */
  readonly isPolled: boolean;
  readonly connections: readonly ConnectionHealth[];
  /** The budget that polls are planned with. */
  readonly requestsPerDay: number;
  /** Of this workspace; sent in the last 24 hours. */
  readonly messages: MessageCounts;
  /** Acts of people here that have waited for longer than a minute. */
  readonly lateActs: number;
  /** Digests that are late. */
  readonly owed: OwedCounts;
  /** Jobs that failed too often. */
  readonly deadJobs: number;
}
