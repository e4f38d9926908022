/**
 * The people who have opened the Home tab in Slack, with hashes of the view that each of them sees. Replicas claim a
 * Home here, so that only one of them publishes it. Times are real, by the database's clock. Throws the driver's
 * errors.
 */
export interface Home {
  readonly user: string;
  /** The id of the person's direct message with Leadbell; null if Slack did not give it. */
  readonly channel: string | null;
  /** Slack's hash of the view that is shown; null before the first view. */
  readonly hash: string | null;
  /** Our hash of the view's content. */
  readonly content: string | null;
  /** Whether the person has opened the Home only once so far. */
  readonly isFirst: boolean;
}

export interface HomeClaim {
  /** People who have not opened the Home within this time are left out. */
  readonly openedWithinMs: number;
  /** Each Home is claimed once in this time, by any process. */
  readonly everyMs: number;
  /** The most Homes of the workspace that all processes together claim within `everyMs`. */
  readonly most: number;
}

export interface Homes {
  /** Call when the person opens the Home; the caller then publishes it. */
  opened(workspace: string, user: string, channel: string | null): Promise<Home>;
  /** Claims Homes that this process must publish again; the Homes that were claimed longest ago come first. */
  claim(workspace: string, claim: HomeClaim): Promise<readonly Home[]>;
  /** Returns null if the person has not opened the Home within `withinMs`. */
  find(workspace: string, user: string, withinMs: number): Promise<Home | null>;
  published(workspace: string, user: string, shown: Pick<Home, 'hash' | 'content'>): Promise<void>;
}
