/** Definition of a job. Pure types. A job's data is small and names things by id: the data itself is in the store. */
import type { DatabaseConnection } from '@leadbell/store';

export type JobDefinition = JobOptions & (OneByOne | Together);

export interface OneByOne {
  /**
   * May be called again with the same data after a crash or failure, so it must be idempotent. `signal` ends it when
   * the process stops or its time is over. Only the name and code of a thrown error are logged, and the job is retried
   * later.
   */
  readonly handle: (data: JobData, signal: AbortSignal) => Promise<void>;
}

/** Jobs that cost less when many are done at once. */
export interface Together {
  /** The maximum at a time. */
  readonly together: number;
  /** Like `handle` for each of them: returns each one's error or null, in the same order. */
  readonly handleAll: (all: readonly JobData[], signal: AbortSignal) => Promise<readonly unknown[]>;
}

export interface JobOptions {
  /** Letters and dashes; never changed, since jobs outlive the process. */
  readonly name: string;
  /** Calls until it is dead. Default 5. */
  readonly attempts?: number;
  /** Before the second call; each later wait is about twice as long, with some randomness. Default 5,000. */
  readonly firstRetryMs?: number;
  /** Default 600,000. */
  readonly longestRetryMs?: number;
  /** A longer call counts as failed. Default 300,000. */
  readonly timeoutMs?: number;
  /** Simultaneous calls in one process. Default 1. */
  readonly concurrency?: number;
  /** An equal job will come anyway, so a failed one is not kept for a person. */
  readonly comesAgain?: true;
  /** A schedule in UTC (minute, hour, day of month, month, day of week); runs once in the whole fleet. */
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

/** The account that makes the engine's tables, beside the service's, which may then change rows only. */
export interface TableOwner {
  readonly connection: DatabaseConnection;
  readonly serviceRole: string;
}
