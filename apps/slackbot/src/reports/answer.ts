/**
 * A digested answer of the DMS: counts of all matching leads, and the newest of them. Pure data;
 * contains personal data.
 */
import type {
  Bulk,
  Instant,
  Lead,
  LeadFilter,
  LeadOutcome,
  LeadQuestion,
  Quality,
  Scope,
  Sought,
  Summary,
  Window,
  Zone,
} from '@leadbell/domain';
import type { ContractProblem, LeadsApi } from '@leadbell/leads-api';
import type { SetAnswer, SetFacts } from './set-leads.ts';

/** The question for the DMS, and what to keep of its answer. */
export interface Inquiry {
  /** Inquiries with equal keys have equal answers. */
  readonly key: string;
  /** The key of the same inquiry without filters. */
  readonly wholeKey: string;
  /** For the last hours: the keys of the same inquiry with a fixed window, as its pages use it. */
  readonly fixed?: Pick<Inquiry, 'key' | 'wholeKey'>;
  readonly question: LeadQuestion;
  readonly filters: LeadFilter;
  /** Lists and counts only this person's leads. Absent: anyone's. */
  readonly sought?: Sought;
  /** Lists and counts only hot leads. */
  readonly onlyHot?: true;
  /** Leads outside are neither shown nor counted. */
  readonly scope: Scope;
  readonly zone: Zone;
  /** The DMS already filters by source, so its counts, and those of other sources, are partial. */
  readonly narrowed: boolean;
  /** Reads the leads of a stored set instead of asking the question. */
  readonly set?: (leadsApi: LeadsApi, signal: AbortSignal) => Promise<SetAnswer>;
  /** Also count quality problems of leads without errors. */
  readonly withQuality: boolean;
  /** Lists no leads, because the answer is only compared with others. Answers with these keys have the same counts. */
  readonly countsAlone?: { readonly alsoIn: readonly string[] };
}

/** One lead in a list. */
export interface Row {
  /** Finds the lead in a later answer to the same query; see `lead-ref.ts`. */
  readonly ref: string;
  readonly lead: Lead;
  readonly bulk: Bulk;
  /** Leadbell's own number of the bulk; looked up for an opened lead whose bulk has none in the DMS. */
  readonly bulkOfOurs?: number | null;
  /** The lead was also in an earlier bulk; this is its latest state. */
  readonly isSentAgain?: boolean;
}

export interface Answer {
  /** When the answer was requested: none of its data is older. */
  readonly since: Instant;
  /** Null for a bulk requested by its id. */
  readonly window: Window | null;
  /** Counts of the leads that match the filters. */
  readonly summary: Summary;
  /** For the same leads; null when it was not requested. */
  readonly quality: Quality | null;
  /** Counts of all leads, regardless of filters. */
  readonly all: { readonly total: number; readonly errored: number };
  /**
   * For each filter, the counts for each of its values with the other filters kept. `sources` is
   * null when the DMS omitted the other sources.
   */
  readonly choices: {
    readonly outcomes: Readonly<Record<LeadOutcome, number>>;
    readonly sources: ReadonlyMap<string, number> | null;
  };
  /** Matching leads that several bulks contain: each counts once, in its latest state. */
  readonly sentAgain: number;
  /** False when there were too many leads to compare each with all others. */
  readonly areAllCompared: boolean;
  /** The DMS's own counts where they cover the same leads and differ from ours; otherwise null. */
  readonly serverDiffers: {
    readonly total: number;
    readonly errored: number;
    readonly ourTotal: number;
    readonly ourErrored: number;
  } | null;
  /**
   * Parts of the period for which the DMS may have cut its list, and the length of the longest such
   * list. Null: complete as far as can be known.
   */
  readonly maybeIncomplete: { readonly parts: number; readonly bulks: number } | null;
  /** The newest few; `bulkCount` counts all. */
  readonly bulks: readonly Bulk[];
  readonly bulkCount: number;
  /** Counts over all bulks: still open, and cancelled. */
  readonly bulkStates: { readonly open: number; readonly cancelled: number };
  /** For a stored set: how many of its leads exist. */
  readonly set?: SetFacts;
  /** The newest matching leads. */
  readonly rows: readonly Row[];
  /** The newest hot ones, if there are more matching leads than `rows`. */
  readonly hot?: readonly Row[];
  readonly unread: {
    /** Unreadable leads, which are not counted. */
    readonly leads: number;
    /** Unreadable values; their leads are counted. */
    readonly others: number;
    readonly examples: readonly ContractProblem[];
  };
}
