/**
 * Shows and changes the subscriptions of one channel, for its members. Effects: uses the store and
 * the clock in its options. Errors: those of the store. A setting controls who may change
 * subscriptions; the audit log records each change with the person's Slack id.
 */
import type { ActPlace } from '../../commands/command.ts';
import type { BusinessCalendar, Instant } from '@leadbell/domain';
import type { Language } from '@leadbell/i18n';
import type { LastOutcome, NewDigestRequest, Store, Transaction } from '@leadbell/store';
import type { Definition } from '../../subscriptions/definition.ts';
import type { Asker, Refused, Verb } from './may-change.ts';

export interface Listed {
  readonly id: number;
  /** Null when this version can't read the definition, because a later version wrote it. */
  readonly definition: Definition | null;
  readonly owner: string;
  readonly pausedReason: string | null;
  /** Always in the future. */
  readonly nextRunAt: Instant | null;
  /** The digest that is due and has no message yet. */
  readonly owed?: Owed;
  /** The result of the subscription's latest message; absent when it has sent none. */
  readonly last?: LastOutcome;
}

export interface OwnSubscription extends Listed {
  readonly channel: string;
}

export interface Owed {
  readonly since: Instant;
  readonly tries: number;
  /** The kind of the last failure; null if no try has failed yet. */
  readonly failure: string | null;
  readonly nextTryAt: Instant | null;
}

export interface Subscribed {
  readonly one: Listed;
  /** Whether Leadbell must be invited before it can post in the channel. */
  readonly needsInvite: boolean;
  /**
   * Set if the channel had the same subscription before, perhaps in another language, so that nothing was added:
   * `language` is the language of that subscription, and `asked` the language that was asked for.
   */
  readonly wasThere?: { readonly language: Language; readonly asked: Language };
}

export interface SubscriptionService {
  subscribe(asker: Asker, definition: Definition): Promise<Subscribed | Refused>;
  /** Returns null when the channel has no such subscription. */
  replace(place: Asker, id: number, definition: Definition): Promise<Subscribed | Refused | null>;
  list(place: ActPlace): Promise<readonly Listed[]>;
  /** Returns the subscriptions that the person owns, in all channels. */
  ofOwner(user: string): Promise<readonly OwnSubscription[]>;
  /** Returns null when the channel has no such subscription. */
  change(asker: Asker, id: number, verb: Verb): Promise<Listed | Refused | null>;
}

/** Stores the person's request for the digest of the latest scheduled time, in the transaction of the press. */
export type SendDigest = (transaction: Transaction, request: Omit<NewDigestRequest, 'key'>) => Promise<void>;

export interface SubscriptionServiceOptions {
  readonly store: Store;
  readonly workspace: () => string;
  readonly now: () => Instant;
  readonly calendar: BusinessCalendar;
  readonly send: SendDigest;
  /** Called after the transaction of `send`, so that the digest need not wait for the next minute. Must not reject. */
  readonly onSend: () => Promise<void>;
  /** Called after a new subscription of this kind. */
  readonly onNew: (kind: Definition['kind']) => Promise<void>;
  readonly mayEdit: (user: string) => Promise<boolean>;
  /** Whether Leadbell is in the channel; null when we don't know. */
  readonly canReach: (channel: string) => Promise<boolean | null>;
}
