/**
 * The life of an alert: waiting, firing, resolved. Pure: the state before, what is found now, and the circumstances give the state after, what is to be
 * told, and the reason why or why not. The names are Alertmanager's: group wait, group interval, repeat interval, silence, inhibit; a resolve passes mutes.
 */
import type { Instant, Window } from '../time/instant.ts';
import type { AlertSettings, Finding } from './facts.ts';
import { type AlertMember, type AlertMembers, isSameMember, membersAfter } from './members.ts';

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
  | 'reopened';

/** What people do to it. */
export type AlertDeed = 'acknowledge' | 'assign' | 'release' | 'snooze' | 'note' | 'escalate';

export interface AlertEntry {
  readonly at: Instant;
  readonly what: AlertReason | AlertDeed;
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
  /** Why it was told, or not, the last time. */
  readonly reason: AlertReason;
  /** The latest; what people did and what was told. */
  readonly history: readonly AlertEntry[];
}

export interface Circumstances {
  readonly now: Instant;
  readonly settings: AlertSettings;
  readonly silenced: boolean;
  /** Something that explains it is told instead. */
  readonly inhibited: boolean;
  /** Not the time to ping anybody again. */
  readonly quiet: boolean;
  /** Members that, if they are not found, were not mended. */
  readonly expired?: ReadonlySet<string>;
  /** Errored leads of its bulks that a later bulk brought again: what is wrong is over for that reason. */
  readonly resent?: number;
  /** From when to when nothing was read, of trouble with the connection that has just ended. */
  readonly span?: Window;
}

/** What the channels must be told: a new message, the message in its new state, and a line in its thread for all but `update`. */
export type AlertTold = 'fire' | 'update' | 'join' | 'repeat' | 'resolve' | 'reopen' | null;

export interface AlertStep {
  readonly state: AlertState;
  readonly told: AlertTold;
  /** Members that are told of now, of those that came to a firing alert. */
  readonly joined: readonly string[];
}

const maxHistory = 40;
/** What lies further ahead of now was written by a clock that has been moved back. */
const movedMs = 60_000;

/** `findings`: of this alert's group alone. `previous`: null for a new one. Null: there is nothing. */
export function stepAlert(
  previous: AlertState | null,
  findings: readonly Finding[],
  circumstances: Circumstances,
): AlertStep | null {
  const { now, expired, span, resent = 0 } = circumstances;
  if (previous === null && findings.length === 0) return null;
  const members = membersAfter(previous?.members ?? {}, findings, expired ?? new Set(), now);
  const isActive = Object.values(members).some(({ resolvedAt }) => resolvedAt === null);
  const base: AlertState = {
    status: 'waiting',
    startedAt: now,
    firedAt: null,
    resolvedAt: null,
    toldAt: null,
    acknowledgedBy: null,
    owner: null,
    snoozedUntil: null,
    reason: 'group-wait',
    history: [],
    ...notAfter(previous, now),
    members,
  };
  switch (base.status) {
    case 'waiting':
      return isActive ? waiting(base, circumstances) : ended(base, 'gone-before-told', now, null);
    case 'firing':
      return isActive
        ? firing(previous, base, circumstances)
        : ended(base, endOf(base), now, 'resolve', {
            ...(resent > 0 ? { resent } : {}),
            ...(span === undefined ? {} : { span }),
          });
    case 'resolved':
      return isActive ? reopened(base, circumstances) : quietly(base, null);
    default:
      return base.status satisfies never;
  }
}

/** A clock that was moved back must not keep an alert waiting until it is there again. */
function notAfter(state: AlertState | null, now: Instant): AlertState | null {
  if (state === null) return null;
  const { startedAt, toldAt } = state;
  // Who looks at the same time as another may have read the clock a little before it.
  if (Math.max(startedAt, toldAt ?? 0) - now <= movedMs) return state;
  const earlier = (at: Instant): Instant => (at < now ? at : now);
  return { ...state, startedAt: earlier(startedAt), toldAt: toldAt === null ? null : earlier(toldAt) };
}

function waiting(state: AlertState, { now, settings, silenced, inhibited }: Circumstances): AlertStep {
  const why = inhibited ? 'inhibited' : silenced ? 'silenced' : null;
  if (why !== null) return quietly({ ...state, reason: why }, null);
  if (now - state.startedAt < settings.groupWaitMs) return quietly({ ...state, reason: 'group-wait' }, null);
  return aloud({ ...state, status: 'firing', firedAt: now }, 'fired', now, 'fire');
}

function firing(previous: AlertState | null, state: AlertState, circumstances: Circumstances): AlertStep {
  const { now, settings, silenced, inhibited, quiet } = circumstances;
  if (state.snoozedUntil !== null && now >= state.snoozedUntil) {
    const awake = { ...state, snoozedUntil: null };
    if (silenced || inhibited) return quietly({ ...awake, reason: inhibited ? 'inhibited' : 'silenced' }, 'update');
    return aloud(awake, 'snooze-over', now, 'repeat');
  }
  const why = muteReason(state, silenced, inhibited);
  const sinceTold = now - (state.toldAt ?? state.startedAt);
  const untold = untoldOf(state);
  // What joins is news: at night too, and to who has acknowledged what was wrong then.
  if (untold.length > 0 && why === null && sinceTold >= settings.groupIntervalMs) return joined(state, untold, now);
  const isDue = sinceTold >= settings.repeatIntervalMs;
  const isHeld = why !== null || state.acknowledgedBy !== null || quiet;
  if (isDue && !isHeld) return aloud(state, 'repeated', now, 'repeat');
  const isChanged = previous === null || !isSameToRead(previous, state);
  const reason = reasonOf(state, { isChanged, isDue, why, hasUntold: untold.length > 0 });
  return quietly({ ...state, reason }, isChanged ? 'update' : null);
}

