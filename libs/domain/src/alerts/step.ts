/**
 * The life of an alert: waiting, firing, resolved. Pure: from the previous state, the current findings and the
 * circumstances it computes the next state, the notification to send, and the reason why or why not. The terms are
 * Alertmanager's: group wait, group interval, repeat interval, silence, inhibit. A resolve is announced even while
 * muted.
 */
import type { Instant, Window } from '../time/instant.ts';
import type { AlertSettings } from './facts.ts';
import type { Finding } from './rules/index.ts';
import { afterClosing } from './closing.ts';
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

/**
 * When an unstable alert, or an unstable bulk in it, counts as stable if nothing changes; `Infinity` if none is
 * unstable.
 */
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
  /** Another alert explains this one and is announced instead. */
  readonly inhibited: boolean;
  /** Outside the hours in which repeats are sent. */
  readonly quiet: boolean;
  /** Members that count as expired rather than fixed if they are not found. */
  readonly expired?: ReadonlySet<string>;
  /** Errored leads of its bulks that a later bulk sent again, which is why the alert resolves. */
  readonly resent?: number;
  /** When nothing was read, for a connection problem that has just ended. */
  readonly span?: Window;
}

/**
 * The notification for channels: a new message, or the message in its new state plus, except for `update`, a reply in
 * its thread. `line` is a reply without a ping.
 */
export type AlertTold = 'fire' | 'update' | 'join' | 'repeat' | 'resolve' | 'reopen' | 'line' | null;

export interface AlertStep {
  readonly state: AlertState;
  readonly told: AlertTold;
  /** Members of a firing alert that this step announces. */
  readonly joined: readonly string[];
}

/** A stored time further ahead than this was written by a clock that has since been moved back. */
const movedMs = 60_000;
const leastQuietMs = 15 * 60_000;

/** How long an unstable problem must not change before it counts as stable. */
export function quietMsOf({ groupIntervalMs }: Pick<AlertSettings, 'groupIntervalMs'>): number {
  return Math.max(3 * groupIntervalMs, leastQuietMs);
}

/** `findings`: of this alert's group only. `previous`: null for a new alert. Returns null when there is neither. */
export function stepAlert(
  previous: AlertState | null,
  findings: readonly Finding[],
  circumstances: Circumstances,
): AlertStep | null {
  const { now, expired = new Set(), settings } = circumstances;
  if (previous === null && findings.length === 0) return null;
  const quietMs = quietMsOf(settings);
  const closing = afterClosing(previous?.members ?? {}, findings);
  const members = membersAfter(closing.members, closing.open, { now, expired, quietMs });
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
      return isActive ? waiting(base, circumstances) : ended(base, { reason: 'gone-before-told', now }, null);
    case 'firing':
      if (isActive) return firing(previous, base, circumstances);
      return base.unstable === undefined ? over(base, circumstances) : calmed(base, base.unstable, circumstances);
    case 'resolved':
      if (!isActive) return quietly(base, null);
      return reopened(base, circumstances, closing.isWorse ? 'worse' : 'reopened');
    default:
      return base.status satisfies never;
  }
}

/** After the clock was moved back, an alert must not wait until the old time comes round again. */
function notAfter(state: AlertState | null, now: Instant): AlertState | null {
  if (state === null) return null;
  const { startedAt, toldAt, turnedAt, unstable } = state;
  // Two processes may read clocks that differ a little.
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
  return aloud({ ...state, status: 'firing', firedAt: now }, { reason: 'fired', now }, 'fire');
}

function firing(previous: AlertState | null, before: AlertState, circumstances: Circumstances): AlertStep {
  const { now, settings, silenced, inhibited, quiet } = circumstances;
  const state = before.unstable === undefined ? before : restless(before, before.unstable, now);
  if (state.snoozedUntil !== null && now >= state.snoozedUntil) {
    const awake = { ...state, snoozedUntil: null };
    if (silenced || inhibited) return quietly({ ...awake, reason: inhibited ? 'inhibited' : 'silenced' }, 'update');
    return aloud(awake, { reason: 'snooze-over', now }, 'repeat');
  }
  if (state.unstable !== undefined && now - (state.turnedAt ?? now) >= quietMsOf(settings))
    return steady(state, circumstances);
  const why = muteReason(state, silenced, inhibited);
  const sinceTold = now - (state.toldAt ?? state.startedAt);
  if (state.isOwed === true && why === null && sinceTold >= settings.groupIntervalMs)
    return aloud(state, { reason: 'reopened', now }, 'reopen');
  const untold = state.isOwed === true ? [] : untoldOf(state);
  // A joining bulk is announced at night too, and even if the alert was acknowledged before.
  if (untold.length > 0 && why === null && sinceTold >= settings.groupIntervalMs) return joined(state, untold, now);
  const isDue = sinceTold >= settings.repeatIntervalMs;
  const isHeld = why !== null || state.acknowledgedBy !== null || quiet;
  if (isDue && !isHeld) return aloud(state, { reason: 'repeated', now }, 'repeat');
  const isChanged = previous === null || !isSameToRead(previous, state);
  const reason = reasonOf(state, { isChanged, isDue, why, hasUntold: untold.length > 0 });
  return quietly({ ...state, reason }, isChanged ? 'update' : null);
}

/** Why no ping is sent now. */
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
  // Connection alerts have no members; this one returned while it was muted.
  if (Object.hasOwn(state.members, '')) return aloud(state, { reason: 'reopened', now }, 'repeat');
  const step = aloud(state, { reason: 'joined', now, count: untold.length }, 'join');
  return { ...step, joined: untold };
}

