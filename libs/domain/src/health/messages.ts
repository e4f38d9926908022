/** How messages to Slack, and digests that are owed, fare. Pure. */
import type { Instant } from '../time/instant.ts';

export interface MessageCounts {
  readonly pending: number;
  /** A call to Slack is under way, or nobody knows how it ended. */
  readonly sending: number;
  /** Of those being sent: nobody knows whether they were posted, and it is being found out. */
  readonly inDoubt: number;
  /** Never posted, or its newest state not shown; without posts that stand but can't be changed any more, and without notices to owners. */
  readonly dead: number;
  /** Since the instant that was asked for. */
  readonly sent: number;
  readonly oldestPendingAt: Instant | null;
  /** Slack's codes, or ours, most first: of those that wait because Slack refused them, and of those that are dead. */
  readonly refusedFor: readonly ReasonCount[];
  readonly deadFor: readonly ReasonCount[];
  /** Workspaces that nothing can be posted in, by Slack's code. */
  readonly closedFor: readonly ReasonCount[];
  /** Until when Slack has asked us to wait, if that is more than a minute; business time. */
  readonly askedToWaitUntil: Instant | null;
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

export interface OwedCounts {
  readonly digests: number;
  /** The time of the oldest. */
  readonly since: Instant | null;
  /** Why the last tries failed, most first. */
  readonly failures: readonly ReasonCount[];
}
