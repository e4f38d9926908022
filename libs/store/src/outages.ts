/** When a DMS was not read: since polls failed, or since no process polled. In business time. Errors: the driver's. */
import type { Instant, WatchOutage } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface Outage extends WatchOutage {
  readonly id: number;
}

export interface Outages {
  /** Those that had not ended by the instant, in the order of time; at most 1,000, the latest. */
  since(connection: string, at: Instant): Promise<readonly Outage[]>;
  /** Those that are over, with a poll that succeeded since, and were not announced. */
  unannounced(transaction: Transaction, connection: string): Promise<readonly Outage[]>;
  announced(transaction: Transaction, ids: readonly number[], at: Instant): Promise<void>;
}
