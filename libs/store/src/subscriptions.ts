/** What a channel has asked to be told, and which of its times have been served. Whoever it belongs to is told when it is paused. Errors: the driver's. */
import type { Instant } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewSubscription {
  readonly workspace: string;
  readonly channel: string;
  /** A person's Slack id. */
  readonly owner: string;
  readonly kind: string;
  /** Its owner's to read: schedule, filters, language. */
  readonly definition: object;
  /** Null: it does not come by the clock. */
  readonly nextRunAt: Instant | null;
}

export interface Subscription extends NewSubscription {
  readonly id: number;
  readonly pausedReason: string | null;
  readonly pausedAt: Instant | null;
  readonly createdAt: Instant;
}

export interface SubscriptionChange {
  readonly definition?: object;
  readonly nextRunAt?: Instant;
  /** A reason pauses, null resumes. */
  readonly pausedReason?: string | null;
}

export interface Subscriptions {
  add(transaction: Transaction, subscription: NewSubscription): Promise<number>;
  ofChannel(workspace: string, channel: string): Promise<readonly Subscription[]>;
  /** Those that there are. */
  find(ids: readonly number[]): Promise<readonly Subscription[]>;
  /** Those that are not paused, in all workspaces. */
  ofKind(transaction: Transaction, kind: string): Promise<readonly Subscription[]>;
  /** Keeps which leads the subscription is told of, and how they stand. Of those given, which are new to it and which stand otherwise than before. */
  tellLeads(transaction: Transaction, id: number, leads: readonly ToldLead[]): Promise<LeadsToTell>;
  /** Leads that it has been told of since, by the database's clock. */
  toldSince(transaction: Transaction, id: number, since: Instant): Promise<number>;
  /** Those of the channel alone: a number from elsewhere changes nothing. Returns whether there was one. */
  change(transaction: Transaction, id: number, place: Place, change: SubscriptionChange): Promise<boolean>;
  remove(transaction: Transaction, id: number, place: Place): Promise<boolean>;
  /** Due at the instant, not paused; held until the transaction ends, others are left to others. */
  due(transaction: Transaction, at: Instant, limit: number): Promise<readonly Subscription[]>;
  /** Each time is served once: returns the subscriptions whose time had not been. Moves all of them on. */
  serve(transaction: Transaction, served: readonly Served[]): Promise<ReadonlySet<number>>;
}

export interface ToldLead {
  /** Any that stays its own. */
  readonly key: string;
  /** Keys under which it may have been told before it had this one. */
  readonly aliases: readonly string[];
  readonly outcome: string;
  /** Whether it is told if it is new; one that was told is kept up with all the same. */
  readonly isWanted: boolean;
}

export interface LeadsToTell {
  /** Keys. */
  readonly arrived: ReadonlySet<string>;
  /** By their keys the keys under which they were told. */
  readonly changed: ReadonlyMap<string, string>;
}

export interface Served {
  readonly id: number;
  readonly scheduledFor: Instant;
  readonly nextRunAt: Instant;
}

export interface Place {
  readonly workspace: string;
  readonly channel: string;
}
