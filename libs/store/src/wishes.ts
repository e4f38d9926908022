/**
 * Digests that somebody asked for at once: kept from the press until a message about it is in the outbox, so that whatever is lost beside the database can only
 * make one late. Business time. Errors: the driver's.
 */
import type { Instant } from '@leadbell/domain';
import type { GrowingWaits } from './subscriptions.ts';
import type { Transaction } from './transaction.ts';

export interface NewWish {
  readonly subscription: number;
  /** One key is one message. */
  readonly key: string;
  /** The time of the subscription that it is about. */
  readonly about: Instant;
  /** A person's Slack id: they hear if it can't be sent. */
  readonly by: string;
}

export interface Wish extends NewWish {
  readonly askedAt: Instant;
}

export type WishId = Pick<Wish, 'subscription' | 'key'>;

export interface Wishes {
  /** In the transaction of the press. */
  add(transaction: Transaction, wish: NewWish): Promise<void>;
  /** To be looked at; held until the transaction ends, others are left to others. They are not due again before `askAgainAt`. */
  take(transaction: Transaction, at: Instant, askAgainAt: Instant): Promise<readonly Wish[]>;
  /** Those that there are. */
  find(ids: readonly WishId[]): Promise<readonly Wish[]>;
  /** Those of one subscription, which is held until the transaction ends, so that none is fulfilled meanwhile. */
  of(transaction: Transaction, subscription: number): Promise<readonly Wish[]>;
  /** They were tried in vain, and are due again after waits that grow. */
  failed(ids: readonly WishId[], waits: GrowingWaits): Promise<void>;
  /** In the transaction of their messages, or of what is said instead. */
  done(transaction: Transaction, ids: readonly WishId[]): Promise<void>;
}
