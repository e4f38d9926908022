/** State shared by all requests of one read. */
import type { Settled } from './config.ts';
import type { HabitMemory } from './habit-memory.ts';
import type { RequestContext } from './request.ts';

export interface ReadState {
  readonly config: Settled;
  readonly context: RequestContext;
  readonly memory: HabitMemory;
  /** Aborts with a `LeadsApiError` when the whole read's time is over. */
  readonly signal: AbortSignal;
  /** When that will be, by `effects.now()`. */
  readonly endsAt: number;
  readonly nextNumber: () => number;
  /** Keys of the bulks that already count. */
  readonly seen: Set<string>;
  /** The last bulks of answers being compared with their halves, by key. */
  readonly awaited: Map<string, Awaited>;
  /**
   * Date, user and first lead of each counted bulk, with the answer it came in: a bulk whose leads have changed since
   * has another key.
   */
  readonly origins: Map<string, number>;
  readonly nextAnswer: () => number;
  /** Answers are compared one at a time, so that later ones profit from the first comparison. */
  comparing: Promise<void> | null;
  /** Windows whose answer was reported as maybe incomplete. */
  readonly doubted: Set<string>;
  /** Requests that comparisons may still make. */
  readonly extra: { left: number };
}

/** The last bulk of an answer, which may have been cut off in the middle of this bulk. */
export interface Awaited {
  /** Its date, user and first lead. */
  readonly origin: string;
  /** The most leads of any version of it. */
  longest: number;
  /** It arrived again unchanged. */
  confirmed: boolean;
  /** It, or a bulk that may be the same, arrived again with more leads. */
  longer: boolean;
}
