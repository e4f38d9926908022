/** The state of an alert, with its history. Pure. */
import type { Instant, Window } from '../time/instant.ts';
import type { AlertMembers } from './members.ts';

export type AlertReason =
  | 'group-wait'
  | 'fired'
  | 'changed'
  | 'unchanged'
  | 'group-interval'
  | 'joined'
  | 'repeated'
  | 'acknowledged'
  | 'silenced'
  | 'snoozed'
  | 'snooze-over'
  | 'inhibited'
  | 'quiet-hours'
  | 'resolved'
  | 'expired'
  | 'gone-before-told'
  | 'closed'
  | 'worse'
  | 'reopened'
  | 'damped'
  | 'unstable'
  | 'steady';

/** The actions that people can do with an alert. */
export type AlertAction =
  | 'acknowledge'
  | 'unacknowledge'
  | 'assign'
  | 'release'
  | 'resolve'
  | 'reopen'
  | 'snooze'
  | 'wake'
  | 'note'
  | 'escalate';

export interface AlertEntry {
  readonly at: Instant;
  readonly what: AlertReason | AlertAction;
  /** The Slack id of the person; null for Leadbell itself. */
  readonly by: string | null;
  readonly text: string | null;
  /** The Slack id of the assignee. */
  readonly to?: string;
  /** The end of a snooze. */
  readonly until?: Instant;
  /** How many bulks joined. */
  readonly count?: number;
  /** How many errored leads a later bulk has sent again. */
  readonly resent?: number;
  /** For a resolve: the time in which nothing was read. */
  readonly span?: Window;
}

export interface AlertState {
  readonly status: 'waiting' | 'firing' | 'resolved';
  readonly startedAt: Instant;
  readonly firedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  /** The time at which the channel or the assignee was last pinged. */
  readonly toldAt: Instant | null;
  readonly members: AlertMembers;
  readonly acknowledgedBy: string | null;
  readonly owner: string | null;
  readonly snoozedUntil: Instant | null;
  /** The home workspace of each person in the alert, by Slack id. A person can't be mentioned in other workspaces. */
  readonly homes?: Readonly<Record<string, string>>;
  /** When the alert was last resolved or opened again, or when the problem of an unstable alert last came or went. */
  readonly turnedAt?: Instant;
  /** How often the problem has returned since it was last stable. */
  readonly returns?: number;
  /**
   * The problem returned so soon that only the message was edited; the channel is pinged later if the problem lasts.
   */
  readonly isOwed?: true;
  /** The alert is unstable: it stays open, and is announced again when it has been stable for a while. */
  readonly unstable?: Calm;
  /** The reason why the alert was last announced or held back. */
  readonly reason: AlertReason;
  /** The latest notifications and actions, the oldest first. */
  readonly history: readonly AlertEntry[];
}

/** The state of an alert without its members. */
export type AlertCourse = Omit<AlertState, 'members'>;

/** For an unstable alert: since when it has had no problem, and the data for its resolve entry. */
export interface Calm extends Pick<AlertEntry, 'span' | 'resent'> {
  /** Null while the problem holds. */
  readonly since: Instant | null;
}

const maxHistory = 40;

/** Adds an entry to the history, which keeps only the latest entries. */
export function withEntry(state: AlertState, entry: AlertEntry): AlertState;
export function withEntry(state: AlertCourse, entry: AlertEntry): AlertCourse;
export function withEntry(state: AlertCourse, entry: AlertEntry): AlertCourse {
  return { ...state, history: [...state.history, entry].slice(-maxHistory) };
}

/** Returns the errors of all bulks of the alert, each once. */
export function fingerprintsOf({ members }: Pick<AlertState, 'members'>): readonly string[] {
  return [...new Set(Object.values(members).flatMap(({ errors }) => errors.map(({ fingerprint }) => fingerprint)))];
}

/** Whether two states of an alert look the same to a reader, apart from their members. */
export function isSameCourse(one: AlertCourse, other: AlertCourse): boolean {
  return (
    one.status === other.status &&
    (one.unstable === undefined) === (other.unstable === undefined) &&
    one.acknowledgedBy === other.acknowledgedBy &&
    one.owner === other.owner &&
    one.snoozedUntil === other.snoozedUntil
  );
}
