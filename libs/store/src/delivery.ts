/**
 * Who sends what and when: claims on the outbox, shared by any number of processes. One message of a channel at a time, in order, at its pace;
 * a workspace's posts, updates and looks into its history within their caps; `Retry-After` known to all. All by the database's clock: a replica's own may be
 * wrong. Between claim and end nothing is locked but by a lease; an end that comes after its lease was lost changes nothing (`false`).
 *
 * A message is in doubt when an attempt was made and nobody knows how it ended. Its channel waits for it for a while (`doubtWaitMs`), then goes on;
 * the doubtful one is looked for beside the line, a page of history at a time.
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
  /** The session of this process, `Listening.session()`; null: its claims are held by their lease alone. */
  readonly owner: number | null;
  /** Slack's clock, epoch milliseconds; null when that is not known. */
  readonly slackNow: Instant | null;
}

export interface TakeOverOptions extends Pick<ClaimOptions, 'workspaces' | 'slackNow'> {
  /** Sessions of this process that have calls under way. */
  readonly mine: readonly number[];
  /** Also what is held by a lease that is over. Not while that clock may have jumped: a call that was made under it may still be under way. */
  readonly takesExpired: boolean;
  /** After an attempt has ended, until history is sure to show what came of it. */
  readonly visibleMs: number;
  readonly doubtWaitMs: number;
}

export interface Claim {
  readonly outboxId: number;
  readonly workspace: string;
  readonly channel: string;
  /** Slack's id of the conversation when the channel is a person and it is known. */
  readonly conversation: string | null;
  readonly key: string;
  readonly kind: string;
  readonly action: 'post' | 'update';
  readonly payload: object;
  readonly version: number;
  /** Of the message, when it was posted. */
  readonly ts: string | null;
  /** Of the message in whose thread it belongs; null also when that was never posted. */
  readonly threadTs: string | null;
  readonly isReply: boolean;
  /** Of a reply: its first message as it is now, where that must be shown before the reply is; else null. */
  readonly thread: { readonly payload: object; readonly version: number } | null;
  readonly attempt: number;
  readonly attemptAt: Instant;
  readonly claimedAt: Instant;
  /** Why Slack refused it the last time, and since when it has for that; null when it did not. */
  readonly refused: { readonly reason: string; readonly since: Instant } | null;
  readonly lease: number;
  readonly owner: number | null;
}

/** A message in doubt. */
export interface Doubt {
  readonly outboxId: number;
  readonly key: string;
  readonly version: number;
  /** As it was last written. */
  readonly text: string | null;
  readonly attemptAt: Instant;
  readonly sought: Sought;
  /** Counts looks too: an end after another look changes nothing. */
  readonly attempt: number;
}

/** Where a message in doubt can be, by Slack's clock, in seconds as in `ts`. Each is left out when it is not known. */
export interface Sought {
  /** When it was in doubt first, by the database's clock. */
  readonly since?: Instant;
  /** When it was looked for last, by the same clock. */
  readonly lookedAt?: Instant;
  /** Milliseconds between looks so far, each at most a quarter of an hour: a clock that jumps ends no doubt. */
  readonly waited?: number;
  /** Slack's time before the attempt. */
  readonly from?: number;
  /** The message that we posted there before. */
  readonly after?: string;
  /** Slack's time when the attempt had ended. */
  readonly to?: number;
  /** How far its search has come. */
  readonly search?: Search;
  /** Slack has said that it stands, while its attempt was under way. */
  readonly seen?: Omit<Posted, 'key'>;
}

/** A message of ours that stands in Slack. */
export interface Posted {
  readonly key: string;
  readonly ts: string;
  readonly version: number;
  readonly conversation: string;
}

/** A search through a channel's history (or a thread) for all messages that were in doubt there when it began. */
export interface Search {
  readonly covers: readonly number[];
  readonly oldest: string;
  readonly latest: string | null;
  readonly cursor: string | null;
  /** Messages that were read. */
  readonly read: number;
  /** Slack has refused its cursor once. */
  readonly isSecond: boolean;
  /** Messages of ours were seen, and any of them with metadata. */
  readonly sawOurs: boolean;
  readonly sawMetadata: boolean;
}

/** One page of a channel's history, or of a thread, to be read for the messages in doubt there. */
export interface Look {
  readonly workspace: string;
  readonly channel: string;
  readonly conversation: string | null;
  readonly threadTs: string | null;
  /** Whose search it is first. Never empty. */
  readonly doubts: readonly Doubt[];
  readonly claimedAt: Instant;
}