/** The problem returned: its message is reused. */
function reopened(
  state: AlertState,
  { now, settings, silenced, inhibited }: Circumstances,
  reason: 'reopened' | 'worse',
): AlertStep {
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
    return mute === null
      ? told(unstable, { reason: 'unstable', now }, 'line')
      : quietly({ ...unstable, reason: mute }, 'update');
  }
  const isSoon = now - (state.toldAt ?? state.startedAt) < settings.groupIntervalMs;
  // The assignee has hardly looked at it: they keep it, and no second ping follows so soon. A problem that was resolved by hand
  // and got worse is news at any time.
  if (isSoon && mute === null && reason === 'reopened')
    return told({ ...again, isOwed: true }, { reason: 'damped', now }, 'update');
  const released = { ...again, acknowledgedBy: null, owner: null };
  // A mute also covers a problem that returned; the message shows it all the same.
  if (mute !== null) return quietly({ ...released, reason: mute }, 'update');
  return aloud({ ...released, firedAt: now }, { reason, now }, 'reopen');
}

function returnsAt({ returns = 0, turnedAt }: AlertState, now: Instant, settings: AlertSettings): number {
  return turnedAt !== undefined && now - turnedAt >= quietMsOf(settings) ? 0 : returns;
}

/** The problem is over. */
function over(state: AlertState, circumstances: Circumstances): AlertStep {
  const { now, settings } = circumstances;
  const returns = returnsAt(state, now, settings);
  const end = { ...state, returns };
  // The last reply in the thread says resolved, and that is true again.
  const isUnheard = state.isOwed === true && state.acknowledgedBy === null;
  return ended(end, { reason: endOf(state), now, ...moreOf(circumstances) }, isUnheard ? 'update' : 'resolve');
}

/** Unstable, and nothing is wrong just now. */
function calmed(state: AlertState, { since, ...known }: Calm, circumstances: Circumstances): AlertStep {
  const { now, settings } = circumstances;
  const more = { ...known, ...moreOf(circumstances) };
  const calmSince = since ?? now;
  if (now - calmSince >= quietMsOf(settings)) {
    const { unstable: _unstable, returns: _returns, ...settled } = state;
    return ended(settled, { reason: endOf(state), now, ...more }, 'resolve');
  }
  const turnedAt = since === null ? now : (state.turnedAt ?? now);
  return quietly({ ...state, turnedAt, unstable: { since: calmSince, ...more }, reason: 'unstable' }, null);
}

function moreOf({ span, resent = 0 }: Circumstances): Pick<AlertEntry, 'span' | 'resent'> {
  return { ...(resent > 0 ? { resent } : {}), ...(span === undefined ? {} : { span }) };
}

/** Unstable, and something is wrong. */
function restless(state: AlertState, { since }: Calm, now: Instant): AlertState {
  return since === null ? state : { ...state, turnedAt: now, unstable: { since: null } };
}

/** It was unstable and has now kept failing for the quiet time. */
function steady(state: AlertState, { now, settings, silenced, inhibited }: Circumstances): AlertStep {
  const { unstable: _unstable, returns: _returns, ...settled } = state;
  const why = muteReason(state, silenced, inhibited);
  if (why !== null) return quietly({ ...settled, reason: why }, 'update');
  const sinceTold = now - (state.toldAt ?? state.startedAt);
  const isHeard = state.acknowledgedBy !== null || sinceTold < settings.groupIntervalMs;
  return isHeard
    ? told(settled, { reason: 'steady', now }, 'line')
    : aloud(settled, { reason: 'steady', now }, 'repeat');
}

/** Resolved if a member of this firing was fixed, otherwise expired. */
function endOf({ members, firedAt, startedAt }: AlertState): 'resolved' | 'expired' {
  const since = firedAt ?? startedAt;
  return Object.values(members).some(({ expired, resolvedAt }) => expired === true && (resolvedAt ?? 0) >= since)
    ? 'expired'
    : 'resolved';
}

/** A change of an alert's status, as its history records it. */
interface Change<Reason extends AlertReason = AlertReason> extends Pick<AlertEntry, 'count' | 'span' | 'resent'> {
  readonly reason: Reason;
  readonly now: Instant;
}

function ended(
  state: AlertState,
  { reason, now, ...more }: Change<'resolved' | 'expired' | 'gone-before-told'>,
  what: AlertTold,
): AlertStep {
  const { isOwed: _isOwed, ...rest } = state;
  const resolved = { ...rest, status: 'resolved' as const, resolvedAt: now, turnedAt: now, snoozedUntil: null };
  return told(resolved, { reason, now, ...(reason === 'resolved' ? more : {}) }, what);
}

/** Announces with a ping, which covers everything that is wrong. */
function aloud(state: AlertState, change: Change, what: AlertTold): AlertStep {
  const members = Object.fromEntries(
    Object.entries(state.members).map(([id, one]): [string, AlertMember] => {
      const { untold: _untold, ...member } = one;
      return [id, member];
    }),
  );
  const { isOwed: _isOwed, ...rest } = state;
  return told({ ...rest, toldAt: change.now, members }, change, what);
}

function told(state: AlertState, { reason, now, ...more }: Change, what: AlertTold): AlertStep {
  const entry = { at: now, what: reason, by: null, text: null, ...more };
  return quietly(withEntry({ ...state, reason }, entry), what);
}

function quietly(state: AlertState, what: AlertTold): AlertStep {
  return { state, told: what, joined: [] };
}
