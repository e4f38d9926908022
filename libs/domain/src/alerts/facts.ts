/**
 * The input of the alert rules: bulks as they were last seen, how the DMS answers, and how many leads are usual. It
 * contains no personal data.
 */
import type { Id } from '../leads/id.ts';
import type { Instant } from '../time/instant.ts';
import type { ConnectionFacts, WatchTrouble } from './watching.ts';

export interface ErrorShare {
  /** See `fingerprintOf`. */
  readonly fingerprint: string;
  /** The number of leads that have this error. */
  readonly leads: number;
  /** The values that the error is about, at most five; absent if none is known. They contain no personal data. */
  readonly values?: readonly string[];
}

/** The values of errored leads that a silence can name, each once. */
export interface AlertTraits {
  readonly source: readonly string[];
  readonly brand: readonly string[];
  readonly branch: readonly string[];
}

export interface BulkFacts {
  /** The id that Leadbell gave the bulk. */
  readonly id: number;
  /** The DMS's own id of the bulk, if it gives one. */
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
  /**
   * The number of errored leads that a later bulk sent again: `errored` does not count them, but the DMS may count them
   * in `errorRecords`.
   */
  readonly resentErrored: number;
  /**
   * The number of leads that are missing in the DMS's last answer. Until it is certain that they are gone, `leads` and
   * `errored` count them.
   */
  readonly missing: number;
  /**
   * The number of leads that the DMS no longer lists: `leads` and `errored` do not count them, but the DMS's own counts
   * may still contain them.
   */
  readonly gone: number;
  readonly goneErrored: number;
  /** The bulk's errors, the most frequent first, at most twenty. */
  readonly errors: readonly ErrorShare[];
  readonly traits: AlertTraits;
}

/** A bulk that was read but could not be stored. */
export interface SetAsideFacts {
  /** The id that Leadbell gave the bulk. */
  readonly id: number;
  readonly dmsId: Id | null;
  readonly createdAt: Instant | null;
  readonly leads: number;
  readonly errored: number;
  /** The kind of the failure, safe to show: `database 22P05`, `fault TypeError`. */
  readonly reason: string;
  readonly since: Instant;
}

export interface AlertFacts {
  readonly now: Instant;
  readonly bulks: readonly BulkFacts[];
  readonly setAside: readonly SetAsideFacts[];
  readonly connection: ConnectionFacts;
  /** Fingerprints of errors that were first seen within the last `newErrorMs`. */
  readonly newErrors: ReadonlySet<string>;
  /**
   * The leads of the last two hours, and the average of the same hours in past weeks; null outside working hours or
   * with too little history.
   */
  readonly pace: { readonly lately: number; readonly usual: number } | null;
}

export interface AlertSettings {
  /** The count or the share (0 to 1) of a bulk's leads that must have errors. One of the two is enough. */
  readonly erroredLeads: number;
  readonly erroredShare: number;
  readonly stalledMs: number;
  readonly unreachableMs: number;
  /**
   * The time for which reading must fail, for a reason other than the DMS, before an alert starts. A shorter gap is not
   * announced afterwards either, unless a subscription has a threshold of its own for it.
   */
  readonly notWatchingMs: number;
  /**
   * Thresholds of subscriptions that are longer than the thresholds above. A problem counts as changed each time it
   * passes one of them.
   */
  readonly stepsMs?: Readonly<Partial<Record<keyof AlertSettings, readonly number[]>>>;
  /** If the usual number of leads is lower than this, no alert is raised when no leads arrive. */
  readonly usualLeads: number;
  readonly groupWaitMs: number;
  /** The shortest time between two notifications about bulks that join an alert. */
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** If more new causes than this arise at once, they are sent as one message. */
  readonly burstCauses: number;
}

