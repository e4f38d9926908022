/**
 * Bulks that were read but could not be stored: kept with the reason, so that everything else continues, and retried
 * later. They hold no data of leads. Errors: the driver's.
 */
import type { Id, Instant } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface SetAsideBulk {
  /** Our id. */
  readonly id: number;
  /** As `Bulk.key`. */
  readonly key: string;
  /** Fingerprint of the observation that could not be stored: a different one is tried at once. */
  readonly fingerprint: string;
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly leads: number;
  readonly errored: number;
  /** A kind that is safe to show: `database 22P05`, or `fault TypeError` for one of our own. */
  readonly reason: string;
  readonly since: Instant;
  readonly tries: number;
  readonly nextTryAt: Instant;
}

export type NewSetAside = Pick<
  SetAsideBulk,
  'key' | 'fingerprint' | 'dmsId' | 'createdAt' | 'leads' | 'errored' | 'reason'
>;

export interface SetAside {
  /** Bulks waiting to be stored, the oldest first; at most 1,000. */
  list(connection: string, transaction?: Transaction): Promise<readonly SetAsideBulk[]>;
  /** Adds it, or counts one more try. It is retried at growing intervals, for a week. */
  put(transaction: Transaction, connection: string, bulk: NewSetAside, at: Instant): Promise<void>;
  /** They were stored. */
  clear(transaction: Transaction, connection: string, keys: readonly string[]): Promise<void>;
}
