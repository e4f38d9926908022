/**
 * The public interface of the lead API: how the rest of Leadbell sees a DMS. `read` streams an answer of any size in
 * bounded memory and yields to the event loop while it works. Errors: throws `LeadsApiError` (see errors.ts); any other
 * error is a bug. Unreadable values of a lead or bulk are a `problem`, not an error.
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
  /** Leads of the bulk numbered `bulk` (0, 1, 2 … within this read). They count only if a `bulk` part with that number follows. */
  | { readonly type: 'leads'; readonly bulk: number; readonly leads: readonly Lead[] }
  /** The bulk numbered `bulk` is complete and belongs to the question. Its leads, seen before, now count. */
  | { readonly type: 'bulk'; readonly bulk: number; readonly info: Bulk }
  /**
   * The bulk numbered `bulk` is not part of the answer (outside the period, already seen, or truncated and read again):
   * forget its leads.
   */
  | { readonly type: 'dropped'; readonly bulk: number; readonly reason: 'outside-window' | 'duplicate' | 'incomplete' }
  /**
   * Precedes the `bulk` part of its bulk, or comes alone if it is outside any bulk. `count`: how many problems of this
   * field and kind it represents; 1 if absent.
   */
  | { readonly type: 'problem'; readonly problem: ContractProblem; readonly count?: number }
  /**
   * The DMS reported that there is nothing: by an empty body, an empty list, `null`, or JSON with 404. Sent for each
   * empty window.
   */
  | { readonly type: 'nothing'; readonly status: 200 | 204 | 404 }
  /**
   * The window may hold more bulks than the DMS lists: an answer of that length was full, and no shorter window could
   * be requested.
   */
  | {
      readonly type: 'maybe-incomplete';
      readonly window: Window;
      readonly bulks: number;
      readonly reason: 'smallest-window' | 'too-many-requests' | 'not-answered';
    };

/** Like `AnswerPart`, but most leads are read only as far as counting needs. */
export type CountedPart =
  | Exclude<AnswerPart, { readonly type: 'leads' }>
  | { readonly type: 'leads'; readonly bulk: number; readonly leads: readonly CountedLead[] };

/** One unreadable value in an answer. Holds its path and kind, never the value. */
export interface ContractProblem {
  /**
   * `lead`: a whole lead, which does not count. `part`: one value, or an element that is not a bulk; everything else
   * counts.
   */
  readonly kind: 'lead' | 'part';
  /** For example `[0].leads[17].vehicles`. */
  readonly path: string;
  /** The path without its numbers, for example `leads.vehicles`. */
  readonly field: string;
  /** The sender's number of the value's lead; null if it has none or it is a word. */
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
  /** Reads leads only as far as counting needs, if possible. Default no. */
  readonly counted?: boolean;
}

export interface LeadsApi {
  /** For callers that count leads and look at few of them: costs half as much as whole leads. */
  read(question: LeadQuestion, options: ReadOptions & { readonly counted: true }): AsyncIterable<CountedPart>;
  read(question: LeadQuestion, options?: ReadOptions): AsyncIterable<AnswerPart>;
}

/** A DMS with its learned habits, which all reads share. */
export interface LeadsClient extends LeadsApi {
  habits(): DmsHabits;
  /**
   * Adds an observation that only the caller can make, such as when a bulk appeared. `now`: when it was seen, if not
   * now.
   */
  learn(observation: HabitObservation, now?: Instant): void;
  /** Merges habits that were stored, or learned by another process. */
  adopt(habits: DmsHabits): void;
  /** Requests since the start, except token requests. */
  requests(): number;
}
