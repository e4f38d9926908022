/**
 * The course of an alert: waiting, firing, resolved. Pure: from the previous course, the answers about its members and the
 * circumstances it computes the next course, the notification to send, and the reason why or why not. The terms are
 * Alertmanager's: group wait, group interval, repeat interval, silence, inhibit. A resolve is announced even while
 * muted.
 */
import type { Instant, Window } from '../time/instant.ts';
import type { AlertSettings } from './facts.ts';
import { unstableFrom } from './members.ts';
import { type AlertCourse, type AlertEntry, type AlertReason, type Calm, isSameCourse, withEntry } from './state.ts';

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
  /** For a connection problem that has just ended, the time in which nothing was read. */
  readonly span?: Window;
}

/**
 * The notification for channels: a new message, or the message in its new state plus, except for `update`, a reply in
 * its thread. `line` is a reply without a ping.
 */
export type AlertTold = 'fire' | 'update' | 'join' | 'repeat' | 'resolve' | 'reopen' | 'line' | null;

/** Answers about the members of an alert after they were updated by the findings. */
export interface Membership {
  readonly isActive: boolean;
  /** Its one member is the connection, and no others can join. */
  readonly isOfConnection: boolean;
  /** Members that joined and were not announced yet, in the order of their ids. */
  untold(): readonly string[];
  /** Whether readers would see no difference to the members before. */
  isSameToRead(): boolean;
  /** Whether a member has expired since then, instead of being fixed. */
  expiredSince(at: Instant): boolean;
}

export interface CourseStep {
  readonly course: AlertCourse;
  readonly told: AlertTold;
  /** Members of a firing alert that this step announces. */
  readonly joined: readonly string[];
  /** It announces everything that is failing, so no member is still waiting to be announced. */
  readonly tellsAll: boolean;
}

/** `previous`: null for a new alert. `isWorse`: a problem that was resolved by hand has grown. */
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

/** A stored time further ahead than this was written by a clock that has since been moved back. */
const movedMs = 60_000;
const leastQuietMs = 15 * 60_000;

/** How long an unstable problem must not change before it counts as stable. */
export function quietMsOf({ groupIntervalMs }: Pick<AlertSettings, 'groupIntervalMs'>): number {
  return Math.max(3 * groupIntervalMs, leastQuietMs);
}

/** After the clock was moved back, an alert must not wait until the old time comes round again. */
function notAfter(state: AlertCourse | null, now: Instant): AlertCourse | null {
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
  // A joining bulk is announced at night too, and even if the alert was acknowledged before.
  if (untold.length > 0 && why === null && sinceTold >= settings.groupIntervalMs)
    return joined(state, untold, members, now);
  const isDue = sinceTold >= settings.repeatIntervalMs;
  const isHeld = why !== null || state.acknowledgedBy !== null || quiet;
  if (isDue && !isHeld) return aloud(state, { reason: 'repeated', now }, 'repeat');
  const isChanged = previous === null || !isSameCourse(previous, state) || !members.isSameToRead();
  const reason = reasonOf(state, { isChanged, isDue, why, hasUntold: untold.length > 0 });
  return quietly({ ...state, reason }, isChanged ? 'update' : null);
}

/** Why no ping is sent now. */
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
  // This one returned while it was muted.
  if (isOfConnection) return aloud(state, { reason: 'reopened', now }, 'repeat');
  const step = aloud(state, { reason: 'joined', now, count: untold.length }, 'join');
  return { ...step, joined: untold };
}

/** The problem returned: its message is reused. */
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
  // The assignee has hardly looked at it: they keep it, and no second ping follows so soon. A problem that was resolved by hand
  // and got worse is news at any time.
  if (isSoon && mute === null && reason === 'reopened')
    return told({ ...again, isOwed: true }, { reason: 'damped', now }, 'update');
  const released = { ...again, acknowledgedBy: null, owner: null };
  // A mute also covers a problem that returned; the message shows it all the same.
  if (mute !== null) return quietly({ ...released, reason: mute }, 'update');
  return aloud({ ...released, firedAt: now }, { reason, now }, 'reopen');
}

function returnsAt({ returns = 0, turnedAt }: AlertCourse, now: Instant, settings: AlertSettings): number {
  return turnedAt !== undefined && now - turnedAt >= quietMsOf(settings) ? 0 : returns;
}

/** The problem is over. */
function over(state: AlertCourse, members: Membership, circumstances: Circumstances): CourseStep {
  const { now, settings } = circumstances;
  const returns = returnsAt(state, now, settings);
  const end = { ...state, returns };
  // The last reply in the thread says resolved, and that is true again.
  const isUnheard = state.isOwed === true && state.acknowledgedBy === null;
  return ended(end, { reason: endOf(state, members), now, ...moreOf(circumstances) }, isUnheard ? 'update' : 'resolve');
}

/** Unstable, and nothing is failing at the moment. */
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

/** Unstable, and something is failing. */
function restless(state: AlertCourse, { since }: Calm, now: Instant): AlertCourse {
  return since === null ? state : { ...state, turnedAt: now, unstable: { since: null } };
}

/** It was unstable and has now kept failing for the quiet time. */
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

/** Resolved if a member of this firing was fixed, otherwise expired. */
function endOf({ firedAt, startedAt }: AlertCourse, members: Membership): 'resolved' | 'expired' {
  return members.expiredSince(firedAt ?? startedAt) ? 'expired' : 'resolved';
}

/** A change of an alert's status, as its history records it. */
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

/** Announces with a ping, which covers everything that is failing. */
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