/** Why nobody is pinged now. */
function reasonOf(
  state: AlertState,
  it: {
    readonly isChanged: boolean;
    readonly isDue: boolean;
    readonly why: AlertReason | null;
    readonly hasUntold: boolean;
  },
): AlertReason {
  if (it.hasUntold) return it.why ?? 'group-interval';
  if (it.isChanged) return 'changed';
  if (!it.isDue) return 'unchanged';
  return state.acknowledgedBy === null ? (it.why ?? 'quiet-hours') : 'acknowledged';
}

function muteReason(state: AlertState, silenced: boolean, inhibited: boolean): AlertReason | null {
  if (state.snoozedUntil !== null) return 'snoozed';
  if (inhibited) return 'inhibited';
  return silenced ? 'silenced' : null;
}

function untoldOf({ members }: AlertState): readonly string[] {
  return Object.keys(members).filter((id) => members[id]?.untold === true && members[id].resolvedAt === null);
}

function joined(state: AlertState, untold: readonly string[], now: Instant): AlertStep {
  // What is not of bulks does not join: it came back while it was mute.
  if (Object.hasOwn(state.members, '')) return aloud(state, 'reopened', now, 'repeat');
  const step = aloud(state, 'joined', now, 'join', untold.length);
  return { ...step, joined: untold };
}

/** It was right, and is wrong again: the same message, and nobody has it any more. */
function reopened(state: AlertState, { now, silenced, inhibited }: Circumstances): AlertStep {
  const again = {
    ...state,
    status: 'firing' as const,
    resolvedAt: null,
    acknowledgedBy: null,
    owner: null,
    snoozedUntil: null,
  };
  // A mute holds for a regression too; the message shows it all the same.
  if (silenced || inhibited) return quietly({ ...again, reason: inhibited ? 'inhibited' : 'silenced' }, 'update');
  return aloud({ ...again, firedAt: now }, 'reopened', now, 'reopen');
}

/** Mended, as far as this firing is concerned, or no news any more. */
function endOf({ members, firedAt, startedAt }: AlertState): 'resolved' | 'expired' {
  const since = firedAt ?? startedAt;
  return Object.values(members).some(({ expired, resolvedAt }) => expired === true && (resolvedAt ?? 0) >= since)
    ? 'expired'
    : 'resolved';
}

function ended(
  state: AlertState,
  reason: 'resolved' | 'expired' | 'gone-before-told',
  now: Instant,
  what: AlertTold,
  more: Pick<AlertEntry, 'span' | 'resent'> = {},
): AlertStep {
  const resolved = { ...state, status: 'resolved' as const, resolvedAt: now, snoozedUntil: null };
  return told(resolved, reason, now, what, reason === 'resolved' ? more : {});
}

/** Somebody is pinged: of all that is wrong. */
function aloud(state: AlertState, reason: AlertReason, now: Instant, what: AlertTold, count?: number): AlertStep {
  const members = Object.fromEntries(
    Object.entries(state.members).map(([id, one]): [string, AlertMember] => {
      const { untold: _untold, ...member } = one;
      return [id, member];
    }),
  );
  return told({ ...state, toldAt: now, members }, reason, now, what, count === undefined ? {} : { count });
}

function told(
  state: AlertState,
  reason: AlertReason,
  now: Instant,
  what: AlertTold,
  more: Pick<AlertEntry, 'count' | 'span' | 'resent'> = {},
): AlertStep {
  const entry = { at: now, what: reason, by: null, text: null, ...more };
  return quietly(withEntry({ ...state, reason }, entry), what);
}

function quietly(state: AlertState, what: AlertTold): AlertStep {
  return { state, told: what, joined: [] };
}

/** All that its bulks say, each once. */
export function fingerprintsOf({ members }: Pick<AlertState, 'members'>): readonly string[] {
  return [...new Set(Object.values(members).flatMap(({ errors }) => errors.map(({ fingerprint }) => fingerprint)))];
}

/** What somebody did to it. */
export function withEntry(state: AlertState, entry: AlertEntry): AlertState {
  return { ...state, history: [...state.history, entry].slice(-maxHistory) };
}

/** A reader would see no difference. */
function isSameToRead(one: AlertState, other: AlertState): boolean {
  const ids = Object.keys(one.members);
  return (
    one.status === other.status &&
    one.acknowledgedBy === other.acknowledgedBy &&
    one.owner === other.owner &&
    one.snoozedUntil === other.snoozedUntil &&
    ids.length === Object.keys(other.members).length &&
    ids.every((id) => isSameMember(one.members[id], other.members[id]))
  );
}
