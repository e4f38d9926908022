/** What a job is. Pure types. A job's data is small and names things by their ids: what is true stands in the store. */
export type JobDefinition = JobOptions & (OneByOne | Together);

export interface OneByOne {
  /**
   * May be called again for the same data after a crash or a failure: it must not matter. `signal` ends it when the process stops or its time is over.
   * What it throws is logged by name and code alone and tried again later.
   */
  readonly handle: (data: JobData, signal: AbortSignal) => Promise<void>;
}

/** Many that cost less when they are done in one go. */
export interface Together {
  /** The most at a time. */
  readonly together: number;
  /** As `handle`, for each of them: what it was stopped by, or null, in the same order. */
  readonly handleAll: (all: readonly JobData[], signal: AbortSignal) => Promise<readonly unknown[]>;
}

export interface JobOptions {
  /** Letters and dashes; for ever, since jobs outlive the process. */
  readonly name: string;
  /** Calls before it is dead. Default 5. */
  readonly attempts?: number;
  /** Before the second call; each later wait is about twice as long, with chance in it. Default 5,000. */
  readonly firstRetryMs?: number;
  /** Default 600,000. */
  readonly longestRetryMs?: number;
  /** A call that takes longer counts as failed. Default 300,000. */
  readonly timeoutMs?: number;
  /** Calls at the same time in one process. Default 1. */
  readonly concurrency?: number;
  /** Its like comes again anyway: one that failed is not kept for a person. */
  readonly comesAgain?: true;
  /** Comes by itself: minute, hour, day of month, month, day of week, in UTC; once in the whole fleet. */
  readonly cron?: string;
}

export type JobData = Readonly<Record<string, string | number>>;

export interface SendOptions {
  readonly afterMs?: number;
  /** At most one waiting and one running job with this key. */
  readonly key?: string;
}

export interface DeadJob {
  readonly id: string;
  readonly name: string;
  readonly data: JobData;
  /** The error's name and code. */
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly diedAt: number;
}
