/** What the rules of alerts look at: bulks as they were last seen, how the DMS answers, how many leads there usually are. Pure data without a person. */
import type { Id } from '../leads/id.ts';
import type { Instant } from '../time/instant.ts';
import type { ConnectionFacts, WatchTrouble } from './watching.ts';

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
  readonly stepsMs?: Readonly<Partial<Record<keyof AlertSettings, readonly number[]>>>;
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

/** The longest of the times that are over, in minutes: told once each, it need not be told again each minute. */
export function minutesReached(lastedMs: number, leastMs: number, stepsMs: readonly number[] = []): number {
  return Math.round(Math.max(leastMs, ...stepsMs.filter((step) => step <= lastedMs)) / minuteMs);
}

/** One thing that is so now. */
export interface Found {
  /** How much of it, of how many: leads, minutes. */
  readonly count: number;
  readonly of: number;
  /** Why the connection is in trouble. */
  readonly reason?: string;
}

export interface FoundInBulk extends Found {
  /** What is told together: a cause. */
  readonly group: string;
  /** Which of the group: a bulk's id; `s` and an id for one that was set aside. */
  readonly member: string;
  readonly bulk: BulkFacts | null;
  /** The bulk that was set aside. */
  readonly aside?: SetAsideFacts;
}

interface RuleTraits<Id extends string> {
  readonly id: Id;
  /** The release that brought it. It is on in every subscription that has all rules, so the changelog names it. */
  readonly since: Release;
  /** While nothing is read its findings mean nothing of their own, and are not told. */
  readonly followsOutage: boolean;
  /** Whether what it looks at is kept of the past. */
  readonly isReplayable: boolean;
}

/** Looks at bulks. One file each. */
export interface BulkRule<Id extends string = string> extends RuleTraits<Id> {
  readonly about: 'bulks';
  /**
   * The error that names its alert: the most frequent one of its bulks (a bulk then stays where it was told, though another may be the most frequent
   * later), or the one that it groups by. With either, people can look at the errored leads.
   */
  readonly namedBy: 'most-frequent-error' | 'error-of-group' | 'rule';
  /** What `count` is in. */
  readonly counts: 'leads' | 'minutes';
  readonly evaluate: (facts: AlertFacts, settings: AlertSettings) => readonly FoundInBulk[];
  /**
   * Whether it is so of a bulk, however long ago: a bulk that is no longer found although it is so was not fixed, it is old news.
   * Absent: what is not found is over.
   */
  readonly holds?: (bulk: BulkFacts, group: string, settings: AlertSettings) => boolean;
  /** The same for members that are no bulks: whether one that is no longer found was not fixed. */
  readonly expires?: (member: string, facts: AlertFacts) => boolean;
}

/** Looks at the connection as a whole. One file each. */
export interface ConnectionRule<Id extends string = string> extends RuleTraits<Id> {
  readonly about: 'connection';
  /** There is one alert of it: its group, as it is stored. */
  readonly group: string;
  /** It says that nothing is read, and who is to blame; the first of these to fire speaks for all. */
  readonly outageOf: WatchTrouble['of'] | null;
  /** It looks at the pace: while that is not known, its alert stays as it is. */
  readonly needsPace: boolean;
  readonly evaluate: (facts: AlertFacts, settings: AlertSettings) => Found | null;
}

export type AlertRule = BulkRule | ConnectionRule;

/** A release of the changelog; `0.1.0` is the first. */
export type Release = `${number}.${number}.${number}` | 'unreleased';
