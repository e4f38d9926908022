/**
 * The subscriptions of one channel, for its members. Effects: the store and the clock by its
 * options. Errors: the store's. A setting controls who may change them; the audit log records each
 * change with the person's Slack id.
 */
import type { ActPlace } from '../../commands/command.ts';
import type { BusinessCalendar, Instant } from '@leadbell/domain';
import type { LastOutcome, NewDigestRequest, Store, Transaction } from '@leadbell/store';
import type { Definition } from '../../subscriptions/definition.ts';
import type { Asker, Refused, Verb } from './may-change.ts';

export interface Listed {
  readonly id: number;
  /** Null when it is unreadable, as written by a later Leadbell. */
  readonly definition: Definition | null;
  readonly owner: string;
  readonly pausedReason: string | null;
  /** A time in the future. */
  readonly nextRunAt: Instant | null;
  /** A due digest without a message. */
  readonly owed?: Owed;
  /** The result of its latest message; absent when there was none. */
  readonly last?: LastOutcome;
}

export interface OwnSubscription extends Listed {
  readonly channel: string;
}

export interface Owed {
  readonly since: Instant;
  readonly tries: number;
  /** A kind of failure; null before the first. */
  readonly failure: string | null;
  readonly nextTryAt: Instant | null;
}

export interface Subscribed {
  readonly one: Listed;
  /** Leadbell can't post there until it is invited. */
  readonly needsInvite: boolean;
  /** The channel had it before, so nothing was added. */
  readonly wasThere?: true;
}

export interface SubscriptionService {
  subscribe(asker: Asker, definition: Definition): Promise<Subscribed | Refused>;
  /** Null when the channel has no such subscription. */
  replace(place: Asker, id: number, definition: Definition): Promise<Subscribed | Refused | null>;
  list(place: ActPlace): Promise<readonly Listed[]>;
  /** The subscriptions that the person owns, in all channels. */
  ofOwner(user: string): Promise<readonly OwnSubscription[]>;
  /** Null when the channel has no such subscription. */
  change(asker: Asker, id: number, verb: Verb): Promise<Listed | Refused | null>;
}

/** Records in the press's transaction that a digest for the latest time is owed to the person at once. */
export type SendDigest = (transaction: Transaction, request: Omit<NewDigestRequest, 'key'>) => Promise<void>;

export interface SubscriptionServiceOptions {
  readonly store: Store;
  readonly workspace: () => string;
  readonly now: () => Instant;
  readonly calendar: BusinessCalendar;
  readonly send: SendDigest;
  /**
   * Called after that transaction, so that it need not wait for the next minute. Must not reject.
   */
  readonly onSend: () => Promise<void>;
  /** Called for a new subscription of the kind. */
  readonly onNew: (kind: Definition['kind']) => Promise<void>;
  readonly mayEdit: (user: string) => Promise<boolean>;
  /** Whether Leadbell is in the channel; null when unknown. */
  readonly canReach: (channel: string) => Promise<boolean | null>;
}
