/** The options with which digests are made. */
import type { JobBase } from '../../bot/job-context.ts';
import type { GatherOptions } from './gather.ts';

export interface DigestOptions extends Omit<GatherOptions, 'scope'>, JobBase {
  /** The maximum number of scheduled digests that one message covers. */
  readonly maxMissedDigests: number;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}
