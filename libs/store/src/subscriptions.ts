/** What a channel has asked to be told. Whoever it belongs to is told when it is paused. Errors: the driver's. */
import type { Instant } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewSubscription {
  readonly workspace: string;
  readonly channel: string;
  /** A person's Slack id. */
  readonly owner: string;
  readonly kind: string;
  readonly definition: object;
}

export interface Subscription extends NewSubscription {
  readonly id: number;
  readonly pausedReason: string | null;
  readonly pausedAt: Instant | null;
}

export interface Subscriptions {
  add(transaction: Transaction, subscription: NewSubscription): Promise<number>;
  ofChannel(workspace: string, channel: string): Promise<readonly Subscription[]>;
}
