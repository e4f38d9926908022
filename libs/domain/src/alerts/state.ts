/** How an alert stands, and what happened to it. Pure. */
import type { Instant, Window } from '../time/instant.ts';
import { type AlertMembers, isSameMember, isUnstableMember } from './members.ts';

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
  | 'reopened'
  | 'damped'
  | 'unstable'
  | 'steady';

/** What people do to it. */
export type AlertAction = 'acknowledge' | 'assign' | 'release' | 'snooze' | 'note' | 'escalate';

export interface AlertEntry {
  readonly at: Instant;
  readonly what: AlertReason | AlertAction;
  /** A person's Slack id; null for Leadbell itself. */
  readonly by: string | null;
  readonly text: string | null;
  /** Who it was assigned to: a Slack id. */
  readonly to?: string;
  /** How many bulks have joined. */
  readonly count?: number;
  /** How many errored leads a later bulk brought again. */
  readonly resent?: number;
  /** Of a resolve: from when to when nothing was read. */
  readonly span?: Window;
}

export interface AlertState {
  readonly status: 'waiting' | 'firing' | 'resolved';
  readonly startedAt: Instant;
  readonly firedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  /** When somebody was last pinged: the channel, or who has it. */
  readonly toldAt: Instant | null;
  readonly members: AlertMembers;
  readonly acknowledgedBy: string | null;
  readonly owner: string | null;
  readonly snoozedUntil: Instant | null;
  /** Workspaces of the people in it, by their Slack ids: elsewhere nobody can be mentioned. */
  readonly homes?: Readonly<Record<string, string>>;
  /** When it last went from wrong to right, or back. */
  readonly turnedAt?: Instant;
  /** How often it came back since it last stayed as it was for a while. */
  readonly returns?: number;
  /** It came back so soon that only the message was changed: the channel is told later, if it is still so. */
  readonly isOwed?: true;
  /** It comes and goes: it stays open, and is told when it has stayed as it is for a while. */
  readonly unstable?: Calm;
  /** Why it was told, or not, the last time. */
  readonly reason: AlertReason;
  /** The latest; what people did and what was told. */
  readonly history: readonly AlertEntry[];
}

/** Of what comes and goes: since when nothing has been wrong, and what its end will say. */
export interface Calm extends Pick<AlertEntry, 'span' | 'resent'> {
  /** Null while something is wrong. */
  readonly since: Instant | null;
}

const maxHistory = 40;

/** What somebody did to it. */
export function withEntry(state: AlertState, entry: AlertEntry): AlertState {
  return { ...state, history: [...state.history, entry].slice(-maxHistory) };
}

/** All that its bulks say, each once. */
export function fingerprintsOf({ members }: Pick<AlertState, 'members'>): readonly string[] {
  return [...new Set(Object.values(members).flatMap(({ errors }) => errors.map(({ fingerprint }) => fingerprint)))];
}

/** What came to it, and was not told yet. */
export function untoldOf({ members }: AlertState): readonly string[] {
  return Object.entries(members).flatMap(([id, member]) =>
    member.untold === true && member.resolvedAt === null && !isUnstableMember(member) ? id : [],
  );
}

/** A reader would see no difference. */
export function isSameToRead(one: AlertState, other: AlertState): boolean {
  const ids = Object.keys(one.members);
  return (
    one.status === other.status &&
    (one.unstable === undefined) === (other.unstable === undefined) &&
    one.acknowledgedBy === other.acknowledgedBy &&
    one.owner === other.owner &&
    one.snoozedUntil === other.snoozedUntil &&
    ids.length === Object.keys(other.members).length &&
    ids.every((id) => isSameMember(one.members[id], other.members[id]))
  );
}
