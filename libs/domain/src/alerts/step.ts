/**
 * The life of an alert: waiting, firing, resolved. Pure: the state before, what is found now, and the circumstances give the state after, what is to be
 * told, and the reason why or why not. The names are Alertmanager's: group wait, group interval, repeat interval, silence, inhibit; a resolve passes mutes.
 */
import type { Instant, Window } from '../time/instant.ts';
import type { AlertSettings } from './facts.ts';
import type { Finding } from './rules/index.ts';
import { type AlertMember, isUnstableMember, membersAfter, unstableFrom } from './members.ts';
import {
  type AlertEntry,
  type AlertReason,
  type AlertState,
  type Calm,
  isSameToRead,
  untoldOf,
  withEntry,
} from './state.ts';

/** When an alert that comes and goes, or a bulk in it, is believed again if nothing changes; `Infinity` for others. */
export function believedAt({ unstable, turnedAt, startedAt, members }: AlertState, settings: AlertSettings): number {
  const turns = Object.values(members).flatMap((member) =>
    isUnstableMember(member) ? (member.resolvedAt ?? member.since) : [],
  );
  if (unstable !== undefined) turns.push(unstable.since ?? turnedAt ?? startedAt);
  return Math.min(...turns) + quietMsOf(settings);
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

/**
 * What the channels must be told: a new message, the message in its new state, and a line in its thread for all but `update`.
 * `line`: one that pings nobody.
 */
export type AlertTold = 'fire' | 'update' | 'join' | 'repeat' | 'resolve' | 'reopen' | 'line' | null;

export interface AlertStep {
  readonly state: AlertState;
  readonly told: AlertTold;
  /** Members that are told of now, of those that came to a firing alert. */
  readonly joined: readonly string[];
}

/** What lies further ahead of now was written by a clock that has been moved back. */
const movedMs = 60_000;
const leastQuietMs = 15 * 60_000;

/** What comes and goes is believed again when it has stayed as it is for so long. */
export function quietMsOf({ groupIntervalMs }: Pick<AlertSettings, 'groupIntervalMs'>): number {
  return Math.max(3 * groupIntervalMs, leastQuietMs);
}

/** `findings`: of this alert's group alone. `previous`: null for a new one. Null: there is nothing. */
export function stepAlert(
  previous: AlertState | null,
  findings: readonly Finding[],
  circumstances: Circumstances,
): AlertStep | null {
  const { now, expired = new Set(), settings } = circumstances;
  if (previous === null && findings.length === 0) return null;
  const quietMs = quietMsOf(settings);
  const members = membersAfter(previous?.members ?? {}, findings, { now, expired, quietMs });
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
      if (isActive) return firing(previous, base, circumstances);
      return base.unstable === undefined ? over(base, circumstances) : calmed(base, base.unstable, circumstances);
    case 'resolved':
      return isActive ? reopened(base, circumstances) : quietly(base, null);
    default:
      return base.status satisfies never;
  }
}

/** A clock that was moved back must not keep an alert waiting until it is there again. */
function notAfter(state: AlertState | null, now: Instant): AlertState | null {
  if (state === null) return null;
  const { startedAt, toldAt, turnedAt, unstable } = state;
  // Who looks at the same time as another may have read the clock a little before it.
  if (Math.max(startedAt, toldAt ?? 0, turnedAt ?? 0) - now <= movedMs) return state;
  const earlier = (at: Instant): Instant => (at < now ? at : now);
  return {
    ...state,
    startedAt: earlier(startedAt),
    toldAt: toldAt === null ? null : earlier(toldAt),
    ...(turnedAt === undefined ? {} : { turnedAt: earlier(turnedAt) }),
    ...(unstable === undefined
      ? {}
      : { unstable: { ...unstable, since: unstable.since === null ? null : earlier(unstable.since) } }),
  };
}

function waiting(state: AlertState, { now, settings, silenced, inhibited }: Circumstances): AlertStep {
  const why = inhibited ? 'inhibited' : silenced ? 'silenced' : null;
  if (why !== null) return quietly({ ...state, reason: why }, null);
  if (now - state.startedAt < settings.groupWaitMs) return quietly({ ...state, reason: 'group-wait' }, null);
  return aloud({ ...state, status: 'firing', firedAt: now }, 'fired', now, 'fire');
}

function firing(previous: AlertState | null, before: AlertState, circumstances: Circumstances): AlertStep {
  const { now, settings, silenced, inhibited, quiet } = circumstances;
  const state = before.unstable === undefined ? before : restless(before, before.unstable, now);
  if (state.snoozedUntil !== null && now >= state.snoozedUntil) {
    const awake = { ...state, snoozedUntil: null };
    if (silenced || inhibited) return quietly({ ...awake, reason: inhibited ? 'inhibited' : 'silenced' }, 'update');
    return aloud(awake, 'snooze-over', now, 'repeat');
  }
  if (state.unstable !== undefined && now - (state.turnedAt ?? now) >= quietMsOf(settings))
    return steady(state, circumstances);
  const why = muteReason(state, silenced, inhibited);
  const sinceTold = now - (state.toldAt ?? state.startedAt);
  if (state.isOwed === true && why === null && sinceTold >= settings.groupIntervalMs)
    return aloud(state, 'reopened', now, 'reopen');
  const untold = state.isOwed === true ? [] : untoldOf(state);
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
  if (state.isOwed === true) return it.why ?? 'damped';
  if (it.hasUntold) return it.why ?? 'group-interval';
  if (state.unstable !== undefined && !it.isDue) return it.why ?? 'unstable';
  if (it.isChanged) return 'changed';
  if (!it.isDue) return 'unchanged';
  return state.acknowledgedBy === null ? (it.why ?? 'quiet-hours') : 'acknowledged';
}