export type Seen =
  | {
      readonly kind: 'read';
      readonly found: readonly { readonly outboxId: number; readonly ts: string; readonly version: number }[];
      /** They are not there: to be posted. */
      readonly absent: readonly number[];
      /** To go on with at the next look. */
      readonly next: { readonly outboxId: number; readonly search: Search } | null;
      readonly conversation: string;
    }
  /** Slack's pace: every look into the workspace's history waits. */
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
      /** Slack refused it as it was, for this: it was said in a plainer form. */
      readonly plainerFor?: string;
      /** Of a reply: the version of its first message that was shown before. */
      readonly threadVersion?: number;
    }
  /** Surely not done, and nothing is wrong with it. */
  | { readonly kind: 'undone' }
  /** Surely not done; worth another try after a while. `aside`: it is about this message alone, what comes after it in the channel goes on. */
  | { readonly kind: 'refused'; readonly reason: string; readonly afterMs: number; readonly aside: boolean }
  /** Slack's pace: all of the workspace's calls of this kind wait. */
  | { readonly kind: 'paced'; readonly afterMs: number }
  /** Nobody knows whether it was done: to be looked for after the wait. `doubt`: what was answered instead, safe to log. */
  | { readonly kind: 'unclear'; readonly afterMs: number; readonly doubt?: string; readonly slackNow: Instant | null }
  | { readonly kind: 'dead'; readonly reason: string }
  /** Nobody knows whether it was posted, and it can't be looked for. Kept as dead, with a reason of its own: `perhapsReason`. */
  | { readonly kind: 'perhaps'; readonly reason: string }
  /** The message can't be changed any more, or the thread takes no replies. Kept as dead, with a reason of its own (`goneReason`); one that lives goes on. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** The channel is closed to us: all that waits for it is dead, its subscriptions are paused. */
  | { readonly kind: 'closed'; readonly reason: string; readonly notices: NoticeWriter }
  /** Nothing can be posted in the workspace: its messages wait, and no digest is due, until it is unblocked. */
  | { readonly kind: 'blocked'; readonly reason: string };

/** The reason of a dead message that may have been posted: sent back, it is looked for first. The owner of its subscription hears of it. */
export function perhapsReason(code: string): string {
  return `perhaps posted (${code})`;
}

/** The reason of a dead message whose post stands but can't be changed (it has a `ts`), or whose thread is closed (it has none). */
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

/** Tells the owners; the messages go out by the same outbox. */
export type NoticeWriter = (paused: readonly PausedSubscription[]) => readonly NewMessage[];

export interface Outlook {
  readonly now: Instant;
  /** Until something is due; null when nothing waits. */
  readonly dueInMs: number | null;
  /** Another process holds something that may have to be taken over. */
  readonly isHeld: boolean;
}

export interface DeliveryQueue {
  claim(options: ClaimOptions): Promise<readonly Claim[]>;
  /** False: the claim was lost to another process, and nothing was changed. */
  end(claim: Claim, outcome: Outcome, pace: Pace): Promise<boolean>;
  /** What processes held that have ended is in doubt from now on, and channels that have waited long enough for a message in doubt go on. */
  takeOver(options: TakeOverOptions): Promise<void>;
  claimLooks(options: Omit<ClaimOptions, 'owner' | 'slackNow'>): Promise<readonly Look[]>;
  /** False: another look was begun since, and nothing was changed. */
  endLook(look: Look, seen: Seen): Promise<boolean>;
  /** Somebody else than the attempt's answer says that it stands: ends a doubt, also one that had ended as perhaps posted. */
  confirm(workspace: string, posted: Posted): Promise<void>;
  outlook(workspaces: readonly string[], owner: number | null): Promise<Outlook>;
  /** Those of the workspaces that nothing can be posted to. */
  blocked(workspaces: readonly string[]): Promise<readonly string[]>;
  /** The workspace can be posted to again. True when it could not before. */
  unblock(workspace: string): Promise<boolean>;
}

/** A longer wait, whoever asks for it, is cut to this. */
export const longestWaitMs: number = 15 * 60_000;

/** Doubt that lasts longer, and was looked for all the while, ends as perhaps posted. */
export const doubtPatienceMs: number = 3_600_000;
