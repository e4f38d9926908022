/**
 * What a subscription to digests still owes. Pure. It owes every hour since it began, until a message about it exists: a digest covers from where the
 * one before ended, so that no hour is left out and none comes twice, whatever was missed, tried in vain or changed in between.
 */
import { plainDateIn } from './day.ts';
import type { Instant, Window, Zone } from './instant.ts';
import { type ClosedDays, nextOccurrence, type Occurrence, periodOf, type Schedule } from './schedule.ts';

export interface Rhythm {
  readonly schedule: Schedule;
  readonly zone: Zone;
  readonly isClosed: ClosedDays;
}

/** Of its times, those after `from` and up to `to` are not owed: a person had paused it. One without length notes what was owed when its times were edited. */
export interface Pause extends Window {
  /** The hours that were owed when it began end here. Absent: as its rhythm has it, see `owedBefore`. */
  readonly owedTo?: Instant;
  /** The hours that are owed after it begin here. Absent: it lasts, or as its rhythm has it. */
  readonly begin?: Instant;
}

export interface Debt {
  /** Where the next digest begins; null where that was never kept: with the period of its first time. */
  readonly coveredTo: Instant | null;
  /** The first of its times that no message exists for; the end of a pause's debt where none of its times is before that pause. */
  readonly nextAt: Instant;
  /** In their order, with something owed from before them. */
  readonly pauses: readonly Pause[];
}

export interface OwedDigest {
  /** The times that it stands for. */
  readonly first: Occurrence;
  readonly last: Occurrence;
  readonly merged: number;
  /** Null when its last time is about nothing that has not been told. */
  readonly window: Window | null;
  /** The debt once it is paid. */
  readonly after: Debt & { readonly coveredTo: Instant };
  /** The next one does not go on where it ends. */
  readonly isBeforePause: boolean;
}

/** Later than this it says for when it was meant. */
export const punctualMs: number = 10 * 60_000;
/** A late one is left to the next, if that comes as soon as this. */
export const mergeAheadMs: number = 3 * 3_600_000;

/** The oldest of what is owed, of at most so many times. Null when nothing is due. Throws `RangeError` when there is no next time. */
export function owedDigest(rhythm: Rhythm, debt: Debt, now: Instant, most: number): OwedDigest | null {
  const { schedule, zone, isClosed } = rhythm;
  const start = beyondPauses(rhythm, debt);
  const { coveredTo: from, next: first, pauses } = start;
  const pause = pauses.find(isLong);
  if (pause !== undefined && first.at > pause.from) return owedWithoutTime(rhythm, debt.nextAt, start, pause);
  if (first.at > now) return null;
  const until = pause?.from ?? Infinity;
  let last = first;
  let next = nextOccurrence(schedule, zone, first.at, isClosed);
  let merged = 1;
  for (; next.at <= now && next.at <= until && merged < most; merged += 1) {
    last = next;
    next = nextOccurrence(schedule, zone, next.at, isClosed);
  }
  const { to } = periodOf(schedule, zone, last, isClosed);
  const payment = paid(rhythm, { from, to, nextAt: next.at, pauses });
  return { first, last, merged, isBeforePause: next.at > until, ...payment };
}

/** Its times were edited, none of them is before the pause, and hours before that are owed: they are told at once. */
function owedWithoutTime(rhythm: Rhythm, nextAt: Instant, start: Start, pause: Pause): OwedDigest {
  const { coveredTo: from, next, pauses } = start;
  const at = Math.min(nextAt, pause.from) as Instant;
  const time = { date: plainDateIn(rhythm.zone, at), at };
  const payment = paid(rhythm, { from, to: owedBefore(rhythm, pause), nextAt: next.at, pauses });
  return { first: time, last: time, merged: 1, isBeforePause: true, ...payment };
}

interface Payment extends Window {
  /** The next of its times. */
  readonly nextAt: Instant;
  readonly pauses: readonly Pause[];
}

function paid(rhythm: Rhythm, { from, to, nextAt, pauses }: Payment): Pick<OwedDigest, 'window' | 'after'> {
  const { coveredTo, next, pauses: left } = beyondPauses(rhythm, { coveredTo: later(from, to), nextAt, pauses });
  return {
    window: from < to ? { from, to } : null,
    after: { coveredTo, nextAt: dueAt(next.at, left), pauses: left },
  };
}

/** Where what is owed begins. */
interface Start {
  readonly coveredTo: Instant;
  /** The first of its times that is owed, now or later. */
  readonly next: Occurrence;
  readonly pauses: readonly Pause[];
}

