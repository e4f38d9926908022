/** The options for making digests. */
import type { JobBase } from '../../bot/job-context.ts';
import type { GatherOptions } from './gather.ts';

export interface DigestOptions extends Omit<GatherOptions, 'scope'>, JobBase {
  /** Maximum number of scheduled digests that one message covers. */
  readonly maxMissedDigests: number;
}
