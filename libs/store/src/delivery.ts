/**
 * Who sends what and when: claims on the outbox, shared by any number of processes. One message of a channel at a time, in order, at its pace;
 * a workspace's posts and updates within its caps; `Retry-After` known to all. All by the database's clock: a replica's own may be wrong.
 * Between claim and end nothing is locked but by a lease; an end that comes after its lease was lost changes nothing (`false`).
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
}

export interface ClaimOptions {
  readonly workspaces: readonly string[];
  readonly limit: number;
  /** Longer than a call to Slack can take, so that what a dead process sent has come or never will. */
  readonly leaseMs: number;
  readonly pace: Pace;
}

export interface Claim {
  readonly outboxId: number;
  readonly workspace: string;
  readonly channel: string;
  /** Slack's id of the conversation when the channel is a person and it is known. */
  readonly conversation: string | null;
  readonly key: string;
  readonly kind: string;
  /** `reconcile`: an attempt was made and nobody knows how it ended. */
  readonly action: 'post' | 'update' | 'reconcile';
  readonly payload: object;
  readonly version: number;
  /** Of the message, when it was posted. */
  readonly ts: string | null;
  /** Of the message in whose thread it belongs; null also when that was never posted. */
  readonly threadTs: string | null;
  readonly isReply: boolean;
  readonly attempt: number;
  readonly attemptAt: Instant;
  readonly claimedAt: Instant;
  /** Why Slack refused it the last time, and since when it has for that; null when it did not. */
  readonly refused: { readonly reason: string; readonly since: Instant } | null;
  /** Of the latest message that we know we posted in the channel: a message in doubt is later than that. */
  readonly lastTs: string | null;
  readonly lease: number;
}

export type Outcome =
  | {
      readonly kind: 'sent';
      readonly ts: string;
      readonly version: number;
      readonly conversation: string;
      /** Slack refused it as it was, for this: it was said in a plainer form. */
      readonly plainerFor?: string;
    }
  /** In doubt, and it is not there: post it. */
  | { readonly kind: 'absent' }
  /** Surely not done; worth another try after a while. `aside`: it is about this message alone, what comes after it in the channel goes on. */
  | { readonly kind: 'refused'; readonly reason: string; readonly afterMs: number; readonly aside: boolean }
  /** Slack's pace: all of the workspace's calls of this kind wait. */
  | { readonly kind: 'paced'; readonly afterMs: number }
  /** Nobody knows whether it was done: to be reconciled after the wait. `doubt`: what was answered instead, safe to log. */
  | { readonly kind: 'unclear'; readonly afterMs: number; readonly doubt?: string }
  | { readonly kind: 'dead'; readonly reason: string }
  /** Nobody knows whether it was posted, and it can't be looked for. Kept as dead, with a reason of its own: `perhapsReason`. */
  | { readonly kind: 'perhaps'; readonly reason: string }
  /** The message can't be changed any more, or the thread takes no replies. Kept as dead, with a reason of its own: `goneReason`. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** The channel is closed to us: all that waits for it is dead, its subscriptions are paused. */
  | { readonly kind: 'closed'; readonly reason: string; readonly notices: NoticeWriter }
  /** Nothing can be posted in the workspace: its messages wait, and no digest is due, until it is unblocked. */
  | { readonly kind: 'blocked'; readonly reason: string };

/** The reason of a dead message that may have been posted: sent back, it is looked for first. */
export function perhapsReason(code: string): string {
  return `perhaps posted (${code})`;
}

/** The reason of a dead message whose post stands but can't be changed (it has a `ts`), or whose thread is closed (it has none). */
export function goneReason(code: string): string {
  return `gone (${code})`;
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

export interface Look {
  readonly now: Instant;
  /** Until something is due; null when nothing waits. */
  readonly dueInMs: number | null;
}

export interface DeliveryQueue {
  claim(options: ClaimOptions): Promise<readonly Claim[]>;
  /** False: the claim was lost to another process, and nothing was changed. */
  end(claim: Claim, outcome: Outcome, pace: Pace): Promise<boolean>;
  look(workspaces: readonly string[]): Promise<Look>;
  /** Those of the workspaces that nothing can be posted to. */
  blocked(workspaces: readonly string[]): Promise<readonly string[]>;
  /** The workspace can be posted to again. True when it could not before. */
  unblock(workspace: string): Promise<boolean>;
}

/** A longer wait, whoever asks for it, is cut to this. */
export const longestWaitMs: number = 15 * 60_000;
