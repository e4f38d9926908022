/**
 * The times in which a DMS was not read, because polls failed or no process polled. In business time. Throws the
 * driver's errors.
 */
import type { Instant, WatchOutage } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface Outage extends WatchOutage {
  readonly id: number;
}

export interface Outages {
  /** Returns outages that ended after the instant or have not ended, in time order; at most the latest 1,000. */
  since(connection: string, at: Instant): Promise<readonly Outage[]>;
  /** Returns outages that have ended with a successful poll and were not announced. */
  unannounced(transaction: Transaction, connection: string): Promise<readonly Outage[]>;
  announced(transaction: Transaction, ids: readonly number[], at: Instant): Promise<void>;
}
