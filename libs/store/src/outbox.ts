/**
 * What is to be said in Slack, as rows: written in the transaction of the state that causes them, delivered afterwards (see delivery.ts).
 * A row is one message for its whole life: it is posted once, and later updated; only its newest state is ever sent. Errors: the driver's.
 */
import type { Instant } from '@leadbell/domain';
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

export interface OutboxCounts {
  readonly pending: number;
  readonly sending: number;
  /** Never posted, or its newest state not shown; without posts that stand but can't be changed any more. */
  readonly dead: number;
  /** Since the instant that was asked for. */
  readonly sent: number;
  readonly oldestPendingAt: Instant | null;
}

export interface Placed {
  readonly id: number;
  /** Of the thread that it is in, with the keys of all that is there; null when it is in none. */
  readonly first: { readonly key: string; readonly replies: readonly string[] } | null;
}

export interface Outbox {
  /** In the given transaction. Ids in the order given; a key that is there already keeps its message and gives its id. */
  add(transaction: Transaction, messages: readonly NewMessage[]): Promise<readonly number[]>;
  /** A new state of a message, posted or not. False when there is no such message. */
  update(transaction: Transaction, workspace: string, key: string, payload: object): Promise<boolean>;
  /** Where a message is; null when there is no such message. */
  place(transaction: Transaction, workspace: string, key: string): Promise<Placed | null>;
  dead(limit: number): Promise<readonly OutboxRow[]>;
  /**
   * Dead messages, back to the end of their channel's line; one that may have been posted is looked for first. A posted message that can't be changed any more
   * is left out of `all`. Returns how many.
   */
  requeue(ids: readonly number[] | 'all'): Promise<number>;
  /** Of one workspace, or of all. */
  counts(sentSince: Instant, workspace?: string): Promise<OutboxCounts>;
  /** By id, for whoever follows messages. */
  find(ids: readonly number[]): Promise<readonly OutboxRow[]>;
}
