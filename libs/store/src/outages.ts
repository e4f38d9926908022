/**
 * The times in which a DMS was not read: polls failed, or no process polled. In business time. Errors: the driver's.
 */
import type { Instant, WatchOutage } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface Outage extends WatchOutage {
  readonly id: number;
}

export interface Outages {
  /** Outages that had not ended by the instant, in time order; at most 1,000, the latest. */
  since(connection: string, at: Instant): Promise<readonly Outage[]>;
  /** Outages that have ended, have had a successful poll since, and were not announced. */
  unannounced(transaction: Transaction, connection: string): Promise<readonly Outage[]>;
  announced(transaction: Transaction, ids: readonly number[], at: Instant): Promise<void>;
}
