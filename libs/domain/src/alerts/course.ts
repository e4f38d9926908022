/**
 * The course of an alert: from waiting to firing to resolved. Pure: computes the next course, the notification to send
 * and its reason from the previous course, the state of the alert's members and the circumstances. The terms group
 * wait, group interval, repeat interval, silence and inhibit are Alertmanager's. The end of a problem is announced even
 * while the alert is muted.
 */
import type { Instant, Window } from '../time/instant.ts';
import type { AlertSettings } from './facts.ts';
import { unstableFrom } from './members.ts';
import { type AlertCourse, type AlertEntry, type AlertReason, type Calm, isSameCourse, withEntry } from './state.ts';

export interface Circumstances {
  readonly now: Instant;
  readonly settings: AlertSettings;
  readonly silenced: boolean;
  /** Another alert explains this one and is announced in its place. */
  readonly inhibited: boolean;
  /** The business is closed, so no repeat is sent now. */
  readonly quiet: boolean;
  /** Members that are no longer found but were not fixed. */
  readonly expired?: ReadonlySet<string>;
  /** If the alert resolves because a later bulk sent its errored leads again: the number of these leads. */
  readonly resent?: number;
  /** For a connection problem that has just ended: the time in which nothing was read. */
  readonly span?: Window;
}

/**
 * The kind of notification that channels get. `fire` posts a new message. The others edit it and, except for `update`,
 * also reply in its thread; `resolve` and `line` reply without a ping.
 */
export type AlertTold = 'fire' | 'update' | 'join' | 'repeat' | 'resolve' | 'reopen' | 'line' | null;

/** Everything that a step needs to know about an alert's members, after the findings have updated them. */
export interface Membership {
  readonly isActive: boolean;
  /** Whether the alert is about the connection: the connection is its only member, and no other member can join. */
  readonly isOfConnection: boolean;
  /** The ids of members that joined and were not announced yet, in order. */
  untold(): readonly string[];
  /** Whether a reader of the message sees the same members as before. */
  isSameToRead(): boolean;
  /** Whether a member has expired since `at`. */
  expiredSince(at: Instant): boolean;
}

export interface CourseStep {
  readonly course: AlertCourse;
  readonly told: AlertTold;
  /** The ids of members that joined a firing alert and that this step announces. */
  readonly joined: readonly string[];
  /** Whether the step announces every problem of the alert. If so, no member waits to be announced any more. */
  readonly tellsAll: boolean;
}

/** `previous`: null for a new alert. `isWorse`: a problem that was resolved by hand got worse. */
export function nextCourse(
  previous: AlertCourse | null,
  members: Membership,
  circumstances: Circumstances,
  isWorse: boolean,
): CourseStep {
  const { now } = circumstances;
  const base: AlertCourse = {
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
  };
  switch (base.status) {
    case 'waiting':
      return members.isActive ? waiting(base, circumstances) : ended(base, { reason: 'gone-before-told', now }, null);
    case 'firing':
      if (members.isActive) return firing(previous, base, members, circumstances);
      return base.unstable === undefined
        ? over(base, members, circumstances)
        : calmed(base, base.unstable, members, circumstances);
    case 'resolved':
      if (!members.isActive) return quietly(base, null);
      return reopened(base, circumstances, isWorse ? 'worse' : 'reopened');
    default:
      return base.status satisfies never;
  }
}

/** If a stored time is further in the future than this, the clock has been moved back. */
const movedMs = 60_000;
const leastQuietMs = 15 * 60_000;

/** How long an unstable problem must stay the same to count as stable. */
export function quietMsOf({ groupIntervalMs }: Pick<AlertSettings, 'groupIntervalMs'>): number {
  return Math.max(3 * groupIntervalMs, leastQuietMs);
}

