/** What a press or an edit makes of what a digest owes. Pure. */
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

/** By hand, beside the reasons that are Slack's. */
export const byHand = 'by_hand';

export interface Clock {
  readonly calendar: BusinessCalendar;
  readonly now: Instant;
}

type Change = Pick<SubscriptionChange, 'nextRunAt' | 'coveredTo' | 'pauses'>;

/** Somebody pauses it: what is owed by now stays owed, however it is edited until it is resumed. */
export function debtOnPause(one: Subscription, clock: Clock): Change {
  const known = one.pausedReason === byHand ? null : debtOf(one, clock);
  return known === null ? {} : { pauses: pausedAt(known.rhythm, known.debt, clock.now).pauses };
}

/** What it missed while somebody had paused it is not sent; what was owed before, or missed because the place was closed, is. */
export function debtOnResume(one: Subscription, clock: Clock): Change {
  const { kind, nextRunAt, coveredTo, pausedReason, pausedAt: from } = one;
  if (kind !== 'digest') return {};
  if (nextRunAt === null) return firstTime(one, clock);
  const known = debtOf(one, clock);
  if (known === null || pausedReason !== byHand || from === null) return {};
  const debt = afterPause(known.rhythm, known.debt, { from, to: later(clock.now, from) });
  return {
    nextRunAt: debt.nextAt,
    pauses: debt.pauses,
    ...(debt.coveredTo === null ? {} : { coveredTo: { was: coveredTo, becomes: debt.coveredTo } }),
  };
}

/** Its row has no next time, so that nothing would ever come. One that has none at all is looked at once, and its owner hears why it is paused. */
function firstTime(one: Subscription, { calendar, now }: Clock): Change {
  const definition = readDefinition(one.kind, one.definition);
  const nextRunAt = definition?.kind === 'digest' ? nextRun(definition, calendar, now) : null;
  if (definition?.kind !== 'digest' || nextRunAt === null) return { nextRunAt: now };
  const begin = beginsAt(rhythmOf(definition, calendar), now);
  const was = one.coveredTo;
  const becomes = one.pausedReason === byHand ? later(begin, was ?? begin) : (was ?? begin);
  return { nextRunAt, coveredTo: { was, becomes }, pauses: [] };
}

/** Its times are edited. `nextAt`: the first of the new ones. What is owed goes on where the last digest ended; before the first, it covers all that a new one would. */
export function debtOnEdit(one: Subscription, edited: DigestDefinition, nextAt: Instant, clock: Clock): Change {
  const { nextRunAt, coveredTo, hasTold } = one;
  if (nextRunAt === null) return { nextRunAt: nextAt };
  const pauses = pausesOnEdit(one, clock);
  const begin = beginsAt(rhythmOf(edited, clock.calendar), clock.now);
  const was = coveredTo ?? beginOf(readDefinition(one.kind, one.definition), nextRunAt, clock) ?? begin;
  const becomes = hasTold || hasPause({ pauses }) ? was : earlier(was, begin);
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
  // An earlier release paused it, and did not note what was owed.
  return lasting(one) !== null || debt.nextAt > one.pausedAt ? one.pauses : pausedAt(rhythm, debt, one.pausedAt).pauses;
}

/** Its time has come, and is one of its times after the edit too, or is from before a place was closed. */
function isStillOwed({ nextRunAt, pausedAt: since }: Subscription, edited: DigestDefinition, clock: Clock): boolean {
  if (nextRunAt === null) return false;
  if (since !== null) return nextRunAt <= since;
  return nextRunAt <= clock.now && nextRun(edited, clock.calendar, (nextRunAt - 1) as Instant) === nextRunAt;
}

/** Null where nothing is owed by the clock: it is no digest, can't be read, or never comes. */
function debtOf(one: Subscription, { calendar, now }: Clock) {
  const { kind, definition: stored, nextRunAt, coveredTo, pauses } = one;
  const definition = readDefinition(kind, stored);
  if (definition?.kind !== 'digest' || nextRunAt === null || nextRun(definition, calendar, now) === null) return null;
  return { rhythm: rhythmOf(definition, calendar), debt: { coveredTo, nextAt: nextRunAt, pauses } };
}

/** Where a digest of that time begins by itself; null where none ever comes. */
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
