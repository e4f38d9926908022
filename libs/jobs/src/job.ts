/** Types that define a job. A job's data is small: ids and times. Everything else is in the store. */
import type { DatabaseConnection } from '@leadbell/store';

export type JobDefinition = JobOptions & (OneByOne | Together);

export interface OneByOne {
  /**
   * The engine may call it again with the same data after a crash or failure, so it must be idempotent. `signal` aborts
   * the call when the process stops or the timeout has passed. Only the name, kind and code of a thrown error are
   * logged, and the job is retried later.
   */
  readonly handle: (data: JobData, signal: AbortSignal) => Promise<void>;
}

/** For jobs that cost less when one call handles several of them. */
export interface Together {
  /** The most jobs passed to one call. */
  readonly together: number;
  /** Handles several jobs like `handle`; returns an error or null for each job, in the same order. */
  readonly handleAll: (all: readonly JobData[], signal: AbortSignal) => Promise<readonly unknown[]>;
}

export interface JobOptions {
  /** Only letters and dashes; never renamed, because stored jobs outlive the process. */
  readonly name: string;
  /** A job is dead after this many failed calls. Default 5. */
  readonly attempts?: number;
  /** The wait before the second call; each later wait is about twice as long, with some randomness. Default 5,000. */
  readonly firstRetryMs?: number;
  /** Default 600,000. */
  readonly longestRetryMs?: number;
  /** A call that takes longer counts as failed. Default 300,000. */
  readonly timeoutMs?: number;
  /** How many calls may run at once in one process. Default 1. */
  readonly concurrency?: number;
  /** A job that failed too often does not become a dead job, because an equal job will be sent later anyway. */
  readonly comesAgain?: true;
  /**
   * A cron schedule in UTC (minute, hour, day of month, month, day of week); only one of all processes runs the job
   * each time.
   */
  readonly cron?: string;
}

export type JobData = Readonly<Record<string, string | number>>;

export interface SendOptions {
  readonly afterMs?: number;
  /** At most one job with this key waits, and at most one runs. */
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

/** The account that creates the engine's tables; the service's account may then only change rows. */
export interface TableOwner {
  readonly connection: DatabaseConnection;
  readonly serviceRole: string;
}
