/**
 * Input of the alert rules: bulks as last seen, how the DMS answers, and how many leads are usual. Pure data, without
 * personal data.
 */
import type { Id } from '../leads/id.ts';
import type { Instant } from '../time/instant.ts';
import type { ConnectionFacts, WatchTrouble } from './watching.ts';

export interface ErrorShare {
  /** See `fingerprintOf`. */
  readonly fingerprint: string;
  /** Leads that have this error. */
  readonly leads: number;
  /** The values that it is about, at most five; absent if none is known. No personal data. */
  readonly values?: readonly string[];
}

/** The values of errored leads that a silence can name, at most twenty of each. */
export interface AlertTraits {
  readonly source: readonly string[];
  readonly brand: readonly string[];
  readonly branch: readonly string[];
}

export interface BulkFacts {
  /** Our id. */
  readonly id: number;
  /** The DMS's own id, when it gives one. */
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
  /** Errored leads that a later bulk sent again: left out of `errored`, though the DMS still counts them here. */
  readonly resentErrored: number;
  /** Leads absent from the last answer, which may be gone: counted in `leads` and `errored` until that is certain. */
  readonly missing: number;
  /** Leads the DMS no longer lists: left out of `leads` and `errored`, though the DMS may still count them. */
  readonly gone: number;
  readonly goneErrored: number;
  /** The most frequent first. */
  readonly errors: readonly ErrorShare[];
  readonly traits: AlertTraits;
}

/** A bulk that was read but could not be stored. */
export interface SetAsideFacts {
  /** Our id. */
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
  /** Fingerprints first seen within the last `newErrorMs`. */
  readonly newErrors: ReadonlySet<string>;
  /**
   * Leads of the last hours, and the average of the same hours in past weeks; null outside working hours or with too
   * little history.
   */
  readonly pace: { readonly lately: number; readonly usual: number } | null;
}

export interface AlertSettings {
  /** Leads with errors in a bulk, as a count or as a share (0 to 1); reaching either is enough. */
  readonly erroredLeads: number;
  readonly erroredShare: number;
  readonly stalledMs: number;
  readonly unreachableMs: number;
  /**
   * How long reading must fail, without the DMS being to blame, before an alert; also the shortest gap announced
   * afterwards.
   */
  readonly notWatchingMs: number;
  /** Longer durations that a subscription asks about: passing one counts as a change. */
  readonly stepsMs?: Readonly<Partial<Record<keyof AlertSettings, readonly number[]>>>;
  /** Below this usual number of leads, their absence means nothing. */
  readonly usualLeads: number;
  readonly groupWaitMs: number;
  /** The shortest time between two notifications about bulks that join the same group. */
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** More new causes than this at once are sent as one message. */
  readonly burstCauses: number;
}

const minuteMs = 60_000;
/** How long a bulk is watched; after that we no longer know whether it was fixed. */
export const watchedMs: number = 7 * 24 * 60 * minuteMs;
/** How long a state that can't change any more is still reported. */
export const newsMs: number = 24 * 60 * minuteMs;
/** How long an error counts as new after it was first seen, once there is enough history. */
export const newErrorMs: number = 60 * minuteMs;
export const knownEnoughMs: number = 24 * 60 * minuteMs;

/** The longest threshold already passed, in minutes: each is announced once instead of the exact time every minute. */
export function minutesReached(lastedMs: number, leastMs: number, stepsMs: readonly number[] = []): number {
  return Math.round(Math.max(leastMs, ...stepsMs.filter((step) => step <= lastedMs)) / minuteMs);
}

/** One problem that holds now. */
export interface Found {
  /** Leads or minutes affected, and out of how many. */
  readonly count: number;
  readonly of: number;
  /** Why the connection is failing. */
  readonly reason?: string;
  /** When it began, if the rule can tell. */
  readonly began?: Instant;
}

export interface FoundInBulk extends Found {
  /** The cause: findings with the same group share an alert. */
  readonly group: string;
  /** Which member of the group: a bulk's id, or `s` and an id for a bulk that was set aside. */
  readonly member: string;
  readonly bulk: BulkFacts | null;
  /** The bulk that was set aside. */
  readonly aside?: SetAsideFacts;
}

interface RuleTraits<Id extends string> {
  readonly id: Id;
  /** The release that introduced the rule. Subscriptions to all rules get it at once, so the changelog names it. */
  readonly since: Release;
  /** While nothing is read, these findings only follow from that and are not announced. */
  readonly followsOutage: boolean;
  /** Whether the history that the rule needs is kept. */
  readonly isReplayable: boolean;
}

/** A rule about bulks. One file each. */
export interface BulkRule<Id extends string = string> extends RuleTraits<Id> {
  readonly about: 'bulks';
  /**
   * Which error names the alert: the most frequent one of its bulks (a bulk stays in the alert where it was announced,
   * even if another error overtakes), or the error it is grouped by. With either, people can open the errored leads.
   */
  readonly namedBy: 'most-frequent-error' | 'error-of-group' | 'rule';
  /** The unit of `count`. */
  readonly counts: 'leads' | 'minutes';
  readonly evaluate: (facts: AlertFacts, settings: AlertSettings) => readonly FoundInBulk[];
  /**
   * Whether the problem still holds for a bulk, however old, by the same thresholds as `evaluate`. A bulk that is no
   * longer found but still holds has expired, not been fixed. Null: no longer found means resolved.
   */
  readonly holds: ((bulk: BulkFacts, group: string, settings: AlertSettings) => boolean) | null;
  /**
   * The same for members that are not bulks: whether one that is no longer found expired rather than was fixed. Null:
   * the members are bulks.
   */
  readonly expires: ((member: string, facts: AlertFacts) => boolean) | null;
}

/** A rule about the connection as a whole. One file each. */
export interface ConnectionRule<Id extends string = string> extends RuleTraits<Id> {
  readonly about: 'connection';
  /** The group, as stored; this rule has only one alert. */
  readonly group: string;
  /**
   * The party to blame when nothing is read; null for rules that aren't about outages. The first outage rule to fire mutes
   * the others.
   */
  readonly outageOf: WatchTrouble['of'] | null;
  /** Needs the pace of leads: while the pace is unknown, the alert keeps its state. */
  readonly needsPace: boolean;
  readonly evaluate: (facts: AlertFacts, settings: AlertSettings) => Found | null;
}

export type AlertRule = BulkRule | ConnectionRule;

/** A release of the changelog; `0.1.0` is the first. */
export type Release = `${number}.${number}.${number}` | 'unreleased';
