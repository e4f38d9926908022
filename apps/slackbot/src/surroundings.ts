/** Time, chance, the network and the log, as `main.ts` gives them to everything else. Types only. */
import type { Instant } from '@leadbell/domain';
import type { OwnLog } from './log.ts';

export interface Surroundings {
  /** Business time. */
  readonly now: () => Instant;
  /** Real time, in milliseconds. */
  readonly realNow: () => number;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
  /** In `[0, 1)`. */
  readonly random: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The next turn of the event loop. */
  readonly turn: () => Promise<void>;
  /** Runs the work every so many milliseconds until the returned function is called. */
  readonly every: (ms: number, work: () => void) => () => void;
  /** Short, and easy to read out on the telephone. */
  readonly newReference: () => string;
  readonly fetch: typeof fetch;
  readonly log: OwnLog;
}
