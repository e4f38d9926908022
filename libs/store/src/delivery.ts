/**
 * Decides which messages are sent, and when: claims on the outbox, shared by any number of processes. A channel's
 * messages are sent one at a time, in order, at its pace; a workspace's posts, updates and history reads stay within
 * their caps; all processes share `Retry-After`. Everything uses the database's clock, because a replica's own may be
 * wrong. Between claim and end only a lease holds the message; an end after the lease was lost changes nothing
 * (`false`).
 *
 * A message is in doubt if an attempt was made and its outcome is unknown. Its channel waits for it for a while
 * (`doubtWaitMs`), and then continues; the message is looked for outside the queue, one page of history at a time.
 */
import type { Instant } from '@leadbell/domain';
import type { NewMessage } from './outbox.ts';

export interface Pace {
  /** Between two messages in a channel. */
  readonly channelMs: number;
  readonly postsPerSecond: number;
  readonly postBurst: number;
  readonly updatesPerSecond: number;
  readonly updateBurst: number;
  readonly looksPerSecond: number;
  readonly lookBurst: number;
  /** How long a channel's line waits for a message in doubt. */
  readonly doubtWaitMs: number;
}

export interface ClaimOptions {
  readonly workspaces: readonly string[];
  readonly limit: number;
  /** Longer than a call to Slack can take. */
  readonly leaseMs: number;
  readonly pace: Pace;
  /** This process's session, `Listening.session()`; null: only leases protect its claims. */
  readonly owner: number | null;
  /** Slack's clock, epoch milliseconds; null if unknown. */
  readonly slackNow: Instant | null;
}

export interface TakeOverOptions extends Pick<ClaimOptions, 'slackNow'> {
  /** `all`: those of other processes too. */
  readonly workspaces: readonly string[] | 'all';
  /** Sessions of this process with calls under way. */
  readonly mine: readonly number[];
  /**
   * Also takes over expired leases. Not while the clock may have jumped: a call made under such a lease may still be
   * running.
   */
  readonly takesExpired: boolean;
  /**
   * How long after an attempt ended its result is certain to show in the history. It is looked for at once, but until
   * then only finding it counts.
   */
  readonly visibleMs: number;
  readonly doubtWaitMs: number;
}

export interface LookOptions extends Omit<ClaimOptions, 'owner' | 'slackNow'> {
  /** A message that is due waits this long for others in its place that are about to be. */
  readonly gatherMs: number;
  /** False if the clock may have jumped: not finding a message then proves nothing, and each is looked for once. */
  readonly isClockSteady: boolean;
}

export interface Claim {
  readonly outboxId: number;
  readonly workspace: string;
  readonly channel: string;
  /** Slack's id of the conversation, if the channel is a person and it is known. */
  readonly conversation: string | null;
  readonly key: string;
  readonly kind: string;
  readonly action: 'post' | 'update';
  readonly payload: object;
  readonly version: number;
  /** The message's `ts`, if it was posted. */
  readonly ts: string | null;
  /** The `ts` of the thread's first message; null also if that was never posted. */
  readonly threadTs: string | null;
  readonly isReply: boolean;
  /** For a reply: the current state of its first message, if that must be shown before the reply; otherwise null. */
  readonly thread: { readonly payload: object; readonly version: number } | null;
  readonly attempt: number;
  readonly attemptAt: Instant;
  readonly claimedAt: Instant;
  /** Why Slack last refused it, and since when for that reason; null if it did not. */
  readonly refused: { readonly reason: string; readonly since: Instant } | null;
  readonly lease: number;
  readonly owner: number | null;
}

/** A message in doubt. */
export interface Doubt {
  readonly outboxId: number;
  readonly key: string;
  readonly version: number;
  /** As last written. */
  readonly text: string | null;
  readonly attemptAt: Instant;
  readonly sought: Sought;
  /** Counts looks too: an end after another look changes nothing. */
  readonly attempt: number;
  /** It may not be visible yet: not finding it proves nothing. */
  readonly isEarly: boolean;
}

/** Where a message in doubt can be, by Slack's clock, in seconds as in `ts`. Unknown fields are absent. */
export interface Sought {
  /** When its doubt began, by the database's clock. */
  readonly since?: Instant;
  /** When it was last looked for, by the same clock. */
  readonly lookedAt?: Instant;
  /**
   * Milliseconds between looks so far, each counted as at most a quarter of an hour, so that a clock jump ends no
   * doubt.
   */
  readonly waited?: number;
  /** Slack's time before the attempt. */
  readonly from?: number;
  /** The message that we posted there before. */
  readonly after?: string;
  /** Slack's time when the attempt had ended. */
  readonly to?: number;
  /** The progress of its search. */
  readonly search?: Search;
  /** Slack has confirmed it while its attempt was under way. */
  readonly seen?: Omit<Posted, 'key'>;
}

/** A message of ours that exists in Slack. */
export interface Posted {
  readonly key: string;
  readonly ts: string;
  readonly version: number;
  readonly conversation: string;
}

/** A search through a channel's history (or a thread) for all messages that were in doubt there when it began. */
export interface Search {
  readonly covers: readonly number[];
  /** Those that may not have been visible when it began. */
  readonly early?: readonly number[];
  readonly oldest: string;
  readonly latest: string | null;
  readonly cursor: string | null;
  /** Number of messages read. */
  readonly read: number;
  /** Slack has refused its cursor once. */
  readonly isSecond: boolean;
  /** Whether messages of ours were seen, and whether any had metadata. */
  readonly sawOurs: boolean;
  readonly sawMetadata: boolean;
}