function muteReason(state: AlertState, silenced: boolean, inhibited: boolean): AlertReason | null {
  if (state.snoozedUntil !== null) return 'snoozed';
  if (inhibited) return 'inhibited';
  return silenced ? 'silenced' : null;
}

function joined(state: AlertState, untold: readonly string[], now: Instant): AlertStep {
  // What is not of bulks does not join: it came back while it was mute.
  if (Object.hasOwn(state.members, '')) return aloud(state, 'reopened', now, 'repeat');
  const step = aloud(state, 'joined', now, 'join', untold.length);
  return { ...step, joined: untold };
}

/** It was right, and is wrong again: the same message. */
function reopened(state: AlertState, { now, settings, silenced, inhibited }: Circumstances): AlertStep {
  const returns = returnsAt(state, now, settings) + 1;
  const again: AlertState = {
    ...state,
    status: 'firing',
    resolvedAt: null,
    snoozedUntil: null,
    turnedAt: now,
    returns,
  };
  const mute = inhibited ? 'inhibited' : silenced ? 'silenced' : null;
  if (returns >= unstableFrom) {
    const unstable = { ...again, unstable: { since: null } };
    return mute === null ? told(unstable, 'unstable', now, 'line') : quietly({ ...unstable, reason: mute }, 'update');
  }
  const isSoon = now - (state.toldAt ?? state.startedAt) < settings.groupIntervalMs;
  // Whoever has it has hardly looked at it: they keep it, and nobody is pinged again so soon.
  if (isSoon && mute === null) return told({ ...again, isOwed: true }, 'damped', now, 'update');
  const released = { ...again, acknowledgedBy: null, owner: null };
  // A mute holds for a regression too; the message shows it all the same.
  if (mute !== null) return quietly({ ...released, reason: mute }, 'update');
  return aloud({ ...released, firedAt: now }, 'reopened', now, 'reopen');
}

function returnsAt({ returns = 0, turnedAt }: AlertState, now: Instant, settings: AlertSettings): number {
  return turnedAt !== undefined && now - turnedAt >= quietMsOf(settings) ? 0 : returns;
}

/** Nothing is wrong any more. */
function over(state: AlertState, circumstances: Circumstances): AlertStep {
  const { now, settings } = circumstances;
  const returns = returnsAt(state, now, settings);
  const end = { ...state, returns };
  // Its thread says last that it was resolved, and again that is so.
  const isUnheard = state.isOwed === true && state.acknowledgedBy === null;
  return ended(end, endOf(state), now, isUnheard ? 'update' : 'resolve', moreOf(circumstances));
}

/** It comes and goes, and nothing is wrong just now. */
function calmed(state: AlertState, { since, ...known }: Calm, circumstances: Circumstances): AlertStep {
  const { now, settings } = circumstances;
  const more = { ...known, ...moreOf(circumstances) };
  const calmSince = since ?? now;
  if (now - calmSince >= quietMsOf(settings)) {
    const { unstable: _unstable, returns: _returns, ...settled } = state;
    return ended(settled, endOf(state), now, 'resolve', more);
  }
  const turnedAt = since === null ? now : (state.turnedAt ?? now);
  return quietly({ ...state, turnedAt, unstable: { since: calmSince, ...more }, reason: 'unstable' }, null);
}

function moreOf({ span, resent = 0 }: Circumstances): Pick<AlertEntry, 'span' | 'resent'> {
  return { ...(resent > 0 ? { resent } : {}), ...(span === undefined ? {} : { span }) };
}

/** It comes and goes, and something is wrong. */
function restless(state: AlertState, { since }: Calm, now: Instant): AlertState {
  return since === null ? state : { ...state, turnedAt: now, unstable: { since: null } };
}

/** It came and went, and has been wrong for a while without a break. */
function steady(state: AlertState, { now, settings, silenced, inhibited }: Circumstances): AlertStep {
  const { unstable: _unstable, returns: _returns, ...settled } = state;
  const why = muteReason(state, silenced, inhibited);
  if (why !== null) return quietly({ ...settled, reason: why }, 'update');
  const sinceTold = now - (state.toldAt ?? state.startedAt);
  const isHeard = state.acknowledgedBy !== null || sinceTold < settings.groupIntervalMs;
  return isHeard ? told(settled, 'steady', now, 'line') : aloud(settled, 'steady', now, 'repeat');
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
  const { isOwed: _isOwed, ...rest } = state;
  const resolved = { ...rest, status: 'resolved' as const, resolvedAt: now, turnedAt: now, snoozedUntil: null };
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
  const { isOwed: _isOwed, ...rest } = state;
  return told({ ...rest, toldAt: now, members }, reason, now, what, count === undefined ? {} : { count });
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
