/** The state of the messages to Slack, and of digests that are due. Pure. */
import type { Instant } from '../time/instant.ts';

export interface MessageCounts {
  readonly pending: number;
  /** Messages whose call to Slack is under way, or whose result is unknown. */
  readonly sending: number;
  /** How many of the messages in `sending` have an unknown result; Leadbell looks for these in Slack. */
  readonly inDoubt: number;
  /**
   * Messages that were never posted or whose newest state is not shown; posts that exist but can't be edited any more,
   * and notices to owners, do not count.
   */
  readonly dead: number;
  /** Messages that were sent after the given instant. */
  readonly sent: number;
  readonly oldestPendingAt: Instant | null;
  /**
   * `refusedFor`: why Slack refused pending messages. `deadFor`: why messages are dead. The reasons are codes of Slack
   * or Leadbell, the most frequent first.
   */
  readonly refusedFor: readonly ReasonCount[];
  readonly deadFor: readonly ReasonCount[];
  /** For each code from Slack, the number of workspaces in which no message can be posted. */
  readonly closedFor: readonly ReasonCount[];
  /** In business time: the time until which Slack asked us to wait, if it is more than a minute ahead. */
  readonly askedToWaitUntil: Instant | null;
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

export interface OwedCounts {
  readonly digests: number;
  /** The time since which the oldest of these digests has been owed. */
  readonly since: Instant | null;
  /** The reasons why the last tries failed, the most frequent first. */
  readonly failures: readonly ReasonCount[];
}
