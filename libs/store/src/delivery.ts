/**
 * Decides which messages are sent, and when. Processes share the work by claiming messages of the outbox. A channel's
 * messages are sent one at a time, in order, with a pause between them. A workspace's posts, updates and reads of the
 * history each stay within a limit, and all processes follow Slack's `Retry-After`. All times are by the database's
 * clock, because a replica's own clock may be wrong. Between claim and end, only a lease protects the message; if the
 * lease was lost, `end` changes nothing and returns `false`.
 *
 * A message is in doubt if it was sent to Slack with an unknown result. Its channel waits for a while (`doubtWaitMs`)
 * and then continues. The message is looked for outside the queue, one page of history at a time.
 */
import type { Instant } from '@leadbell/domain';
import type { NewMessage } from './outbox.ts';

export interface Pace {
  /** The pause between two messages in a channel. */
  readonly channelMs: number;
  readonly postsPerSecond: number;
  readonly postBurst: number;
  readonly updatesPerSecond: number;
  readonly updateBurst: number;
  readonly looksPerSecond: number;
  readonly lookBurst: number;
  /** How long a channel waits for a message in doubt. */
  readonly doubtWaitMs: number;
}

export interface ClaimOptions {
  readonly workspaces: readonly string[];
  readonly limit: number;
  /** Must be longer than any call to Slack. */
  readonly leaseMs: number;
  readonly pace: Pace;
  /** The session of this process, from `Listening.session()`; null: only leases protect its claims. */
  readonly owner: number | null;
  /** The time of Slack's clock; null if unknown. */
  readonly slackNow: Instant | null;
}

export interface TakeOverOptions extends Pick<ClaimOptions, 'slackNow'> {
  /** `all`: also workspaces that other processes serve. */
  readonly workspaces: readonly string[] | 'all';
  /** The sessions of this process that have calls under way. */
  readonly mine: readonly number[];
  /**
   * Whether to take over expired leases too. Must be false while the clock may have jumped, because a call made under
   * such a lease may still be running.
   */
  readonly takesExpired: boolean;
  /**
   * This long after an attempt ended, its post is certain to be visible in the history. The message is looked for at
   * once, but until then a missing message proves nothing.
   */
  readonly visibleMs: number;
  readonly doubtWaitMs: number;
}

export interface LookOptions extends Omit<ClaimOptions, 'owner' | 'slackNow'> {
  /** How long a due look may wait for other messages of its channel or thread, in order to serve them together. */
  readonly gatherMs: number;
  /** False if the clock may have jumped: then a missing message proves nothing, and each message is looked for once. */
  readonly isClockSteady: boolean;
}

export interface Claim {
  readonly outboxId: number;
  readonly workspace: string;
  readonly channel: string;
  /** Slack's id of the direct message, if the channel is a person and the id is known. */
  readonly conversation: string | null;
  readonly key: string;
  readonly kind: string;
  readonly action: 'post' | 'update';
  readonly payload: object;
  readonly version: number;
  /** The `ts` of the message, if it was posted. */
  readonly ts: string | null;
  /**
   * The `ts` of the thread's first message; null if the message is not in a thread or the first message was never
   * posted.
   */
  readonly threadTs: string | null;
  readonly isReply: boolean;
  /** For a reply: the thread's first message in its newest state, if it must be updated first; otherwise null. */
  readonly thread: { readonly payload: object; readonly version: number } | null;
  readonly attempt: number;
  readonly attemptAt: Instant;
  readonly claimedAt: Instant;
  /**
   * Slack's last reason for refusing the message, and when Slack first gave it; null if the message was not refused.
   */
  readonly refused: { readonly reason: string; readonly since: Instant } | null;
  readonly lease: number;
  readonly owner: number | null;
}

/** A message in doubt. */
export interface Doubt {
  readonly outboxId: number;
  readonly key: string;
  readonly version: number;
  /** The text as it was last written. */
  readonly text: string | null;
  readonly attemptAt: Instant;
  readonly sought: Sought;
  /** Increases with each attempt to send and with each look, so that an earlier look that ends late changes nothing. */
  readonly attempt: number;
  /** Whether the post may not be visible yet, so that a missing message proves nothing. */
  readonly isEarly: boolean;
}

