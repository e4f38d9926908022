/**
 * The subscriptions of channels, and the digests that they owe. A scheduled time is owed until its message exists, or
 * until Leadbell has found that there is nothing to report. The owner is notified when a subscription is paused. Throws
 * the driver's errors.
 */
import type { Instant, OwedCounts, Pause } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewSubscription {
  readonly workspace: string;
  readonly channel: string;
  /** The Slack id of a person. */
  readonly owner: string;
  readonly kind: string;
  /** The schedule, filters and language, in a form that only the subscription's feature reads. */
  readonly definition: object;
  /** The first scheduled time that is owed, in the past or the future. Null: the subscription has no schedule. */
  readonly nextRunAt: Instant | null;
  /** The beginning of the hours that the next digest covers. */
  readonly coveredTo?: Instant | null;
  /** The leads that the owner may see, in a form that only the subscription's feature reads. Absent: all leads. */
  readonly scope?: object | null;
}

export interface Subscription extends NewSubscription {
  readonly id: number;
  readonly scope: object | null;
  /** The time since which the owner has lacked the right to own the subscription. */
  readonly unheldSince: Instant | null;
  readonly pausedReason: string | null;
  readonly pausedAt: Instant | null;
  readonly createdAt: Instant;
  /** Null if no time was ever stored. */
  readonly coveredTo: Instant | null;
  /**
   * The pauses that people made while earlier digests were still owed, in time order. Scheduled times within a pause
   * are not owed.
   */
  readonly pauses: readonly Pause[];
  /**
   * Digests have covered the hours before this time, or a person's pause has dropped them. Null: there are no such
   * hours.
   */
  readonly settledTo: Instant | null;
  /**
   * For the digests that are owed now: the number of failed tries, the reason of the last failure, and the time of the
   * next try.
   */
  readonly tries: number;
  readonly failure: string | null;
  readonly nextTryAt: Instant | null;
}

/** Each of these changes makes a failed digest due again. */
export interface SubscriptionChange {
  readonly definition?: object;
  readonly nextRunAt?: Instant;
  /**
   * Changes the beginning of the hours that the next digest covers, unless another process has changed it since it was
   * read.
   */
  readonly coveredTo?: { readonly was: Instant | null; readonly becomes: Instant };
  readonly pauses?: readonly Pause[];
  /** Moves forward only. */
  readonly settledTo?: Instant;
  /** A reason pauses the subscription, null resumes it. */
  readonly pausedReason?: string | null;
}

/** The owner of a subscription, with the rights that were last looked up. */
export interface Holder {
  readonly owner: string;
  readonly scope: object | null;
  readonly unheldSince: Instant | null;
}