/** After the clock was moved back, replaces times in the future with `now`, because an alert must not wait for them. */
function notAfter(state: AlertCourse | null, now: Instant): AlertCourse | null {
  if (state === null) return null;
  const { startedAt, toldAt, turnedAt, unstable } = state;
  // The clocks of two processes may differ a little.
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

function waiting(state: AlertCourse, { now, settings, silenced, inhibited }: Circumstances): CourseStep {
  const why = inhibited ? 'inhibited' : silenced ? 'silenced' : null;
  if (why !== null) return quietly({ ...state, reason: why }, null);
  if (now - state.startedAt < settings.groupWaitMs) return quietly({ ...state, reason: 'group-wait' }, null);
  return aloud({ ...state, status: 'firing', firedAt: now }, { reason: 'fired', now }, 'fire');
}

function firing(
  previous: AlertCourse | null,
  before: AlertCourse,
  members: Membership,
  circumstances: Circumstances,
): CourseStep {
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
  const untold = state.isOwed === true ? [] : members.untold();
  // Bulks that join are announced at night too, and even if the alert was acknowledged.
  if (untold.length > 0 && why === null && sinceTold >= settings.groupIntervalMs)
    return joined(state, untold, members, now);
  const isDue = sinceTold >= settings.repeatIntervalMs;
  const isHeld = why !== null || state.acknowledgedBy !== null || quiet;
  if (isDue && !isHeld) return aloud(state, { reason: 'repeated', now }, 'repeat');
  const isChanged = previous === null || !isSameCourse(previous, state) || !members.isSameToRead();
  const reason = reasonOf(state, { isChanged, isDue, why, hasUntold: untold.length > 0 });
  return quietly({ ...state, reason }, isChanged ? 'update' : null);
}

/** Returns why no ping is sent now. */
function reasonOf(
  state: AlertCourse,
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

function muteReason(state: AlertCourse, silenced: boolean, inhibited: boolean): AlertReason | null {
  if (state.snoozedUntil !== null) return 'snoozed';
  if (inhibited) return 'inhibited';
  return silenced ? 'silenced' : null;
}

function joined(
  state: AlertCourse,
  untold: readonly string[],
  { isOfConnection }: Membership,
  now: Instant,
): CourseStep {
  // No member can join a connection alert, so the problem must have returned while the alert was muted.
  if (isOfConnection) return aloud(state, { reason: 'reopened', now }, 'repeat');
  const step = aloud(state, { reason: 'joined', now, count: untold.length }, 'join');
  return { ...step, joined: untold };
}

/** Opens a resolved alert again because its problem returned; the alert keeps its message. */
function reopened(
  state: AlertCourse,
  { now, settings, silenced, inhibited }: Circumstances,
  reason: 'reopened' | 'worse',
): CourseStep {
  const returns = returnsAt(state, now, settings) + 1;
  const again: AlertCourse = {
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
  // The last ping is recent, so no second ping is sent yet, and the owner keeps the alert. But a problem that gets
  // worse after a resolve by hand does not wait.
  if (isSoon && mute === null && reason === 'reopened')
    return told({ ...again, isOwed: true }, { reason: 'damped', now }, 'update');
  const released = { ...again, acknowledgedBy: null, owner: null };
  // A problem that returns during a mute is not announced, but the message shows it.
  if (mute !== null) return quietly({ ...released, reason: mute }, 'update');
  return aloud({ ...released, firedAt: now }, { reason, now }, 'reopen');
}

function returnsAt({ returns = 0, turnedAt }: AlertCourse, now: Instant, settings: AlertSettings): number {
  return turnedAt !== undefined && now - turnedAt >= quietMsOf(settings) ? 0 : returns;
}

/** Ends an alert whose problem no longer holds. */
function over(state: AlertCourse, members: Membership, circumstances: Circumstances): CourseStep {
  const { now, settings } = circumstances;
  const returns = returnsAt(state, now, settings);
  const end = { ...state, returns };
  // The last reply in the thread already says that the alert is resolved, and that is true again.
  const isUnheard = state.isOwed === true && state.acknowledgedBy === null;
  return ended(end, { reason: endOf(state, members), now, ...moreOf(circumstances) }, isUnheard ? 'update' : 'resolve');
}

/** Handles an unstable alert that has no problem at the moment. */
function calmed(
  state: AlertCourse,
  { since, ...known }: Calm,
  members: Membership,
  circumstances: Circumstances,
): CourseStep {
  const { now, settings } = circumstances;
  const more = { ...known, ...moreOf(circumstances) };
  const calmSince = since ?? now;
  if (now - calmSince >= quietMsOf(settings)) {
    const { unstable: _unstable, returns: _returns, ...settled } = state;
    return ended(settled, { reason: endOf(state, members), now, ...more }, 'resolve');
  }
  const turnedAt = since === null ? now : (state.turnedAt ?? now);
  return quietly({ ...state, turnedAt, unstable: { since: calmSince, ...more }, reason: 'unstable' }, null);
}

function moreOf({ span, resent = 0 }: Circumstances): Pick<AlertEntry, 'span' | 'resent'> {
  return { ...(resent > 0 ? { resent } : {}), ...(span === undefined ? {} : { span }) };
}

/** Handles an unstable alert that has a problem. */
function restless(state: AlertCourse, { since }: Calm, now: Instant): AlertCourse {
  return since === null ? state : { ...state, turnedAt: now, unstable: { since: null } };
}

/** Handles an unstable alert whose problem has lasted for the quiet time: the alert becomes stable. */
function steady(state: AlertCourse, { now, settings, silenced, inhibited }: Circumstances): CourseStep {
  const { unstable: _unstable, returns: _returns, ...settled } = state;
  const why = muteReason(state, silenced, inhibited);
  if (why !== null) return quietly({ ...settled, reason: why }, 'update');
  const sinceTold = now - (state.toldAt ?? state.startedAt);
  const isHeard = state.acknowledgedBy !== null || sinceTold < settings.groupIntervalMs;
  return isHeard
    ? told(settled, { reason: 'steady', now }, 'line')
    : aloud(settled, { reason: 'steady', now }, 'repeat');
}

/** Returns `expired` if a member has expired since the alert fired, otherwise `resolved`. */
function endOf({ firedAt, startedAt }: AlertCourse, members: Membership): 'resolved' | 'expired' {
  return members.expiredSince(firedAt ?? startedAt) ? 'expired' : 'resolved';
}

/** A change of an alert's status, as the alert's history records it. */
interface Change<Reason extends AlertReason = AlertReason> extends Pick<AlertEntry, 'count' | 'span' | 'resent'> {
  readonly reason: Reason;
  readonly now: Instant;
}

function ended(
  state: AlertCourse,
  { reason, now, ...more }: Change<'resolved' | 'expired' | 'gone-before-told'>,
  what: AlertTold,
): CourseStep {
  const { isOwed: _isOwed, ...rest } = state;
  const resolved = { ...rest, status: 'resolved' as const, resolvedAt: now, turnedAt: now, snoozedUntil: null };
  return told(resolved, { reason, now, ...(reason === 'resolved' ? more : {}) }, what);
}

/** Announces the alert with a ping, which covers every problem that it has. */
function aloud(state: AlertCourse, change: Change, what: AlertTold): CourseStep {
  const { isOwed: _isOwed, ...rest } = state;
  return { ...told({ ...rest, toldAt: change.now }, change, what), tellsAll: true };
}

function told(state: AlertCourse, { reason, now, ...more }: Change, what: AlertTold): CourseStep {
  const entry = { at: now, what: reason, by: null, text: null, ...more };
  return quietly(withEntry({ ...state, reason }, entry), what);
}

function quietly(course: AlertCourse, what: AlertTold): CourseStep {
  return { course, told: what, joined: [], tellsAll: false };
}
