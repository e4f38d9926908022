/** State that all requests of one read share. */
import type { Settled } from './config.ts';
import type { HabitMemory } from './habit-memory.ts';
import type { RequestContext } from './request.ts';

export interface ReadState {
  readonly config: Settled;
  readonly context: RequestContext;
  readonly memory: HabitMemory;
  /** Aborts with a `LeadsApiError` when the time limit of the whole read is reached. */
  readonly signal: AbortSignal;
  /** The time, by `effects.now()`, at which the time limit is reached. */
  readonly endsAt: number;
  readonly nextNumber: () => number;
  /** The keys of the bulks that count so far. */
  readonly seen: Set<string>;
  /** By its key, the last bulk of each answer whose window is being requested again in halves. */
  readonly awaited: Map<string, Awaited>;
  /**
   * For each bulk, the number of the answer in which it came. The bulk's date, user and first lead identify it even if
   * its key has changed with its leads.
   */
  readonly origins: Map<string, number>;
  readonly nextAnswer: () => number;
  /** Answers are compared one at a time, because the first comparison may make the others unnecessary. */
  comparing: Promise<void> | null;
  /** Windows whose answer was reported as maybe incomplete. */
  readonly doubted: Set<string>;
  /** How many requests comparisons may still make. */
  readonly extra: { left: number };
}

/** The last bulk of an answer that may have been cut off in the middle of this bulk. */
export interface Awaited {
  /** The bulk's date, user and first lead. */
  readonly origin: string;
  /** The number of its leads in that answer. */
  readonly leads: number;
  /** The number of leads in the longest version so far. */
  longest: number;
  /** Whether the bulk arrived again, without additional leads, in an answer that was not cut off there. */
  confirmed: boolean;
  /** Whether the bulk, or one that may be the same, arrived again with more leads. */
  longer: boolean;
}
