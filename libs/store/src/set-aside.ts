/**
 * Bulks that were read but could not be stored. They are kept with the reason and retried later, so that everything
 * else continues. The rows contain no data of leads. Throws the driver's errors.
 */
import type { Id, Instant } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface SetAsideBulk {
  /** The id that Leadbell gave the bulk. */
  readonly id: number;
  /** The same as `Bulk.key`. */
  readonly key: string;
  /**
   * The fingerprint of the observation that could not be stored; an observation with another fingerprint is tried at
   * once.
   */
  readonly fingerprint: string;
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly leads: number;
  readonly errored: number;
  /** The kind of the error, safe to show: `database 22P05`, or `fault TypeError` for a bug of ours. */
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
  /** Returns bulks that wait to be stored, the oldest first, at most 1,000. */
  list(connection: string, transaction?: Transaction): Promise<readonly SetAsideBulk[]>;
  /** Adds the bulk, or counts another try of it. The bulk is retried at growing intervals for a week. */
  put(transaction: Transaction, connection: string, bulk: NewSetAside, at: Instant): Promise<void>;
  /** Removes bulks that were stored. */
  clear(transaction: Transaction, connection: string, keys: readonly string[]): Promise<void>;
}
