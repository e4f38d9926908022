/**
 * Digests requested at once by a person: kept until their message is in the outbox, so that a loss outside the database
 * can only delay one. Business time. Errors: the driver's.
 */
import type { Instant } from '@leadbell/domain';
import type { GrowingWaits } from './subscriptions.ts';
import type { Transaction } from './transaction.ts';

export interface NewDigestRequest {
  readonly subscription: number;
  /** One key sends one message. */
  readonly key: string;
  /** The subscription's time that the digest covers. */
  readonly about: Instant;
  /** The person's Slack id; they are notified if it can't be sent. */
  readonly by: string;
}

export interface DigestRequest extends NewDigestRequest {
  readonly askedAt: Instant;
}

export type DigestRequestId = Pick<DigestRequest, 'subscription' | 'key'>;

export interface DigestRequests {
  /** In the transaction of the press. */
  add(transaction: Transaction, request: NewDigestRequest): Promise<void>;
  /**
   * Requests that are due, locked until the transaction ends; those locked by others are skipped. They are not due
   * again before `askAgainAt`.
   */
  take(transaction: Transaction, at: Instant, askAgainAt: Instant): Promise<readonly DigestRequest[]>;
  /** Those that still exist. */
  find(ids: readonly DigestRequestId[]): Promise<readonly DigestRequest[]>;
  /** The requests of one subscription, locked until the transaction ends so that none is fulfilled meanwhile. */
  of(transaction: Transaction, subscription: number): Promise<readonly DigestRequest[]>;
  /** They failed, and are due again after growing waits. */
  failed(ids: readonly DigestRequestId[], waits: GrowingWaits): Promise<void>;
  /** In the transaction of their messages, or of the reply sent instead. */
  done(transaction: Transaction, ids: readonly DigestRequestId[]): Promise<void>;
}
