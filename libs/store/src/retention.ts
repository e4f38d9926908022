/**
 * The table that says after how many days each kind of row is deleted. The settings, their page in the docs and the
 * report are made from this table. Counts, keys of messages and receipts stay; data about people are deleted. Throws
 * the driver's errors.
 */
import type { Instant } from '@leadbell/domain';

export interface RetentionRule {
  /** The default number of days. */
  readonly days: number;
  /**
   * The fewest days with which Leadbell works: rules, replays and the search for leads that were sent again look back
   * this far.
   */
  readonly least: number;
  /** The text for the settings page: it names the rows, and the event from which their time counts. */
  readonly about: string;
}

export const mostDays = 36_500;

export const retentionRules = {
  leads: {
    days: 35,
    least: 14,
    about: "leads' numbers, outcomes and keys, after bulks are settled",
  },
  history: {
    days: 35,
    least: 35,
    about: 'the history of bulks, and the keys of leads that changed',
  },
  announcements: {
    days: 35,
    least: 35,
    about: 'the keys of leads that messages announced or counted',
  },
  outages: { days: 35, least: 8, about: 'when the DMS was not read; bulks that could not be stored' },
  words: { days: 35, least: 7, about: 'hashes of rare words, after their last reading' },
  values: { days: 35, least: 7, about: 'values of filters, such as brands, after leads last had them' },
  messages: { days: 14, least: 1, about: 'the text of messages, after sending' },
  undelivered: { days: 90, least: 7, about: 'messages that could not be delivered, and who shared a post' },
  alerts: { days: 90, least: 7, about: 'alerts, summaries and silences, after their end' },
  bulks: { days: 400, least: 60, about: 'bulks and their counts, and which messages were sent' },
  posts: { days: 730, least: 30, about: "new leads' cards, and which messages are about a person" },
  uninstalled: { days: 30, least: 1, about: 'everything of a workspace, after it removed the app' },
  audit: { days: 730, least: 30, about: 'the audit log' },
} as const satisfies Readonly<Record<string, RetentionRule>>;

export type RetentionKind = keyof typeof retentionRules;
export const retentionKinds = Object.keys(retentionRules) as readonly RetentionKind[];
export type RetentionDays = Readonly<Record<RetentionKind, number>>;

export const defaultRetention = Object.fromEntries(
  retentionKinds.map((kind) => [kind, retentionRules[kind].days]),
) as RetentionDays;

/** Actions are kept this long. There is no setting for it, because Slack redelivers nothing older. */
export const actDays = 2;

/** How many rows of each kind were deleted. */
export interface Forgotten {
  readonly alerts: number;
  readonly summaries: number;
  readonly silences: number;
  readonly occurrences: number;
  readonly told: number;
  /** Records of shared posts and of the person who shared each post. */
  readonly shares: number;
  /** Sets of leads that a message counted. */
  readonly sets: number;
  readonly leads: number;
  readonly events: number;
  readonly history: number;
  readonly outages: number;
  readonly setAside: number;
  readonly payloads: number;
  /** Lost posts of messages that continue in another post. */
  readonly continued: number;
  /** Sent messages whose text was deleted before, apart from cards of new leads. */
  readonly sent: number;
  readonly cards: number;
  /** Messages that could not be delivered. */
  readonly messages: number;
  readonly bulks: number;
  /** Records of the places in Slack that have data of a person. */
  readonly places: number;
  readonly audit: number;
  readonly acts: number;
  /** Workspaces that removed the app. */
  readonly workspaces: number;
  /** Values of filters that no lead has any more. */
  readonly values: number;
  /** Words that too few leads had. */
  readonly words: number;
}

/** The number and the age of the kept rows of one kind. */
export interface KeptRows {
  readonly kind: RetentionKind;
  readonly rows: number;
  /** The time from which the retention of the oldest row counts; null if there is no row. */
  readonly oldestAt: Instant | null;
}

/**
 * Reads `retention` from the settings file, with defaults for missing kinds; returns null if it is invalid, which the
 * bot reports.
 */
export function retentionIn(value: unknown): RetentionDays | null {
  if (typeof value !== 'object' || value === null) return null;
  const given = value as Readonly<Partial<Record<string, unknown>>>;
  const days: Partial<Record<RetentionKind, number>> = {};
  for (const kind of retentionKinds) {
    const own = given[kind] ?? defaultRetention[kind];
    if (typeof own !== 'number' || !Number.isInteger(own)) return null;
    if (own < retentionRules[kind].least || own > mostDays) return null;
    days[kind] = own;
  }
  return Object.keys(given).every((name) => Object.hasOwn(days, name)) ? (days as RetentionDays) : null;
}
