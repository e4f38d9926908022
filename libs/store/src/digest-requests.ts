/**
 * Digests that a person requested with _Send now_. A request is kept until its message is in the outbox, so that a
 * crash can only delay the message. Business time. Throws the driver's errors.
 */
import type { Instant } from '@leadbell/domain';
import type { GrowingWaits } from './subscriptions.ts';
import type { Transaction } from './transaction.ts';

export interface NewDigestRequest {
  readonly subscription: number;
  /** Requests of one subscription with the same key send only one message. */
  readonly key: string;
  /** The scheduled time of the requested digest. */
  readonly about: Instant;
  /** The Slack id of the person; they are notified if the digest can't be sent. */
  readonly by: string;
}

export interface DigestRequest extends NewDigestRequest {
  readonly askedAt: Instant;
}

export type DigestRequestId = Pick<DigestRequest, 'subscription' | 'key'>;

export interface DigestRequests {
  /** Call in the transaction that records the press. */
  add(transaction: Transaction, request: NewDigestRequest): Promise<void>;
  /**
   * Returns requests that are due and locks them until the transaction ends; requests that others have locked are
   * skipped. The returned requests are not due again before `askAgainAt`.
   */
  take(transaction: Transaction, at: Instant, askAgainAt: Instant): Promise<readonly DigestRequest[]>;
  /** Returns the requests with these ids that still exist. */
  find(ids: readonly DigestRequestId[]): Promise<readonly DigestRequest[]>;
  /**
   * Returns the requests of one subscription and locks them until the transaction ends, so that no other process
   * fulfils them meanwhile.
   */
  of(transaction: Transaction, subscription: number): Promise<readonly DigestRequest[]>;
  /** Records that the requests failed: each is due again after a wait, which grows with each failure. */
  failed(ids: readonly DigestRequestId[], waits: GrowingWaits): Promise<void>;
  /**
   * Removes the requests. Call in the transaction that stores their messages, or the reply that is sent instead of a
   * message.
   */
  done(transaction: Transaction, ids: readonly DigestRequestId[]): Promise<void>;
}
