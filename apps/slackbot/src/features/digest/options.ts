/** What making digests takes. */
import type { JobData } from '@leadbell/jobs';
import type { SqlExecutor, Store } from '@leadbell/store';
import type { Log } from '../../log.ts';
import type { Messages } from '../../words/index.ts';
import type { GatherOptions } from './gather.ts';

export interface DigestOptions extends GatherOptions {
  readonly store: Store;
  /** One message stands for so many times at most. */
  readonly maxMissedDigests: number;
  /** In the transaction that the executor is of. */
  readonly sendAll: (
    name: string,
    jobs: readonly { readonly data: JobData; readonly key: string }[],
    executor: SqlExecutor,
  ) => Promise<void>;
  /** Of the installation, for what is said to an owner whose subscription can't be read. */
  readonly messages: Messages;
  readonly log: Log;
}
