/** The state of messages to Slack and of digests that are due. Pure. */
import type { Instant } from '../time/instant.ts';

export interface MessageCounts {
  readonly pending: number;
  /** A call to Slack is under way, or its outcome is unknown. */
  readonly sending: number;
  /** The part of `sending` whose outcome is unknown and is being looked up. */
  readonly inDoubt: number;
  /**
   * Never posted, or the newest state was not shown; excludes posts that exist but can't be edited any more, and
   * notices to owners.
   */
  readonly dead: number;
  /** Sent since the given instant. */
  readonly sent: number;
  readonly oldestPendingAt: Instant | null;
  /** Slack's codes, or ours, the most frequent first: for waiting messages that Slack refused, and for dead ones. */
  readonly refusedFor: readonly ReasonCount[];
  readonly deadFor: readonly ReasonCount[];
  /** Workspaces in which no message can be posted, by Slack's code. */
  readonly closedFor: readonly ReasonCount[];
  /** The end of the wait that Slack asked for, if it is more than a minute; business time. */
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