export interface Subscriptions {
  add(transaction: Transaction, subscription: NewSubscription): Promise<number>;
  ofChannel(workspace: string, channel: string): Promise<readonly Subscription[]>;
  /** Returns the person's subscriptions in all channels, including paused ones. */
  ofOwner(workspace: string, owner: string): Promise<readonly Subscription[]>;
  /** Returns the subscriptions with these ids that exist. */
  find(ids: readonly number[]): Promise<readonly Subscription[]>;
  /** Returns subscriptions that are not paused, in all workspaces. */
  ofKind(transaction: Transaction, kind: string): Promise<readonly Subscription[]>;
  /**
   * Returns which of the given leads are new to the subscription, and which have changed since they were announced to
   * it.
   */
  leadsToTell(transaction: Transaction, id: number, leads: readonly ToldLead[]): Promise<LeadsToTell>;
  /** Returns the same as `leadsToTell`, and records that the leads are announced, with their outcomes. */
  tellLeads(transaction: Transaction, id: number, leads: readonly ToldLead[]): Promise<LeadsToTell>;
  /** Counts the leads that were announced to the subscription since this instant, by the database's clock. */
  toldSince(transaction: Transaction, id: number, since: Instant): Promise<number>;
  /** Changes the subscription if it is in the given channel; otherwise returns false. */
  change(transaction: Transaction, id: number, place: Place, change: SubscriptionChange): Promise<boolean>;
  remove(transaction: Transaction, id: number, place: Place): Promise<boolean>;
  /**
   * Returns subscriptions that are not paused and whose owner's rights were last looked up before the instant, or
   * never. Locks these subscriptions until the transaction ends, and skips subscriptions that others have locked.
   */
  toCheck(transaction: Transaction, before: Instant, limit: number): Promise<readonly Subscription[]>;
  /**
   * Records the owner with their rights, as looked up now. If the stored owner or `unheldSince` is no longer as in
   * `was`, returns false and changes nothing.
   */
  hold(
    transaction: Transaction,
    id: number,
    was: Pick<Holder, 'owner' | 'unheldSince'>,
    holder: Holder,
  ): Promise<boolean>;
  /**
   * Returns subscriptions that are due at the instant and not paused; locks them until the transaction ends, and skips
   * those that others have locked.
   */
  due(transaction: Transaction, at: Instant, limit: number): Promise<readonly Subscription[]>;
  /** Locks the subscription, and returns whether its owed digests and its owner are the same as when it was read. */
  isUnchanged(transaction: Transaction, was: Subscription): Promise<boolean>;
  /** Makes these subscriptions due no earlier than the instant. */
  putOff(transaction: Transaction, ids: readonly number[], until: Instant): Promise<void>;
  /**
   * Records that the digests of these subscriptions failed. Each is due again after a wait, which grows with each
   * failure.
   */
  failed(ids: readonly number[], failure: string, waits: GrowingWaits): Promise<void>;
  /**
   * Records in this transaction that the digests of these subscriptions exist. Returns the subscriptions that still
   * owed the same digests. The others stay unchanged, because another process, an edit or a pause came first; their
   * digests must not be sent.
   */
  cover(transaction: Transaction, covered: readonly Covered[]): Promise<ReadonlySet<number>>;
  /** Returns the result of the latest message of each subscription in the channel. */
  outcomes(workspace: string, channel: string): Promise<readonly LastOutcome[]>;
  /** Counts digests that were due before the instant and have no message, in one workspace or in all. */
  owed(before: Instant, workspace?: string): Promise<OwedCounts>;
}

export interface ToldLead {
  /** A key that never changes for this lead. */
  readonly key: string;
  /** The keys under which the lead may have been announced before it had its present key. */
  readonly aliases: readonly string[];
  readonly outcome: string;
  /** Whether to announce the lead if it is new; a lead that was announced before is updated in any case. */
  readonly isWanted: boolean;
}

export interface LeadsToTell {
  /** The keys of new leads. */
  readonly arrived: ReadonlySet<string>;
  /** For the present key of each changed lead: the key under which the lead was announced. */
  readonly changed: ReadonlyMap<string, string>;
}

export interface GrowingWaits {
  /** The first wait; each later wait is twice as long as the one before. */
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface Covered {
  readonly id: number;
  /** The subscription's state when the digest was made. */
  readonly was: Pick<Subscription, 'definition' | 'nextRunAt' | 'coveredTo' | 'pauses'>;
  readonly scheduledFor: Instant;
  /** The message's id in the outbox; null if there was nothing to report. */
  readonly message: number | null;
  readonly coveredTo: Instant;
  readonly nextRunAt: Instant;
  readonly pauses: readonly Pause[];
}

export interface LastOutcome {
  readonly subscription: number;
  /** `empty`: the digest had no content and was not sent. */
  readonly state: 'posted' | 'waiting' | 'in-doubt' | 'dead' | 'empty';
  readonly at: Instant;
  /** Slack's code or our own. */
  readonly reason: string | null;
  readonly nextTryAt: Instant | null;
}

export interface Place {
  readonly workspace: string;
  readonly channel: string;
}
