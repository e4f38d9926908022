/** What making digests takes. */
import type { JobBase } from '../../bot/job-context.ts';
import type { GatherOptions } from './gather.ts';

export interface DigestOptions extends GatherOptions, JobBase {
  /** One message stands for so many times at most. */
  readonly maxMissedDigests: number;
}
