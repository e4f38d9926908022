/** The context of jobs, and the types with which a feature registers jobs. Types only. */
import type { JobData, JobDefinition } from '@leadbell/jobs';
import type { SqlExecutor, Store } from '@leadbell/store';
import type { Log } from '../log.ts';
import type { Messages } from '../words/index.ts';

export interface JobBase {
  readonly store: Store;
  /** The words of the installation's language. */
  readonly messages: Messages;
  /** Queues jobs in the executor's transaction. */
  readonly sendAll: (
    name: string,
    jobs: readonly { readonly data: JobData; readonly key: string }[],
    executor: SqlExecutor,
  ) => Promise<void>;
  readonly log: Log;
}

/** Each feature adds, in its `feature.ts`, the fields that its own jobs need. */
export interface JobContext extends JobBase {}

export type Jobs = (context: JobContext) => readonly JobDefinition[];

/** Every replica looks for this work each minute, so the work must tolerate concurrent runs. */
export interface EachMinute {
  /** Returns how much work it found. */
  readonly run: (context: JobContext) => Promise<number>;
  /** The name of the job that does this work; the job starts at once if any work was found. */
  readonly wakes?: string;
}