/**
 * The part of the history in which a message in doubt can be. `from`, `after` and `to` are seconds of Slack's clock,
 * like a `ts`. Unknown fields are left out.
 */
export interface Sought {
  /** When the doubt began, by the database's clock. */
  readonly since?: Instant;
  /** When the message was last looked for, by the database's clock. */
  readonly lookedAt?: Instant;
  /**
   * The sum of the waits between the looks so far, in milliseconds. Each wait counts as at most a quarter of an hour,
   * so that a jump of the clock does not end the search.
   */
  readonly waited?: number;
  /** A time of Slack's clock before the attempt. */
  readonly from?: number;
  /** The `ts` of our previous message in the channel. */
  readonly after?: string;
  /** A time of Slack's clock after the attempt. */
  readonly to?: number;
  /** The progress of the search for the message. */
  readonly search?: Search;
  /** The post, if Slack confirmed it while the attempt was under way. */
  readonly seen?: Omit<Posted, 'key'>;
}

/** A message of ours that is in Slack. */
export interface Posted {
  readonly key: string;
  readonly ts: string;
  readonly version: number;
  readonly conversation: string;
}

/** A search through the history of a channel or thread, for all messages in doubt there when the search began. */
export interface Search {
  readonly covers: readonly number[];
  /** The messages that may not have been visible when the search began. */
  readonly early?: readonly number[];
  readonly oldest: string;
  readonly latest: string | null;
  readonly cursor: string | null;
  /** How many messages were read so far. */
  readonly read: number;
  /** Whether Slack has refused a cursor of this search before. */
  readonly isSecond: boolean;
  /** `sawOurs`: messages of ours were seen. `sawMetadata`: some of them had metadata. */
  readonly sawOurs: boolean;
  readonly sawMetadata: boolean;
}

/** A request to read one page of the history of a channel or thread, in order to find the messages in doubt there. */
export interface Look {
  readonly workspace: string;
  readonly channel: string;
  readonly conversation: string | null;
  readonly threadTs: string | null;
  /** Never empty. The look continues the search of the first message, if that search has begun. */
  readonly doubts: readonly Doubt[];
  readonly claimedAt: Instant;
}

export type Seen =
  | {
      readonly kind: 'read';
      readonly found: readonly { readonly outboxId: number; readonly ts: string; readonly version: number }[];
      /** Messages that the completed search did not find. They are posted again if a post would be visible by now. */
      readonly absent: readonly number[];
      /** The position from which the next look continues. */
      readonly next: { readonly outboxId: number; readonly search: Search } | null;
      readonly conversation: string;
    }
  /** Slack limited the rate: all reads of the workspace's history wait. */
  | { readonly kind: 'paced'; readonly afterMs: number }
  /** The history could not be read this time. */
  | { readonly kind: 'unread'; readonly reason: string; readonly afterMs: number }
  /** The history can't be read at all. */
  | { readonly kind: 'perhaps'; readonly reason: string }
  | Extract<Outcome, { readonly kind: 'gone' | 'closed' | 'blocked' }>;

export type Outcome =
  | {
      readonly kind: 'sent';
      readonly ts: string;
      readonly version: number;
      readonly conversation: string;
      /** If a plainer form of the message was sent: Slack's reason for refusing the first form. */
      readonly plainerFor?: string;
      /** For a reply: the version to which the thread's first message was updated before the reply was posted. */
      readonly threadVersion?: number;
    }
  /** The message was neither posted nor updated, for a reason that has nothing to do with the message. */
  | { readonly kind: 'undone' }
  /**
   * Slack refused the message, or an update got no clear answer; a retry after a while may help. `aside`: only this
   * message is affected, so later messages of the channel are sent meanwhile.
   */
  | { readonly kind: 'refused'; readonly reason: string; readonly afterMs: number; readonly aside: boolean }
  /** Slack limited the rate: all calls of this kind in the workspace wait. */
  | { readonly kind: 'paced'; readonly afterMs: number }
  /**
   * It is unknown whether the call had an effect; the message is looked for after the wait. `doubt`: Slack's actual
   * answer, in a form that is safe to log.
   */
  | { readonly kind: 'unclear'; readonly afterMs: number; readonly doubt?: string; readonly slackNow: Instant | null }
  | { readonly kind: 'dead'; readonly reason: string }
  /**
   * It is unknown whether the message was posted, and it can't be looked for. The message is kept as dead with a reason
   * of its own: `perhapsReason`.
   */
  | { readonly kind: 'perhaps'; readonly reason: string }
  /**
   * The post can't be updated any more, or its thread takes no replies. The message is kept as dead with a reason of
   * its own (`goneReason`); a message that Leadbell keeps up to date continues in a new post.
   */
  | { readonly kind: 'gone'; readonly reason: string }
  /** Leadbell can't post in the channel: all its waiting messages are dead, and its subscriptions are paused. */
  | { readonly kind: 'closed'; readonly reason: string; readonly notices: NoticeWriter }
  /** Leadbell can't post in the workspace: until it is unblocked, its messages wait and no digest is due. */
  | { readonly kind: 'blocked'; readonly reason: string };

