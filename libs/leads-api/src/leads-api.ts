/**
 * The interface through which Leadbell reads from a DMS. `read` streams an answer of any size in bounded memory and
 * yields to the event loop while it works. Throws `LeadsApiError` (see errors.ts); any other error is a bug. An
 * unreadable value in a lead or bulk is returned as a `problem`.
 */
import type {
  Bulk,
  CountedLead,
  DmsHabits,
  HabitObservation,
  Id,
  Instant,
  Lead,
  LeadQuestion,
  Window,
} from '@leadbell/domain';

/** A part of an answer. A bulk's own fields come after its leads in the JSON, so `leads` parts precede their `bulk` part. */
export type AnswerPart =
  /**
   * Some leads of the bulk numbered `bulk` (0, 1, 2 … within this read). They count only if a `bulk` part with that
   * number follows.
   */
  | { readonly type: 'leads'; readonly bulk: number; readonly leads: readonly Lead[] }
  /** The bulk numbered `bulk` is complete and part of the answer. Its leads, which came in earlier parts, now count. */
  | { readonly type: 'bulk'; readonly bulk: number; readonly info: Bulk }
  /**
   * The bulk numbered `bulk` is not part of the answer (outside the period, already seen, or truncated and read again):
   * its leads do not count.
   */
  | { readonly type: 'dropped'; readonly bulk: number; readonly reason: 'outside-window' | 'duplicate' | 'incomplete' }
  /**
   * Comes before the `bulk` part of its bulk, or alone if the problem is outside any bulk. `count`: how many problems
   * of this field and kind the part stands for; 1 if absent.
   */
  | { readonly type: 'problem'; readonly problem: ContractProblem; readonly count?: number }
  /**
   * The DMS found nothing: it answered with an empty body, an empty list, `null`, or a 404 with JSON. Comes once for
   * each empty window.
   */
  | { readonly type: 'nothing'; readonly status: 200 | 204 | 404 }
  /**
   * The window may have more bulks than the DMS listed: the answer was as long as the DMS's longest ones, and no
   * shorter window could be requested.
   */
  | {
      readonly type: 'maybe-incomplete';
      readonly window: Window;
      readonly bulks: number;
      readonly reason: 'smallest-window' | 'too-many-requests' | 'not-answered';
    };

/** Like `AnswerPart`, but most leads have only the fields that counting needs. */
export type CountedPart =
  | Exclude<AnswerPart, { readonly type: 'leads' }>
  | { readonly type: 'leads'; readonly bulk: number; readonly leads: readonly CountedLead[] };

/** One unreadable value in an answer. Contains the value's path and kind, never the value. */
export interface ContractProblem {
  /**
   * `lead`: a whole lead is unreadable and does not count. `part`: one value, or an element that is not a bulk, is
   * unreadable; everything else counts.
   */
  readonly kind: 'lead' | 'part';
  /** For example `[0].leads[17].vehicles`. */
  readonly path: string;
  /** The path without its numbers, for example `leads.vehicles`. */
  readonly field: string;
  /**
   * The external id of the lead that has the value. Null if the lead has no number, or if its number may identify a
   * person.
   */
  readonly lead: Id | null;
  /** For example `list of vehicles`. */
  readonly expected: string;
  /** For example `string`. */
  readonly received: string;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Called for each request of this read, except token requests. */
  readonly onRequest?: () => void;
  /** Where possible, reads only those fields of leads that counting needs. Default no. */
  readonly counted?: boolean;
}

export interface LeadsApi {
  /** For callers that count leads and show few of them. Reading takes half as long as with whole leads. */
  read(question: LeadQuestion, options: ReadOptions & { readonly counted: true }): AsyncIterable<CountedPart>;
  read(question: LeadQuestion, options?: ReadOptions): AsyncIterable<AnswerPart>;
}

/** A DMS and the habits learned about it, which all reads share. */
export interface LeadsClient extends LeadsApi {
  habits(): DmsHabits;
  /**
   * Records an observation that only the caller can make, such as when a bulk appeared. `now`: when it was made;
   * default: the current time.
   */
  learn(observation: HabitObservation, now?: Instant): void;
  /** Adds habits that were stored, or that another process learned. */
  adopt(habits: DmsHabits): void;
  /** The number of requests since the start, except token requests. */
  requests(): number;
}
