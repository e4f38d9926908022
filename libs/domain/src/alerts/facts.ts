/** What the rules of alerts look at: bulks as they were last seen, how the DMS answers, how many leads there usually are. Pure data without a person. */
import type { Id } from '../leads/id.ts';
import type { Instant } from '../time/instant.ts';
import type { ConnectionFacts } from './watching.ts';

export interface ErrorShare {
  /** See `fingerprintOf`. */
  readonly fingerprint: string;
  /** Leads that have it. */
  readonly leads: number;
}

/** Of errored leads: what a silence can name. At most twenty values each. */
export interface AlertTraits {
  readonly source: readonly string[];
  readonly brand: readonly string[];
  readonly branch: readonly string[];
}

export interface BulkFacts {
  /** Ours. */
  readonly id: number;
  /** The DMS's, if it says. */
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly firstSeenAt: Instant;
  /** See `stateName`. */
  readonly state: string;
  /** The DMS's own counts. */
  readonly totalRecords: number | null;
  readonly errorRecords: number | null;
  readonly leads: number;
  readonly errored: number;
  /** Errored leads that a later bulk brought again: not among `errored`, and the DMS still counts them here. */
  readonly resentErrored: number;
  /** Leads that the last answer did not list, and that may be gone: among `leads` and `errored` until that is sure. */
  readonly missing: number;
  /** Leads that the DMS lists no more: not among `leads` and `errored`; it may still count them. */
  readonly gone: number;
  readonly goneErrored: number;
  /** Most first. */
  readonly errors: readonly ErrorShare[];
  readonly traits: AlertTraits;
}

/** A bulk that was read and could not be stored. */
export interface SetAsideFacts {
  /** Ours. */
  readonly id: number;
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly leads: number;
  readonly errored: number;
  /** A kind, safe to show: `database 22P05`, `fault TypeError`. */
  readonly reason: string;
  readonly since: Instant;
}

export interface AlertFacts {
  readonly now: Instant;
  readonly bulks: readonly BulkFacts[];
  readonly setAside: readonly SetAsideFacts[];
  readonly connection: ConnectionFacts;
  /** Fingerprints that were seen for the first time a short while ago. */
  readonly newErrors: ReadonlySet<string>;
  /** Leads of the last hours, and of the same hours of past weeks on average; null outside working hours, or when too little is known. */
  readonly pace: { readonly lately: number; readonly usual: number } | null;
}

export interface AlertSettings {
  /** Leads with errors in a bulk: so many, or such a share (0 to 1) of it; either is enough. */
  readonly erroredLeads: number;
  readonly erroredShare: number;
  readonly stalledMs: number;
  readonly unreachableMs: number;
  /** Nothing has been read for so long, and the DMS is not to blame; and how long a gap must be to be announced afterwards. */
  readonly notWatchingMs: number;
  /** Longer times that somebody wants to hear of: whatever has lasted as long has changed. */
  readonly stepsMs?: { readonly stalled: readonly number[]; readonly unreachable: readonly number[] };
  /** Fewer leads than this are usual: their absence says nothing. */
  readonly usualLeads: number;
  readonly groupWaitMs: number;
  /** Of what joins a group, nobody is told more often. */
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** More new causes than this at once are one message. */
  readonly burstCauses: number;
}

const minuteMs = 60_000;
/** As long as a bulk is watched: after that nobody knows whether it was corrected. */
export const watchedMs: number = 7 * 24 * 60 * minuteMs;
/** What nothing can change any more is news for a day. */
export const newsMs: number = 24 * 60 * minuteMs;
/** As long as an error that was never seen before is new; once so much of the past is known. */
export const newErrorMs: number = 60 * minuteMs;
export const knownEnoughMs: number = 24 * 60 * minuteMs;

/** Ages of a bulk at which rules may find something else, though nobody changed it. */
export function agesThatMatter({ stalledMs, stepsMs }: AlertSettings): readonly number[] {
  return [stalledMs, ...(stepsMs?.stalled ?? []), newsMs, watchedMs];
}

export const defaultAlertSettings: AlertSettings = {
  erroredLeads: 1,
  erroredShare: 1,
  stalledMs: 60 * minuteMs,
  unreachableMs: 5 * minuteMs,
  notWatchingMs: 5 * minuteMs,
  usualLeads: 5,
  groupWaitMs: 5_000,
  groupIntervalMs: 5 * minuteMs,
  repeatIntervalMs: 4 * 60 * minuteMs,
  burstCauses: 8,
};

/** The longest of the times that are over, in minutes: told once each, it need not be told again each minute. */
export function minutesReached(lastedMs: number, leastMs: number, stepsMs: readonly number[] = []): number {
  return Math.round(Math.max(leastMs, ...stepsMs.filter((step) => step <= lastedMs)) / minuteMs);
}

export const alertRules = [
  'bulk-errors',
  'bulk-cancelled',
  'bulk-stalled',
  'new-error',
  'counts-differ',
  'bulk-set-aside',
  'dms-unreachable',
  'not-watching',
  'no-leads',
] as const;

export type AlertRuleId = (typeof alertRules)[number];

/** Rules that can be replayed: which bulks were set aside is known of the present alone. */
export const replayableRules: readonly AlertRuleId[] = alertRules.filter((rule) => rule !== 'bulk-set-aside');

/** One thing that is so now. */
export interface Finding {
  readonly rule: AlertRuleId;
  /** What is told together: a cause. */
  readonly group: string;
  /** Which of the group: a bulk's id, `s` and an id for one that was set aside; empty for what is about the whole connection. */
  readonly member: string;
  readonly bulk: BulkFacts | null;
  /** How much of it, of how many: leads, minutes. */
  readonly count: number;
  readonly of: number;
  /** The bulk that was set aside, or why the connection is in trouble. */
  readonly aside?: SetAsideFacts;
  readonly reason?: string;
}

/** One file each. */
export interface AlertRule {
  readonly id: AlertRuleId;
  readonly evaluate: (facts: AlertFacts, settings: AlertSettings) => readonly Finding[];
  /**
   * Whether it is so of a bulk, however long ago: what is no longer found and is so all the same was not mended, it is no news any more.
   * Absent: what is not found is over.
   */
  readonly holds?: (bulk: BulkFacts, group: string, settings: AlertSettings) => boolean;
  /** The same for members that are no bulks: whether one that is no longer found was not put right. */
  readonly expires?: (member: string, facts: AlertFacts) => boolean;
}