/**
 * The reason of a dead message that may have been posted: if a person sends it back, it is looked for first. The owner
 * of its subscription is notified.
 */
export function perhapsReason(code: string): string {
  return `perhaps posted (${code})`;
}

/**
 * The reason of a dead message whose post can't be updated (then it has a `ts`), or whose thread takes no replies (then
 * it has none).
 */
export function goneReason(code: string): string {
  return `gone (${code})`;
}

export function isGoneReason(reason: string): boolean {
  return reason.startsWith('gone (');
}

export interface PausedSubscription {
  readonly id: number;
  readonly workspace: string;
  readonly channel: string;
  readonly owner: string;
  readonly kind: string;
  readonly pausedAt: Instant;
}

/** Writes notices to the owners of the paused subscriptions; they are sent from the same outbox. */
export type NoticeWriter = (paused: readonly PausedSubscription[]) => readonly NewMessage[];

export interface Outlook {
  readonly now: Instant;
  /** The milliseconds until a message is due; null if none is waiting. */
  readonly dueInMs: number | null;
  /** Whether another process holds a claim that may have to be taken over. */
  readonly isHeld: boolean;
}

/** A message that Slack has accepted. */
export interface Done {
  readonly claim: Claim;
  readonly outcome: Extract<Outcome, { readonly kind: 'sent' }>;
}

/**
 * `overtaken`: another process took the claim, and nothing was changed here. `busy`: another transaction has locked the
 * channel, and nothing was changed yet; call `end`, which waits for the lock.
 */
export type StepEnd = 'ended' | 'overtaken' | 'busy';

export interface Step {
  /** The results for the messages of this step, in the same order. */
  readonly ends: readonly StepEnd[];
  readonly claims: readonly Claim[];
  /** Null if there may be more messages to claim without a wait. */
  readonly outlook: Outlook | null;
}

export interface DeliveryQueue {
  /**
   * Records the messages that were sent and claims the next ones, in one round trip and one commit. Never waits for a
   * lock.
   */
  step(options: ClaimOptions, sent: readonly Done[]): Promise<Step>;
  claim(options: ClaimOptions): Promise<readonly Claim[]>;
  /** Returns false if another process took the claim; then nothing was changed. */
  end(claim: Claim, outcome: Outcome, pace: Pace): Promise<boolean>;
  /**
   * Frees messages that are still claimed by processes that ended: posts are then in doubt, and updates are sent again.
   * Frees channels that have waited long enough for a message in doubt. Returns the current time of the database's clock.
   */
  takeOver(options: TakeOverOptions): Promise<Instant>;
  claimLooks(options: LookOptions): Promise<readonly Look[]>;
  /** Returns false if another look has begun since; then nothing was changed. */
  endLook(look: Look, seen: Seen): Promise<boolean>;
  /**
   * Call when something other than Slack's answer to the call proves that the message was posted. Ends the doubt, even
   * if the message already counts as perhaps posted.
   */
  confirm(workspace: string, posted: Posted): Promise<void>;
  /** Returns the given workspaces in which nothing can be posted. */
  blocked(workspaces: readonly string[]): Promise<readonly string[]>;
  /** Records that the workspace accepts posts again. Returns true if it was blocked before. */
  unblock(workspace: string): Promise<boolean>;
}

/** The longest wait: a longer one is cut to this length, even if Slack asks for it. */
export const longestWaitMs: number = 15 * 60_000;

/** A message that was searched for this long without a result is given up as perhaps posted. */
export const doubtPatienceMs: number = 3_600_000;
