/** What jobs work with, and what a feature registers of them. Plain types alone. */
import type { JobData, JobDefinition } from '@leadbell/jobs';
import type { SqlExecutor, Store } from '@leadbell/store';
import type { Log } from '../log.ts';
import type { Messages } from '../words/index.ts';

export interface JobBase {
  readonly store: Store;
  /** In the installation's language. */
  readonly messages: Messages;
  /** Sends jobs in the transaction of the executor. */
  readonly sendAll: (
    name: string,
    jobs: readonly { readonly data: JobData; readonly key: string }[],
    executor: SqlExecutor,
  ) => Promise<void>;
  readonly log: Log;
}

/** A feature adds what its own jobs take where it registers them, in its `feature.ts`. */
export interface JobContext extends JobBase {}

export type Jobs = (context: JobContext) => readonly JobDefinition[];

/** Runs each minute, on every replica at once: what it does must be done once all the same. */
export interface EachMinute {
  /** Returns how much it found to do. */
  readonly run: (context: JobContext) => Promise<number>;
  /** The job that takes up what it found, so that it begins at once. */
  readonly wakes?: string;
}