const minuteMs = 60_000;
/** How long a bulk is watched; afterwards Leadbell can't know whether it was fixed. */
export const watchedMs: number = 7 * 24 * 60 * minuteMs;
/** A final state, such as cancelled, is reported until the bulk is this old. */
export const newsMs: number = 24 * 60 * minuteMs;
/** How long an error counts as new after it was first seen, if there is enough history. */
export const newErrorMs: number = 60 * minuteMs;
export const knownEnoughMs: number = 24 * 60 * minuteMs;

/**
 * Returns the longest threshold that has passed, in minutes. This number, unlike the exact duration, does not change
 * every minute.
 */
export function minutesReached(lastedMs: number, leastMs: number, stepsMs: readonly number[] = []): number {
  return Math.round(Math.max(leastMs, ...stepsMs.filter((step) => step <= lastedMs)) / minuteMs);
}

/** A problem that a rule has found. */
export interface Found {
  /** How many leads or minutes are affected; `of`: out of how many. */
  readonly count: number;
  readonly of: number;
  /** The reason why the connection fails. */
  readonly reason?: string;
  /** When the problem began, if the rule knows it. */
  readonly began?: Instant;
}

export interface FoundInBulk extends Found {
  /** The cause: findings with the same group belong to one alert. */
  readonly group: string;
  /** The member of the group: a bulk's id, or `s` and an id for a bulk that was set aside. */
  readonly member: string;
  readonly bulk: BulkFacts | null;
  /** The bulk that was set aside. */
  readonly aside?: SetAsideFacts;
}

interface RuleTraits<Id extends string> {
  readonly id: Id;
  /**
   * The release that introduced the rule. Subscriptions to all rules include a new rule at once, so the changelog names
   * the rule.
   */
  readonly since: Release;
  /** Whether an outage alone can cause the rule's findings. If so, they are not announced while nothing is read. */
  readonly followsOutage: boolean;
  /** Whether the history contains the rule's input, which means that the rule can be replayed. */
  readonly isReplayable: boolean;
}

/** A rule about bulks. Each rule has a file of its own. */
export interface BulkRule<Id extends string = string> extends RuleTraits<Id> {
  readonly about: 'bulks';
  /**
   * The name of the rule's alerts. `most-frequent-error`: alerts are named after the most frequent error of their
   * bulks; a bulk stays in the alert that announced it, even if another error becomes more frequent. `error-of-group`:
   * alerts are named after the error by which their bulks are grouped. In both cases people can open the errored leads.
   */
  readonly namedBy: 'most-frequent-error' | 'error-of-group' | 'rule';
  /** The unit of `count`. */
  readonly counts: 'leads' | 'minutes';
  readonly evaluate: (facts: AlertFacts, settings: AlertSettings) => readonly FoundInBulk[];
  /**
   * Whether a bulk of any age still has the problem, by the same thresholds as in `evaluate`. A bulk that `evaluate` no
   * longer finds but that still has the problem has expired. Null: a bulk that is no longer found was fixed.
   */
  readonly holds: ((bulk: BulkFacts, group: string, settings: AlertSettings) => boolean) | null;
  /**
   * For members that are not bulks: whether a member that `evaluate` no longer finds has expired. Null: the members are
   * bulks.
   */
  readonly expires: ((member: string, facts: AlertFacts) => boolean) | null;
}

/** A rule about the connection as a whole. Each rule has a file of its own. */
export interface ConnectionRule<Id extends string = string> extends RuleTraits<Id> {
  readonly about: 'connection';
  /** The stored group of the rule's only alert. */
  readonly group: string;
  /**
   * The side that the rule reports as the cause when nothing is read; null for rules that are not about outages. The
   * outage rule that fires first mutes the others.
   */
  readonly outageOf: WatchTrouble['of'] | null;
  /** Whether the rule needs the pace of leads; while the pace is unknown, the rule's alert keeps its state. */
  readonly needsPace: boolean;
  readonly evaluate: (facts: AlertFacts, settings: AlertSettings) => Found | null;
}

export type AlertRule = BulkRule | ConnectionRule;

/** A release in the changelog; `0.1.0` is the first. */
export type Release = `${number}.${number}.${number}` | 'unreleased';
