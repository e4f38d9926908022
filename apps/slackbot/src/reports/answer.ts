/** An answer of the DMS, digested: counts of all that matches, and the newest leads. Pure data; holds personal data. */
import type {
  Bulk,
  Instant,
  Lead,
  LeadFilter,
  LeadOutcome,
  LeadQuestion,
  Quality,
  Summary,
  Window,
  Zone,
} from '@leadbell/domain';
import type { ContractProblem } from '@leadbell/leads-api';

/** What to ask the DMS, and what to keep of its answer. */
export interface Inquiry {
  /** Equal keys, equal answers. */
  readonly key: string;
  /** Of the same without filters. */
  readonly wholeKey: string;
  readonly question: LeadQuestion;
  readonly filters: LeadFilter;
  readonly zone: Zone;
  /** The DMS already leaves out what does not match: its counts, and those of other sources, are not of the whole. */
  readonly narrowed: boolean;
  /** Count what is wrong with leads that nobody calls an error, too. */
  readonly withQuality: boolean;
}

/** A lead in a list. */
export interface Row {
  /** Finds the lead again when the same is asked again, see `rows.ts`. */
  readonly ref: string;
  readonly lead: Lead;
  readonly bulk: Bulk;
  /** An earlier bulk had it too: this is how it last stood. */
  readonly isSentAgain?: boolean;
}

export interface Answer {
  /** When it was asked for: nothing in it is older. */
  readonly since: Instant;
  /** Null for a bulk asked for by its id. */
  readonly window: Window | null;
  /** Of the leads that match the filters. */
  readonly summary: Summary;
  /** Of the same; null when it was not asked for. */
  readonly quality: Quality | null;
  /** Of all leads, filters aside. */
  readonly all: { readonly total: number; readonly errored: number };
  /** What each filter would show with the others kept. `sources` is null when the DMS left the others out. */
  readonly choices: {
    readonly outcomes: Readonly<Record<LeadOutcome, number>>;
    readonly sources: ReadonlyMap<string, number> | null;
  };
  /** Of the leads that match, those that several bulks of the answer had: each is counted once, as it last stood. */
  readonly sentAgain: number;
  /** False: there were too many leads to compare each with all others. */
  readonly areAllCompared: boolean;
  /** The DMS's own counts where they are of the same leads and differ from ours; else null. */
  readonly serverDiffers: {
    readonly total: number;
    readonly errored: number;
    readonly ourTotal: number;
    readonly ourErrored: number;
  } | null;
  /** Parts of the period in which the DMS may hold more than it lists, and the longest of those lists; null: it is complete as far as can be known. */
  readonly maybeIncomplete: { readonly parts: number; readonly bulks: number } | null;
  /** The newest, at most a handful; `bulkCount` is of all. */
  readonly bulks: readonly Bulk[];
  readonly bulkCount: number;
  /** Of all: not ended, and cancelled. */
  readonly bulkStates: { readonly open: number; readonly cancelled: number };
  /** The newest that match. */
  readonly rows: readonly Row[];
  readonly unread: {
    /** Leads that could not be read at all: they do not count. */
    readonly leads: number;
    /** Single values that could not be read; the leads that they belong to count. */
    readonly others: number;
    readonly examples: readonly ContractProblem[];
  };
}
