/**
 * What is to be said in Slack, as rows: written in the transaction of the state that causes them, delivered afterwards (see delivery.ts).
 * A row is one message for its whole life: it is posted once, and later updated; only its newest state is ever sent. Errors: the driver's.
 */
import type { Instant, MessageCounts } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewMessage {
  readonly workspace: string;
  /** A channel's id, or a person's for a direct message. */
  readonly channel: string;
  /** What the message is, once for ever: the same key is never posted twice in a workspace. */
  readonly key: string;
  /** For those who list messages: `digest`, `alert`, `notice` … */
  readonly kind: string;
  /** What Slack is given: text and blocks. */
  readonly payload: object;
  /** A message of the outbox in whose thread it belongs; where that is in a thread itself, beside it: Slack has no threads in threads. */
  readonly threadOf?: number;
  readonly subscription?: number;
  /**
   * It goes on though its post is lost (deleted, never taken, not to be changed any more, its thread closed): once something is said in its thread,
   * it is posted anew with its newest payload, and what follows goes there. Keys of such lines begin with its own.
   */
  readonly lives?: boolean;
}

export interface OutboxRow {
  readonly id: number;
  readonly workspace: string;
  readonly channel: string;
  readonly key: string;
  readonly kind: string;
  readonly state: 'pending' | 'sending' | 'sent' | 'dead';
  readonly reason: string | null;
  readonly attempt: number;
  readonly createdAt: Instant;
  readonly ts: string | null;
}

/** Messages of one subscription that could not be sent. */
export interface Undelivered {
  readonly subscription: number;
  readonly workspace: string;
  readonly channel: string;
  readonly owner: string;
  /** Of the subscription. */
  readonly kind: string;
  readonly messages: number;
  /** Of the latest of them. */
  readonly message: number;
  readonly reason: string;
}

/** A notice that its owner can't be sent. */
export interface UnheardNotice {
  readonly id: number;
  readonly workspace: string;
  readonly key: string;
  readonly payload: object;
  readonly subscription: number;
  readonly owner: string;
  /** Where its subscription posts. */
  readonly channel: string;
}

export interface Placed {
  readonly id: number;
  /** `unseen`: it was surely never posted. `lost`: its post can't be changed any more, or nobody knows whether there is one. */
  readonly standing: 'kept' | 'unseen' | 'lost';
  /** Of the thread that it is in, with the keys of all that is there; null when it is in none. */
  readonly first: { readonly key: string; readonly replies: readonly string[] } | null;
}

export interface Outbox {
  /** In the given transaction. Ids in the order given; a key that is there already keeps its message and gives its id. */
  add(transaction: Transaction, messages: readonly NewMessage[]): Promise<readonly number[]>;
  /**
   * A new state of a message, posted or not. One that could not be changed before is tried again, and so is one that was surely never posted, for a day;
   * one that is gone is left alone. False when there is no such message.
   */
  update(transaction: Transaction, workspace: string, key: string, payload: object): Promise<boolean>;
  /** A living message anew, in the given thread or in none; nothing where its post is kept. */
  again(transaction: Transaction, workspace: string, key: string, threadOf?: number): Promise<void>;
  /** Where a message is; null when there is no such message. */
  place(transaction: Transaction, workspace: string, key: string): Promise<Placed | null>;
  /** Without notices to owners. */
  dead(limit: number): Promise<readonly OutboxRow[]>;
  /**
   * Dead messages whose owners have not heard of them, by subscription; they count as told with this. A subscription of which its owner heard within a day is
   * left for later. `knownOtherwise`: reasons of which owners hear in another way.
   */
  takeUndelivered(transaction: Transaction, knownOtherwise: readonly string[]): Promise<readonly Undelivered[]>;
  /** Notices that could not be sent and whose channel can be written to; they count as dealt with. */
  takeUnheard(transaction: Transaction): Promise<readonly UnheardNotice[]>;
  /**
   * Dead messages, back to the end of their channel's line; one that may have been posted is looked for first. A posted message that can't be changed any more
   * is left out of `all`. Returns how many.
   */
  requeue(ids: readonly number[] | 'all'): Promise<number>;
  /** Of one workspace, or of all. */
  counts(sentSince: Instant, workspace?: string): Promise<MessageCounts>;
  /** By id, for whoever follows messages. */
  find(ids: readonly number[]): Promise<readonly OutboxRow[]>;
}
