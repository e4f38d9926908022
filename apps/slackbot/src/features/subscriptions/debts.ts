/** Decides how pausing, resuming or editing a digest changes what it owes. Pure. */
import {
  afterPause,
  beginsAt,
  type BusinessCalendar,
  type Debt,
  editedAt,
  hasPause,
  type Instant,
  lasting,
  pausedAt,
} from '@leadbell/domain';
import type { Subscription, SubscriptionChange } from '@leadbell/store';
import {
  type Definition,
  type DigestDefinition,
  nextRun,
  readDefinition,
  rhythmOf,
} from '../../subscriptions/definition.ts';

/** The reason stored for a pause by a person; the other reasons are Slack's codes. */
export const byHand = 'by_hand';

export interface Clock {
  readonly calendar: BusinessCalendar;
  readonly now: Instant;
}

type Change = Pick<SubscriptionChange, 'nextRunAt' | 'coveredTo' | 'pauses' | 'settledTo'>;

/**
 * The change when a person pauses: the hours that are owed at that time stay owed, whatever edits
 * follow before the resume.
 */
export function debtOnPause(one: Subscription, clock: Clock): Change {
  const known = one.pausedReason === byHand ? null : debtOf(one, clock);
  return known === null ? {} : { pauses: pausedAt(known.rhythm, known.debt, clock.now).pauses };
}

/**
 * The change when a subscription resumes: if a person paused it, the hours of the pause are
 * dropped. Hours before the pause, and hours missed because the channel was closed, stay owed.
 */
export function debtOnResume(one: Subscription, clock: Clock): Change {
  const { kind, nextRunAt, coveredTo, pausedReason, pausedAt: from } = one;
  if (kind !== 'digest') return {};
  if (nextRunAt === null) return firstTime(one, clock);
  const known = debtOf(one, clock);
  if (known === null || pausedReason !== byHand || from === null) return {};
  const to = later(clock.now, from);
  const debt = afterPause(known.rhythm, known.debt, { from, to });
  const begin = beginsAt(known.rhythm, to);
  return {
    nextRunAt: debt.nextAt,
    ...(from < begin ? { settledTo: begin } : {}),
    pauses: debt.pauses,
    ...(debt.coveredTo === null ? {} : { coveredTo: { was: coveredTo, becomes: debt.coveredTo } }),
  };
}

/**
 * If a row has no next time, sets it to the first time of the schedule; otherwise no digest would
 * ever be due. If the schedule never matches, the next time is now, so that the digest is paused
 * again and its owner notified.
 */
function firstTime(one: Subscription, { calendar, now }: Clock): Change {
  const definition = readDefinition(one.kind, one.definition);
  const nextRunAt = definition?.kind === 'digest' ? nextRun(definition, calendar, now) : null;
  if (definition?.kind !== 'digest' || nextRunAt === null) return { nextRunAt: now };
  const begin = beginsAt(rhythmOf(definition, calendar), now);
  const was = one.coveredTo;
  if (one.pausedReason !== byHand) return { nextRunAt, coveredTo: { was, becomes: was ?? begin }, pauses: [] };
  return { nextRunAt, coveredTo: { was, becomes: later(begin, was ?? begin) }, pauses: [], settledTo: begin };
}

/**
 * The change when the schedule is edited. `nextAt`: the first new time. The owed hours begin where
 * the last digest ended. Before the first digest, the owed hours are the hours that a new
 * subscription would cover, except hours that a pause dropped.
 */
export function debtOnEdit(one: Subscription, edited: DigestDefinition, nextAt: Instant, clock: Clock): Change {
  const { nextRunAt, coveredTo, settledTo } = one;
  if (nextRunAt === null) return { nextRunAt: nextAt };
  const pauses = pausesOnEdit(one, clock);
  const begin = beginsAt(rhythmOf(edited, clock.calendar), clock.now);
  const was = coveredTo ?? beginOf(readDefinition(one.kind, one.definition), nextRunAt, clock) ?? begin;
  const becomes = hasPause({ pauses }) ? was : earlier(was, later(begin, settledTo ?? begin));
  return {
    pauses,
    coveredTo: { was: coveredTo, becomes },
    ...(hasPause({ pauses }) || isStillOwed(one, edited, clock) ? {} : { nextRunAt: nextAt }),
  };
}

function pausesOnEdit(one: Subscription, clock: Clock): Debt['pauses'] {
  const known = debtOf(one, clock);
  if (known === null) return one.pauses;
  const { rhythm, debt } = known;
  if (one.pausedReason !== byHand || one.pausedAt === null) return editedAt(rhythm, debt, clock.now).pauses;
  // An earlier release paused the subscription without recording the owed hours, so compute them
  // from the time of the pause.
  return lasting(one) !== null || debt.nextAt > one.pausedAt ? one.pauses : pausedAt(rhythm, debt, one.pausedAt).pauses;
}

/**
 * Whether the time of the next digest has come, and is also a time of the edited schedule. For a
 * paused subscription: whether the time of the next digest came before the pause.
 */
function isStillOwed({ nextRunAt, pausedAt: since }: Subscription, edited: DigestDefinition, clock: Clock): boolean {
  if (nextRunAt === null) return false;
  if (since !== null) return nextRunAt <= since;
  return nextRunAt <= clock.now && nextRun(edited, clock.calendar, (nextRunAt - 1) as Instant) === nextRunAt;
}

/** Returns null when nothing can be owed: the subscription is not a digest, is unreadable, or is never due. */
function debtOf(one: Subscription, { calendar, now }: Clock) {
  const { kind, definition: stored, nextRunAt, coveredTo, pauses } = one;
  const definition = readDefinition(kind, stored);
  if (definition?.kind !== 'digest' || nextRunAt === null || nextRun(definition, calendar, now) === null) return null;
  return { rhythm: rhythmOf(definition, calendar), debt: { coveredTo, nextAt: nextRunAt, pauses } };
}

/** Returns the time when the period of a regular digest at `at` begins; null if the digest is never due. */
function beginOf(definition: Definition | null, at: Instant, { calendar }: Clock): Instant | null {
  const before = (at - 1) as Instant;
  return definition?.kind === 'digest' && nextRun(definition, calendar, before) !== null
    ? beginsAt(rhythmOf(definition, calendar), before)
    : null;
}

function later(one: Instant, other: Instant): Instant {
  return Math.max(one, other) as Instant;
}

function earlier(one: Instant, other: Instant): Instant {
  return Math.min(one, other) as Instant;
}