/** One page of a channel's history, or of a thread, to be read for the messages in doubt there. */
export interface Look {
  readonly workspace: string;
  readonly channel: string;
  readonly conversation: string | null;
  readonly threadTs: string | null;
  /** The owner of the search first. Never empty. */
  readonly doubts: readonly Doubt[];
  readonly claimedAt: Instant;
}

export type Seen =
  | {
      readonly kind: 'read';
      readonly found: readonly { readonly outboxId: number; readonly ts: string; readonly version: number }[];
      /** Not found there: to be posted. */
      readonly absent: readonly number[];
      /** The position for the next look. */
      readonly next: { readonly outboxId: number; readonly search: Search } | null;
      readonly conversation: string;
    }
  /** Slack's rate limit: all looks into the workspace's history wait. */
  | { readonly kind: 'paced'; readonly afterMs: number }
  /** Could not be read now. */
  | { readonly kind: 'unread'; readonly reason: string; readonly afterMs: number }
  /** Can't be read. */
  | { readonly kind: 'perhaps'; readonly reason: string }
  | Extract<Outcome, { readonly kind: 'gone' | 'closed' | 'blocked' }>;

export type Outcome =
  | {
      readonly kind: 'sent';
      readonly ts: string;
      readonly version: number;
      readonly conversation: string;
      /** The refusal for which Slack got a plainer form. */
      readonly plainerFor?: string;
      /** For a reply: the version of its first message that was shown before it. */
      readonly threadVersion?: number;
    }
  /** Certainly not done, and the message is fine. */
  | { readonly kind: 'undone' }
  /**
   * Certainly not done; worth retrying after a while. `aside`: only this message is affected, so later ones in the
   * channel are sent.
   */
  | { readonly kind: 'refused'; readonly reason: string; readonly afterMs: number; readonly aside: boolean }
  /** Slack's rate limit: all of the workspace's calls of this kind wait. */
  | { readonly kind: 'paced'; readonly afterMs: number }
  /** Unknown whether it was done: to be looked for after the wait. `doubt`: the actual answer, safe to log. */
  | { readonly kind: 'unclear'; readonly afterMs: number; readonly doubt?: string; readonly slackNow: Instant | null }
  | { readonly kind: 'dead'; readonly reason: string }
  /** Unknown whether it was posted, and it can't be looked for. Kept as dead with its own reason: `perhapsReason`. */
  | { readonly kind: 'perhaps'; readonly reason: string }
  /**
   * The message can't be updated any more, or the thread takes no replies. Kept as dead with its own reason
   * (`goneReason`); a living message continues in a new post.
   */
  | { readonly kind: 'gone'; readonly reason: string }
  /** The channel is closed to us: all its waiting messages are dead and its subscriptions paused. */
  | { readonly kind: 'closed'; readonly reason: string; readonly notices: NoticeWriter }
  /** Nothing can be posted in the workspace: its messages wait, and no digest is due, until it is unblocked. */
  | { readonly kind: 'blocked'; readonly reason: string };

/**
 * The reason of a dead message that may have been posted: if sent back, it is first looked for. The owner of its
 * subscription is notified.
 */
export function perhapsReason(code: string): string {
  return `perhaps posted (${code})`;
}

/**
 * The reason of a dead message whose post exists but can't be updated (it has a `ts`), or whose thread is closed (no
 * `ts`).
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

/** Writes notices to the owners; they go out through the same outbox. */
export type NoticeWriter = (paused: readonly PausedSubscription[]) => readonly NewMessage[];

export interface Outlook {
  readonly now: Instant;
  /** Until something is due; null if nothing is waiting. */
  readonly dueInMs: number | null;
  /** Another process holds something that may have to be taken over. */
  readonly isHeld: boolean;
}

/** A message that Slack has. */
export interface Done {
  readonly claim: Claim;
  readonly outcome: Extract<Outcome, { readonly kind: 'sent' }>;
}

/**
 * `overtaken`: another process took the claim, and nothing was changed. `busy`: another transaction has the channel
 * locked, and nothing was changed yet: use `end`, which waits for it.
 */
export type StepEnd = 'ended' | 'overtaken' | 'busy';

export interface Step {
  /** In the order of the messages. */
  readonly ends: readonly StepEnd[];
  readonly claims: readonly Claim[];
  /** Null if there may be more to claim now. */
  readonly outlook: Outlook | null;
}

export interface DeliveryQueue {
  /**
   * Records the messages that were sent and claims the next ones, in one round trip and one commit. Never waits for a
   * lock.
   */
  step(options: ClaimOptions, sent: readonly Done[]): Promise<Step>;
  claim(options: ClaimOptions): Promise<readonly Claim[]>;
  /** False: another process took the claim, and nothing was changed. */
  end(claim: Claim, outcome: Outcome, pace: Pace): Promise<boolean>;
  /**
   * Puts claims of ended processes in doubt, and lets channels go on that have waited long enough for a message in
   * doubt. Returns the time of the database's clock.
   */
  takeOver(options: TakeOverOptions): Promise<Instant>;
  claimLooks(options: LookOptions): Promise<readonly Look[]>;
  /** False: another look has begun since, and nothing was changed. */
  endLook(look: Look, seen: Seen): Promise<boolean>;
  /**
   * Someone other than the attempt's own answer confirms the post: ends a doubt, also one that had ended as perhaps
   * posted.
   */
  confirm(workspace: string, posted: Posted): Promise<void>;
  /** Those of the workspaces in which nothing can be posted. */
  blocked(workspaces: readonly string[]): Promise<readonly string[]>;
  /** The workspace accepts posts again. True if it did not before. */
  unblock(workspace: string): Promise<boolean>;
}

/** Longer waits are cut to this, also those that Slack asks for. */
export const longestWaitMs: number = 15 * 60_000;

/** A doubt that outlasts this much searching ends as perhaps posted. */
export const doubtPatienceMs: number = 3_600_000;
