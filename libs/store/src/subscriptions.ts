/**
 * The subscriptions of channels, and the digests that they owe: a time is owed until its message exists, or there was
 * nothing to report. The owner is notified when a subscription is paused. Errors: the driver's.
 */
import type { Instant, OwedCounts, Pause } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewSubscription {
  readonly workspace: string;
  readonly channel: string;
  /** A person's Slack id. */
  readonly owner: string;
  readonly kind: string;
  /** Schedule, filters and language, in a form that only its feature reads. */
  readonly definition: object;
  /** The first time that is owed, now or later. Null: it is not scheduled. */
  readonly nextRunAt: Instant | null;
  /** Where its next digest begins. */
  readonly coveredTo?: Instant | null;
  /** The leads that its owner may see, in a form that only its feature reads. Absent: all. */
  readonly scope?: object | null;
}

export interface Subscription extends NewSubscription {
  readonly id: number;
  readonly scope: object | null;
  /** Since when its owner may no longer own it. */
  readonly unheldSince: Instant | null;
  readonly pausedReason: string | null;
  readonly pausedAt: Instant | null;
  readonly createdAt: Instant;
  /** Null if it was never stored. */
  readonly coveredTo: Instant | null;
  /** A person's pauses with a debt from before them, in time order: times within them are not owed. */
  readonly pauses: readonly Pause[];
  /** Hours before it were covered by a digest, or dropped by a person's pause. Null: there are none. */
  readonly settledTo: Instant | null;
  /** For the current debt: failed tries, the reason of the last, and the time of the next. */
  readonly tries: number;
  readonly failure: string | null;
  readonly nextTryAt: Instant | null;
}

/** Any of these changes makes a failed digest due again. */
export interface SubscriptionChange {
  readonly definition?: object;
  readonly nextRunAt?: Instant;
  /** Where its next digest begins, unless that has changed in the meantime. */
  readonly coveredTo?: { readonly was: Instant | null; readonly becomes: Instant };
  readonly pauses?: readonly Pause[];
  /** Moves forward only. */
  readonly settledTo?: Instant;
  /** A reason pauses, null resumes. */
  readonly pausedReason?: string | null;
}

/** The person who answers for a subscription, as looked up. */
export interface Holder {
  readonly owner: string;
  readonly scope: object | null;
  readonly unheldSince: Instant | null;
}

export interface Subscriptions {
  add(transaction: Transaction, subscription: NewSubscription): Promise<number>;
  ofChannel(workspace: string, channel: string): Promise<readonly Subscription[]>;
  /** In all channels; paused ones too. */
  ofOwner(workspace: string, owner: string): Promise<readonly Subscription[]>;
  /** Those that exist. */
  find(ids: readonly number[]): Promise<readonly Subscription[]>;
  /** Those that are not paused, in all workspaces. */
  ofKind(transaction: Transaction, kind: string): Promise<readonly Subscription[]>;
  /** Which of the given leads are new to the subscription, and which have changed since it was notified of them. */
  leadsToTell(transaction: Transaction, id: number, leads: readonly ToldLead[]): Promise<LeadsToTell>;
  /** The same, and stores that it is notified of them, with their outcomes. */
  tellLeads(transaction: Transaction, id: number, leads: readonly ToldLead[]): Promise<LeadsToTell>;
  /** Leads it was notified of since then, by the database's clock. */
  toldSince(transaction: Transaction, id: number, since: Instant): Promise<number>;
  /** Only in the given channel: a number from elsewhere changes nothing. Returns whether it exists there. */
  change(transaction: Transaction, id: number, place: Place, change: SubscriptionChange): Promise<boolean>;
  remove(transaction: Transaction, id: number, place: Place): Promise<boolean>;
  /**
   * Subscriptions that are not paused and whose owner was last looked up before the instant, or never. They are locked
   * until the transaction ends; those locked by others are skipped.
   */
  toCheck(transaction: Transaction, before: Instant, limit: number): Promise<readonly Subscription[]>;
  /**
   * Records its owner, now. Returns false, and changes nothing, when another person has become its owner,
   * or it has come to be without one, since it was read.
   */
  hold(
    transaction: Transaction,
    id: number,
    was: Pick<Holder, 'owner' | 'unheldSince'>,
    holder: Holder,
  ): Promise<boolean>;
  /**
   * Subscriptions due at the instant and not paused, locked until the transaction ends; those locked by others are
   * skipped.
   */
  due(transaction: Transaction, at: Instant, limit: number): Promise<readonly Subscription[]>;
  /** Locks it, and returns whether its debt, and the person to whom it is owed, are unchanged since they were read. */
  isUnchanged(transaction: Transaction, was: Subscription): Promise<boolean>;
  /** They are not due again before the instant. */
  putOff(transaction: Transaction, ids: readonly number[], until: Instant): Promise<void>;
  /** They failed, and are due again after growing waits. */
  failed(ids: readonly number[], failure: string, waits: GrowingWaits): Promise<void>;
  /**
   * Records that their digests exist, in this transaction. Returns those whose debt was as expected; the others (a
   * second process, an edit or a pause came first) stay unchanged, and their digests must not be sent.
   */
  cover(transaction: Transaction, covered: readonly Covered[]): Promise<ReadonlySet<number>>;
  /** How the latest message of each subscription of the channel ended. */
  outcomes(workspace: string, channel: string): Promise<readonly LastOutcome[]>;
  /** Digests due before the instant without a message, for one workspace or all. */
  owed(before: Instant, workspace?: string): Promise<OwedCounts>;
}

export interface ToldLead {
  /** Any stable key. */
  readonly key: string;
  /** Keys under which it may have been announced before it had this one. */
  readonly aliases: readonly string[];
  readonly outcome: string;
  /** Whether to announce it if it is new; announced leads are updated in any case. */
  readonly isWanted: boolean;
}

export interface LeadsToTell {
  /** Keys. */
  readonly arrived: ReadonlySet<string>;
  /** For each key, the key under which it was announced. */
  readonly changed: ReadonlyMap<string, string>;
}

export interface GrowingWaits {
  /** Each wait is twice the one before. */
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface Covered {
  readonly id: number;
  /** Their state when the digest was made. */
  readonly was: Pick<Subscription, 'definition' | 'nextRunAt' | 'coveredTo' | 'pauses'>;
  readonly scheduledFor: Instant;
  /** The id in the outbox; null if there was nothing to report. */
  readonly message: number | null;
  readonly coveredTo: Instant;
  readonly nextRunAt: Instant;
  readonly pauses: readonly Pause[];
}

export interface LastOutcome {
  readonly subscription: number;
  /** `empty`: a digest without content, which was not sent. */
  readonly state: 'posted' | 'waiting' | 'in-doubt' | 'dead' | 'empty';
  readonly at: Instant;
  /** Slack's code, or our own. */
  readonly reason: string | null;
  readonly nextTryAt: Instant | null;
}

export interface Place {
  readonly workspace: string;
  readonly channel: string;
}
