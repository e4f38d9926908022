/**
 * Messages for Slack. A message is written in the transaction that causes it, and delivered afterwards (see
 * delivery.ts). One row is one message for its whole life: it is posted once and then updated, and only the newest
 * state is sent. Throws the driver's errors.
 */
import type { Instant, MessageCounts } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface NewMessage {
  readonly workspace: string;
  /** The id of a channel, or of a person for a direct message. */
  readonly channel: string;
  /** Identifies the message in its workspace. While its row is kept, no other message with the same key is posted. */
  readonly key: string;
  /** The kind of the message, as lists show it, such as `digest`, `alert` or `notice`. */
  readonly kind: string;
  /** The text and blocks that Slack gets. */
  readonly payload: object;
  /**
   * The message whose thread this one belongs to; if that message is a reply, this one goes into the same thread,
   * because Slack's threads do not nest.
   */
  readonly threadOf?: number;
  readonly subscription?: number;
  /**
   * Whether the message outlives its post: if the post is deleted, was never accepted, can't be edited or has a closed
   * thread, the next reply posts the message again with its newest payload. Later replies go to the thread of the new
   * post. The keys of such replies begin with the message's own key.
   */
  readonly lives?: boolean;
  /**
   * For a message about a change in the DMS: the earliest time at which the DMS can have shown the change, or null if
   * this time is unknown. Other messages leave it out.
   */
  readonly visibleFrom?: Instant | null;
}

/** A message together with the first replies in its thread. The message does not outlive its post. */
export interface NewThread extends Omit<NewMessage, 'threadOf' | 'lives'> {
  readonly replies: readonly Pick<NewMessage, 'key' | 'payload'>[];
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
  /** The kind of the subscription. */
  readonly kind: string;
  readonly messages: number;
  /** The id of the latest of these messages. */
  readonly message: number;
  readonly reason: string;
}

/** A notice that could not be sent to its owner. */
export interface UnheardNotice {
  readonly id: number;
  readonly workspace: string;
  readonly key: string;
  readonly payload: object;
  readonly subscription: number;
  readonly owner: string;
  /** The channel of the subscription that the notice is about. */
  readonly channel: string;
}

export interface Placed {
  readonly id: number;
  /** `unseen`: the message was certainly never posted. `lost`: its post can't be updated any more, or may not exist. */
  readonly standing: 'kept' | 'unseen' | 'lost';
  /** The first message of the thread, with the keys of all replies; null if the message is not in a thread. */
  readonly first: { readonly key: string; readonly replies: readonly string[] } | null;
}

export interface Outbox {
  /**
   * Adds messages in the given transaction. Returns their ids in the same order; if a key exists, its message stays and
   * its id is returned.
   */
  add(transaction: Transaction, messages: readonly NewMessage[]): Promise<readonly number[]>;
  /**
   * Adds messages with their replies, in much less time than two calls of `add` need. Returns the ids of the threads'
   * first messages.
   */
  addThreads(transaction: Transaction, threads: readonly NewThread[]): Promise<readonly number[]>;
  /**
   * Writes a new state of a message, whether or not it was posted. A message whose update failed is tried again. A
   * message that was certainly never posted is tried again for a day. A message whose post is lost does not change.
   * Returns false if there is no such message.
   */
  update(transaction: Transaction, workspace: string, key: string, payload: object): Promise<boolean>;
  /**
   * Posts a message that Leadbell keeps up to date again, in the given thread or outside threads. Does nothing if its
   * post still exists.
   */
  again(transaction: Transaction, workspace: string, key: string, threadOf?: number): Promise<void>;
  /** Returns how a message stands, and the message's thread; null if there is no such message. */
  place(transaction: Transaction, workspace: string, key: string): Promise<Placed | null>;
  /** Returns the keys of all replies in the message's thread. */
  replies(transaction: Transaction, workspace: string, key: string): Promise<readonly string[]>;
  /**
   * Returns dead messages. Leaves out notices to owners, and messages that need no repair, for example because their
   * post can't be edited any more.
   */
  dead(limit: number): Promise<readonly OutboxRow[]>;
  /**
   * For each subscription, summarises the dead messages of which its owner was not notified. Leaves out subscriptions
   * whose owner was notified less than a day ago. `knownOtherwise`: reasons that owners learn in another way.
   */
  undelivered(transaction: Transaction, knownOtherwise: readonly string[]): Promise<readonly Undelivered[]>;
  /**
   * Returns the same as `undelivered`, and marks the owners as notified; returns an empty list while another process
   * does this.
   */
  takeUndelivered(transaction: Transaction, knownOtherwise: readonly string[]): Promise<readonly Undelivered[]>;
  /** Returns notices that could not be sent to the owner, and whose subscription is not paused. */
  unheard(transaction: Transaction): Promise<readonly UnheardNotice[]>;
  /**
   * Returns the same as `unheard`, without notices that another process is handling. Marks the returned notices as
   * handled.
   */
  takeUnheard(transaction: Transaction): Promise<readonly UnheardNotice[]>;
  /**
   * Puts dead messages at the end of their channels' queues; a message that may have been posted is looked for first.
   * `all`: all messages that `dead` can return. Returns how many messages were put back.
   */
  requeue(ids: readonly number[] | 'all'): Promise<number>;
  /** Counts messages of one workspace, or of all workspaces. */
  counts(sentSince: Instant, workspace?: string): Promise<MessageCounts>;
  /** Returns messages by their ids, to follow how they are sent. */
  find(ids: readonly number[]): Promise<readonly OutboxRow[]>;
}