/** The debt without the pauses before which all is told. What follows one begins as if it were new. */
function beyondPauses(rhythm: Rhythm, { coveredTo: kept, nextAt, pauses }: Debt): Start {
  const { schedule, zone, isClosed } = rhythm;
  let next = nextOccurrence(schedule, zone, (nextAt - 1) as Instant, isClosed);
  let coveredTo = kept ?? periodOf(schedule, zone, next, isClosed).from;
  let over = 0;
  for (const pause of pauses) {
    if (coveredTo < owedBefore(rhythm, pause)) break;
    over += 1;
    if (isLong(pause) && next.at <= pause.to) next = nextOccurrence(schedule, zone, pause.to, isClosed);
    coveredTo = later(coveredTo, pause.begin ?? beginsAt(rhythm, pause.to));
  }
  return { coveredTo, next, pauses: pauses.slice(over) };
}

/** What is owed before a pause is due, whatever its times are. */
function dueAt(nextAt: Instant, pauses: readonly Pause[]): Instant {
  const pause = pauses.find(isLong);
  return pause === undefined ? nextAt : (Math.min(nextAt, pause.from) as Instant);
}

/** Where the hours end that were owed when the pause began. */
function owedBefore(rhythm: Rhythm, { from, owedTo }: Pause): Instant {
  return owedTo ?? beginsAt(rhythm, from);
}

/** It is, or was, a pause. */
function isLong({ from, to, begin }: Pause): boolean {
  return from < to || begin === undefined;
}

/** When the next one comes, if what is owed is so late that it is left to that one; else null. */
export function leftToNext(rhythm: Rhythm, owed: OwedDigest, now: Instant): Instant | null {
  if (owed.isBeforePause || now - owed.last.at <= punctualMs) return null;
  const { at } = nextOccurrence(rhythm.schedule, rhythm.zone, now, rhythm.isClosed);
  return at - now <= mergeAheadMs ? at : null;
}

/** Whether it is kept what was owed before a pause, so that its times may be edited and nothing of it is lost. */
export function hasPause({ pauses }: Pick<Debt, 'pauses'>): boolean {
  return pauses.some(isLong);
}

/** The pause that has not ended; null when there is none, or nothing was owed when it began. */
export function lasting({ pauses }: Pick<Debt, 'pauses'>): Pause | null {
  return pauses.find(({ from, to, begin }) => from === to && begin === undefined) ?? null;
}

/** The debt when a person pauses it. `rhythm`: the one that it has then. Throws `RangeError` when there is no next time. */
export function pausedAt(rhythm: Rhythm, debt: Debt, at: Instant): Debt {
  const pauses = debt.pauses.filter(isLong);
  const owedTo = owedAt(rhythm, debt, at);
  return owedTo === null ? { ...debt, pauses } : { ...debt, pauses: [...pauses, { from: at, to: at, owedTo }] };
}

/** The debt when its times are edited, and no person has paused it. `rhythm`: the one that it had. Throws `RangeError` when that has no next time. */
export function editedAt(rhythm: Rhythm, debt: Debt, at: Instant): Debt {
  const owedTo = owedAt(rhythm, debt, at);
  if (owedTo === null) return debt;
  return { ...debt, pauses: [...debt.pauses.filter(isLong), { from: at, to: at, owedTo, begin: owedTo }] };
}

/** Where the hours end that are owed at the instant; null when there are none. */
function owedAt(rhythm: Rhythm, { coveredTo, nextAt, pauses }: Debt, at: Instant): Instant | null {
  const { schedule, zone, isClosed } = rhythm;
  const first = nextOccurrence(schedule, zone, (nextAt - 1) as Instant, isClosed);
  const edited = pauses.filter((one) => !isLong(one)).map(({ owedTo }) => owedTo ?? at);
  const owedTo = Math.max(beginsAt(rhythm, at), ...edited) as Instant;
  return hasPause({ pauses }) || (coveredTo ?? periodOf(schedule, zone, first, isClosed).from) < owedTo ? owedTo : null;
}

/** The debt when a person ends a pause that they made. What was owed before is owed, the times of the pause are not. Throws `RangeError` when there is no next time. */
export function afterPause(rhythm: Rhythm, debt: Debt, { from, to }: Window): Debt {
  const begin = beginsAt(rhythm, to);
  const noted = lasting(debt);
  // An earlier release did not note what was owed when it was paused.
  const pause = noted ?? (debt.nextAt <= from ? { from, to, owedTo: beginsAt(rhythm, from) } : null);
  if (pause === null) {
    const { at } = nextOccurrence(rhythm.schedule, rhythm.zone, to, rhythm.isClosed);
    return { coveredTo: later(begin, debt.coveredTo ?? begin), nextAt: at, pauses: [] };
  }
  const pauses = [...(noted === null ? debt.pauses : debt.pauses.slice(0, -1)), { ...pause, to, begin }];
  return { ...debt, nextAt: dueAt(debt.nextAt, pauses), pauses };
}

function later(one: Instant, other: Instant): Instant {
  return Math.max(one, other) as Instant;
}

/** Where a digest begins that counts from now on. Throws `RangeError` when there is no next time. */
export function beginsAt({ schedule, zone, isClosed }: Rhythm, now: Instant): Instant {
  return periodOf(schedule, zone, nextOccurrence(schedule, zone, now, isClosed), isClosed).from;
}
