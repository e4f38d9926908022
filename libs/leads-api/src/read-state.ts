/** What all requests of one read share. */
import type { Settled } from './config.ts';
import type { HabitMemory } from './habit-memory.ts';
import type { RequestContext } from './request.ts';

export interface ReadState {
  readonly config: Settled;
  readonly context: RequestContext;
  readonly memory: HabitMemory;
  /** See `ReadOptions`. */
  readonly counted: boolean;
  /** Aborts with a `LeadsApiError` when the whole read's time is over. */
  readonly signal: AbortSignal;
  /** Instant, in `effects.now()`'s terms, when it will. */
  readonly endsAt: number;
  readonly nextNumber: () => number;
  /** Keys of the bulks that count already. */
  readonly seen: Set<string>;
  /** The last bulks of answers that are being compared with their halves, by key. */
  readonly awaited: Map<string, Awaited>;
  /** Date, user and first lead of each bulk that counts, and the answer it came in: one whose leads have changed meanwhile has another key. */
  readonly origins: Map<string, number>;
  readonly nextAnswer: () => number;
  /** Answers are compared one at a time: what the first comparison shows, the others need not find out. */
  comparing: Promise<void> | null;
  /** Windows of which the answer has said that it may be incomplete. */
  readonly doubted: Set<string>;
  /** Requests that comparisons may still make. */
  readonly extra: { left: number };
}

/** The last bulk of an answer that may have been cut off in the middle of it. */
export interface Awaited {
  /** Its date, its user and its first lead. */
  readonly origin: string;
  /** Leads of the longest that it may be. */
  longest: number;
  /** It came again as it was. */
  confirmed: boolean;
  /** It came again with more leads, or what may be it did. */
  longer: boolean;
}
