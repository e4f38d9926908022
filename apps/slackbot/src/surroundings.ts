/**
 * Time, randomness, the network and the log, as `main.ts` passes them to all other parts. Types
 * only.
 */
import type { Instant } from '@leadbell/domain';
import type { OwnLog } from './log.ts';

export interface Surroundings {
  /** Business time. */
  readonly now: () => Instant;
  /** Real time, in milliseconds. */
  readonly realNow: () => number;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
  /** Returns a random number in `[0, 1)`. */
  readonly random: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Resolves in the next turn of the event loop. */
  readonly turn: () => Promise<void>;
  /** Runs the work at this interval, in milliseconds, until the returned function is called. */
  readonly every: (ms: number, work: () => void) => () => void;
  /** Returns a new reference, which is short and easy to read out on the phone. */
  readonly newReference: () => string;
  readonly fetch: typeof fetch;
  readonly log: OwnLog;
}
