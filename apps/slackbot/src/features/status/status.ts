/** The data that `/leads status` shows. */
import type { FoundInstallation } from './installations.ts';
import type { ConnectionHealth, Instant, MessageCounts, OwedCounts } from '@leadbell/domain';

/** Returns null when the status can't be read at the moment. */
export type ReadStatus = () => Promise<Status | null>;

/** Leadbell's own condition. */
export interface Status {
  readonly now: Instant;
  /** Whether polling is enabled. */
  readonly isPolled: boolean;
  readonly connections: readonly ConnectionHealth[];
  /** The request budget by which polls are planned. */
  readonly requestsPerDay: number;
  /** Counts of this workspace's messages, and how many were sent in the last 24 hours. */
  readonly messages: MessageCounts;
  /** Number of acts in this workspace that have waited for more than a minute. */
  readonly lateActs: number;
  /** The counts of late digests. */
  readonly owed: OwedCounts;
  /** Number of jobs that failed too often. */
  readonly deadJobs: number;
  readonly installation: FoundInstallation;
  /** Whether the audit log is not protected from changes. */
  readonly isAuditOpen: boolean;
}
