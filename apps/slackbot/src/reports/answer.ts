/**
 * A digested answer of the DMS: the counts of all matching leads, and the newest of these leads. Pure data, which
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

/** The question for the DMS, and the parts of its answer that are kept. */
export interface Inquiry {
  /** Inquiries with equal keys have equal answers. */
  readonly key: string;
  /** The key of the same inquiry without its filters. */
  readonly wholeKey: string;
  /** Only for the last hours: the keys of the same inquiry with a fixed window. Further pages use these keys. */
  readonly fixed?: Pick<Inquiry, 'key' | 'wholeKey'>;
  readonly question: LeadQuestion;
  readonly filters: LeadFilter;
  /** If set, only this person's leads are listed and counted. */
  readonly sought?: Sought;
  /** If set, only hot leads are listed and counted. */
  readonly onlyHot?: true;
  /** Leads outside this scope are neither shown nor counted. */
  readonly scope: Scope;
  readonly zone: Zone;
  /** Whether the DMS filters by source, so that its own counts are partial and other sources are missing. */
  readonly narrowed: boolean;
  /** Reads the leads of a stored set instead of asking the question. */
  readonly set?: (leadsApi: LeadsApi, signal: AbortSignal) => Promise<SetAnswer>;
  /** Whether quality problems of leads without errors are counted too. */
  readonly withQuality: boolean;
  /**
   * Set if no leads are listed, because only the counts are needed. The answers with the keys in `alsoIn` have the
   * same counts.
   */
  readonly countsAlone?: { readonly alsoIn: readonly string[] };
}

/** One lead in a list. */
export interface Row {
  /** The reference that finds the lead in a later answer to the same query; see `lead-ref.ts`. */
  readonly ref: string;
  readonly lead: Lead;
  readonly bulk: Bulk;
  /**
   * Leadbell's own number for the bulk. The number is looked up only when a lead is opened whose
   * bulk has no number in the DMS.
   */
  readonly bulkOfOurs?: number | null;
  /** Whether the lead was also in an earlier bulk; this row is its latest state. */
  readonly isSentAgain?: boolean;
}

export interface Answer {
  /** When the answer was requested; none of its data is older. */
  readonly since: Instant;
  /** The time that the answer covers; null for a bulk that was requested by its id. */
  readonly window: Window | null;
  /** Counts of the leads that match the filters. */
  readonly summary: Summary;
  /** The quality of the leads that match the filters; null if it was not requested. */
  readonly quality: Quality | null;
  /** Counts of all leads, regardless of filters. */
  readonly all: { readonly total: number; readonly errored: number };
  /**
   * The number of leads that each status and each source would find if the other filters stayed. `sources` is null when
   * the DMS left out the other sources.
   */
  readonly choices: {
    readonly outcomes: Readonly<Record<LeadOutcome, number>>;
    readonly sources: ReadonlyMap<string, number> | null;
  };
  /** The number of matching leads that are in several bulks; each of these leads counts once, in its latest state. */
  readonly sentAgain: number;
  /** False when there were too many leads to compare each with all others. */
  readonly areAllCompared: boolean;
  /** The DMS's own counts if they cover the same leads and differ from ours; otherwise null. */
  readonly serverDiffers: {
    readonly total: number;
    readonly errored: number;
    readonly ourTotal: number;
    readonly ourErrored: number;
  } | null;
  /**
   * `parts`: the number of parts of the period whose list the DMS may have cut. `bulks`: the number
   * of bulks in the longest of these lists. Null if no list seems to be cut.
   */
  readonly maybeIncomplete: { readonly parts: number; readonly bulks: number } | null;
  /** The first few bulks that were read; `bulkCount` is the number of all bulks. */
  readonly bulks: readonly Bulk[];
  readonly bulkCount: number;
  /** The counts of bulks that are still open and of bulks that were cancelled. */
  readonly bulkStates: { readonly open: number; readonly cancelled: number };
  /** For a stored set: the counts of its leads that were found, that are gone and that were not read. */
  readonly set?: SetFacts;
  /** The newest matching leads. */
  readonly rows: readonly Row[];
  /** The newest hot leads, if `rows` does not contain all matching leads. */
  readonly hot?: readonly Row[];
  readonly unread: {
    /** The number of unreadable leads, which are not counted. */
    readonly leads: number;
    /** The number of unreadable values in leads that are counted. */
    readonly others: number;
    readonly examples: readonly ContractProblem[];
  };
}
