/**
 * What a channel has asked for, and what it is owed: a time is owed until a message about it exists, or there was nothing to tell. Whoever it belongs to is
 * told when it is paused. Errors: the driver's.
 */
import type { Instant, OwedCounts, Pause } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewSubscription {
  readonly workspace: string;
  readonly channel: string;
  /** A person's Slack id. */
  readonly owner: string;
  readonly kind: string;
  /** Its owner's to read: schedule, filters, language. */
  readonly definition: object;
  /** The first of its times that is owed, now or later. Null: it does not come by the clock. */
  readonly nextRunAt: Instant | null;
  /** Where its next digest begins. */
  readonly coveredTo?: Instant | null;
}

export interface Subscription extends NewSubscription {
  readonly id: number;
  readonly pausedReason: string | null;
  readonly pausedAt: Instant | null;
  readonly createdAt: Instant;
  /** Null where it was never kept. */
  readonly coveredTo: Instant | null;
  /** Times that are not owed though something from before them is: a person had paused it. In their order. */
  readonly pauses: readonly Pause[];
  /** A time of it is done. */
  readonly hasTold: boolean;
  /** Of what is owed now: in vain, why the last one was, and when it is looked at again. */
  readonly tries: number;
  readonly failure: string | null;
  readonly nextTryAt: Instant | null;
}

/** What is owed is tried anew after any of these. */
export interface SubscriptionChange {
  readonly definition?: object;
  readonly nextRunAt?: Instant;
  /** Where its next digest begins, unless that has changed meanwhile. */
  readonly coveredTo?: { readonly was: Instant | null; readonly becomes: Instant };
  readonly pauses?: readonly Pause[];
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
  /** Owed at the instant, to be looked at, not paused; held until the transaction ends, others are left to others. */
  due(transaction: Transaction, at: Instant, limit: number): Promise<readonly Subscription[]>;
  /** They are not due again before the instant. */
  putOff(transaction: Transaction, ids: readonly number[], until: Instant): Promise<void>;
  /** They were tried in vain, and are due again after waits that grow. */
  failed(ids: readonly number[], failure: string, waits: GrowingWaits): Promise<void>;
  /**
   * Their digests exist, in this transaction. Returns those whose debt was what it is said to be; the others (a second process, an edit, a pause came first)
   * are as they were, and their digests must not be.
   */
  cover(transaction: Transaction, covered: readonly Covered[]): Promise<ReadonlySet<number>>;
  /** How the latest message of each subscription of the channel ended. */
  outcomes(workspace: string, channel: string): Promise<readonly LastOutcome[]>;
  /** Digests whose time was before the instant and for which no message exists, of one workspace or of all. */
  owed(before: Instant, workspace?: string): Promise<OwedCounts>;
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

export interface GrowingWaits {
  /** Each wait is twice the one before. */
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface Covered {
  readonly id: number;
  /** As they were when the digest was made. */
  readonly was: Pick<Subscription, 'definition' | 'nextRunAt' | 'coveredTo' | 'pauses'>;
  readonly scheduledFor: Instant;
  /** Of the outbox; null when there was nothing to tell. */
  readonly message: number | null;
  readonly coveredTo: Instant;
  readonly nextRunAt: Instant;
  readonly pauses: readonly Pause[];
}

export interface LastOutcome {
  readonly subscription: number;
  /** `empty`: a digest that had nothing to tell was left out. */
  readonly state: 'posted' | 'waiting' | 'in-doubt' | 'dead' | 'empty';
  readonly at: Instant;
  /** Slack's code, or one of ours. */
  readonly reason: string | null;
  readonly nextTryAt: Instant | null;
}

export interface Place {
  readonly workspace: string;
  readonly channel: string;
}
