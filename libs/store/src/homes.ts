/**
 * The people who have the Home tab in Slack, and its content, so that several replicas publish it once. In real time, by the
 * database's clock. Errors: the driver's.
 */
export interface Home {
  readonly user: string;
  /** The person's direct message with Leadbell; null if Slack did not name it. */
  readonly channel: string | null;
  /** Slack's hash of the view that is shown; null before the first. */
  readonly hash: string | null;
  /** A hash of its content. */
  readonly content: string | null;
  /** The person has opened it only once. */
  readonly isFirst: boolean;
}

export interface HomeClaim {
  /** People who opened it before that are left out, in milliseconds. */
  readonly openedWithinMs: number;
  /** Each is claimed once in this time, by any process. */
  readonly everyMs: number;
  /** At most this many in the workspace in that time, across all processes. */
  readonly most: number;
}

export interface Homes {
  /** The person looks at it: the caller publishes it now. */
  opened(workspace: string, user: string, channel: string | null): Promise<Home>;
  /** Those that this process is to publish again, the longest untouched first. */
  claim(workspace: string, claim: HomeClaim): Promise<readonly Home[]>;
  /** Null if the person has not opened it within that time. */
  find(workspace: string, user: string, withinMs: number): Promise<Home | null>;
  published(workspace: string, user: string, shown: Pick<Home, 'hash' | 'content'>): Promise<void>;
}
