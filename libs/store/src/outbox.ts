/**
 * Messages for Slack, as rows: written in the transaction of their cause and delivered afterwards (see delivery.ts). A
 * row is one message for its whole life: it is posted once and updated later; only its newest state is ever sent.
 * Errors: the driver's.
 */
import type { Instant, MessageCounts } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewMessage {
  readonly workspace: string;
  /** A channel's id, or a person's for a direct message. */
  readonly channel: string;
  /** Identifies the message: the same key is never posted twice in a workspace, for as long as its row is kept. */
  readonly key: string;
  /** For lists of messages: `digest`, `alert`, `notice` … */
  readonly kind: string;
  /** The text and blocks for Slack. */
  readonly payload: object;
  /**
   * The outbox message whose thread it belongs to; if that is itself a reply, it goes into the same thread, since Slack
   * threads don't nest.
   */
  readonly threadOf?: number;
  readonly subscription?: number;
  /**
   * The message survives the loss of its post (deleted, never accepted, no longer editable, or its thread closed): at
   * the next reply in its thread it is posted again with its newest payload, and later replies go there. Keys of such
   * replies begin with its own.
   */
  readonly lives?: boolean;
  /**
   * For news from the DMS: the earliest time at which the DMS can have shown it. Null if it is not known; absent for
   * everything else.
   */
  readonly visibleFrom?: Instant | null;
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
  /** The subscription's kind. */
  readonly kind: string;
  readonly messages: number;
  /** The latest of them. */
  readonly message: number;
  readonly reason: string;
}

/** A notice that can't be sent to its owner. */
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
  /** `unseen`: certainly never posted. `lost`: its post can't be updated any more, or may not exist. */
  readonly standing: 'kept' | 'unseen' | 'lost';
  /** The first message of its thread, with the keys of all its replies; null if it is not in a thread. */
  readonly first: { readonly key: string; readonly replies: readonly string[] } | null;
}

export interface Outbox {
  /** In the given transaction. Returns ids in the given order; an existing key keeps its message and returns its id. */
  add(transaction: Transaction, messages: readonly NewMessage[]): Promise<readonly number[]>;
  /**
   * Writes a new state of a message, posted or not. Retries a message that could not be updated, and for a day one that
   * was certainly never posted; leaves a message alone whose post is gone. False if there is no such message.
   */
  update(transaction: Transaction, workspace: string, key: string, payload: object): Promise<boolean>;
  /** Posts a living message again, in the given thread or in none; does nothing if its post still exists. */
  again(transaction: Transaction, workspace: string, key: string, threadOf?: number): Promise<void>;
  /** Where a message is; null if there is none. */
  place(transaction: Transaction, workspace: string, key: string): Promise<Placed | null>;
  /** The keys of all replies in the thread of a message. */
  replies(transaction: Transaction, workspace: string, key: string): Promise<readonly string[]>;
  /** Without notices to owners. */
  dead(limit: number): Promise<readonly OutboxRow[]>;
  /**
   * Dead messages whose owners were not notified, by subscription. Postponed if the owner was notified about the
   * subscription within a day. `knownOtherwise`: reasons that owners learn about in another way.
   */
  undelivered(transaction: Transaction, knownOtherwise: readonly string[]): Promise<readonly Undelivered[]>;
  /** The same, and marks them as notified; none while another process does so. */
  takeUndelivered(transaction: Transaction, knownOtherwise: readonly string[]): Promise<readonly Undelivered[]>;
  /** Notices that could not be sent and whose channel accepts posts. */
  unheard(transaction: Transaction): Promise<readonly UnheardNotice[]>;
  /** The same, and marks them as handled; without those that another process handles. */
  takeUnheard(transaction: Transaction): Promise<readonly UnheardNotice[]>;
  /**
   * Sends dead messages back to the end of their channel's line; one that may have been posted is first looked for.
   * `all` leaves out posted messages that can't be updated any more. Returns how many.
   */
  requeue(ids: readonly number[] | 'all'): Promise<number>;
  /** For one workspace, or all. */
  counts(sentSince: Instant, workspace?: string): Promise<MessageCounts>;
  /** By id, for following messages. */
  find(ids: readonly number[]): Promise<readonly OutboxRow[]>;
}
