/**
 * Digests that somebody asked for at once: kept from the press until a message about it is in the outbox, so that whatever is lost beside the database can only
 * make one late. Business time. Errors: the driver's.
 */
import type { Instant } from '@leadbell/domain';
import type { GrowingWaits } from './subscriptions.ts';
import type { Transaction } from './transaction.ts';

export interface NewDigestRequest {
  readonly subscription: number;
  /** One key is one message. */
  readonly key: string;
  /** The time of the subscription that it is about. */
  readonly about: Instant;
  /** A person's Slack id: they hear if it can't be sent. */
  readonly by: string;
}

export interface DigestRequest extends NewDigestRequest {
  readonly askedAt: Instant;
}

export type DigestRequestId = Pick<DigestRequest, 'subscription' | 'key'>;

export interface DigestRequests {
  /** In the transaction of the press. */
  add(transaction: Transaction, request: NewDigestRequest): Promise<void>;
  /** To be looked at; held until the transaction ends, others are left to others. They are not due again before `askAgainAt`. */
  take(transaction: Transaction, at: Instant, askAgainAt: Instant): Promise<readonly DigestRequest[]>;
  /** Those that there are. */
  find(ids: readonly DigestRequestId[]): Promise<readonly DigestRequest[]>;
  /** Those of one subscription, which is held until the transaction ends, so that none is fulfilled meanwhile. */
  of(transaction: Transaction, subscription: number): Promise<readonly DigestRequest[]>;
  /** They were tried in vain, and are due again after waits that grow. */
  failed(ids: readonly DigestRequestId[], waits: GrowingWaits): Promise<void>;
  /** In the transaction of their messages, or of what is said instead. */
  done(transaction: Transaction, ids: readonly DigestRequestId[]): Promise<void>;
}
