/**
 * The public face of the lead API: what the rest of Leadbell sees of a DMS.
 * `read` streams an answer of any size in bounded memory and yields to the event loop while it works.
 * Errors: throws `LeadsApiError` (see errors.ts); anything else that it throws is a fault of this program. What can't be read of a lead or bulk is a `problem`, not an error.
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
  /** The bulk numbered `bulk` is not part of the answer (outside the period, already seen, or cut off and read again): forget its leads. */
  | { readonly type: 'dropped'; readonly bulk: number; readonly reason: 'outside-window' | 'duplicate' | 'incomplete' }
  /** Comes just before the `bulk` part of the bulk it was found in; of what is no bulk, by itself. `count`: so many of this field and kind, told by one example; 1 if left out. */
  | { readonly type: 'problem'; readonly problem: ContractProblem; readonly count?: number }
  /** The DMS said that there is nothing: without a body, by an empty list or `null`, or by JSON with 404. Of each window that is empty. */
  | { readonly type: 'nothing'; readonly status: 200 | 204 | 404 }
  /** More bulks of the window may exist than the DMS lists: an answer of so many was full, and nothing shorter could be asked for. */
  | {
      readonly type: 'maybe-incomplete';
      readonly window: Window;
      readonly bulks: number;
      readonly reason: 'smallest-window' | 'too-many-requests' | 'not-answered';
    };

/** As `AnswerPart`, with leads of which most are read only as far as counting needs them. */
export type CountedPart =
  | Exclude<AnswerPart, { readonly type: 'leads' }>
  | { readonly type: 'leads'; readonly bulk: number; readonly leads: readonly CountedLead[] };

/** One thing in an answer that could not be read. Holds the path and the kind of what was there, never a value. */
export interface ContractProblem {
  /** `lead`: a whole lead, which does not count. `part`: one value, or a thing among the bulks that is no bulk; all else counts. */
  readonly kind: 'lead' | 'part';
  /** For example `[0].leads[17].vehicles`. */
  readonly path: string;
  /** The path without its numbers, for example `leads.vehicles`. */
  readonly field: string;
  /** The sender's number of the lead that the value is of; null where it has none, or it is a word. */
  readonly lead: Id | null;
  /** For example `list of vehicles`. */
  readonly expected: string;
  /** For example `string`. */
  readonly received: string;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Called for each request that this read makes, those for a token aside. */
  readonly onRequest?: () => void;
  /** Leads are read only as far as counting needs them, where that can be done. Default no. */
  readonly counted?: boolean;
}

export interface LeadsApi {
  /** For who counts leads and looks at few of them: costs half of what whole leads cost. */
  read(question: LeadQuestion, options: ReadOptions & { readonly counted: true }): AsyncIterable<CountedPart>;
  read(question: LeadQuestion, options?: ReadOptions): AsyncIterable<AnswerPart>;
}

/** A DMS with what is known of it. All reads share what each of them learns. */
export interface LeadsClient extends LeadsApi {
  habits(): DmsHabits;
  /** What only the caller can see, such as when a bulk appeared. `now`: when it was seen, if not now. */
  learn(observation: HabitObservation, now?: Instant): void;
  /** Joins what was stored, or learned by another process. */
  adopt(habits: DmsHabits): void;
  /** Made since the start, those for a token aside. */
  requests(): number;
}
