/**
 * Computes which hours a digest subscription has yet to cover. Pure. Each hour since the subscription began must be
 * covered by a message. So a digest starts where the previous one ended, and no hour is skipped or repeated, whatever
 * was missed, failed or edited in between.
 */
import { plainDateIn } from './day.ts';
import type { Instant, Window, Zone } from './instant.ts';
import { type ClosedDays, nextOccurrence, type Occurrence, periodOf, type Schedule } from './schedule.ts';

export interface Rhythm {
  readonly schedule: Schedule;
  readonly zone: Zone;
  readonly isClosed: ClosedDays;
}

/**
 * A pause by a person: scheduled times after `from` and up to `to` are not due. If `from` equals `to` and `begin` is
 * present, no one paused; the entry records which hours were owed when the schedule was edited.
 */
export interface Pause extends Window {
  /** The end of the hours that were owed when the pause began. Absent: computed from the schedule, see `owedBefore`. */
  readonly owedTo?: Instant;
  /**
   * The beginning of the hours that are owed after the pause. Absent: the pause still lasts, or the time is computed
   * from the schedule.
   */
  readonly begin?: Instant;
}

export interface Debt {
  /**
   * Where the next digest begins. Null: not stored; then the digest begins with the period of its first scheduled time.
   */
  readonly coveredTo: Instant | null;
  /**
   * The first scheduled time without a message; or the beginning of a pause, if hours are owed from before the pause
   * and no scheduled time is before it.
   */
  readonly nextAt: Instant;
  /** The pauses that have owed hours before them, in time order. */
  readonly pauses: readonly Pause[];
}

export interface OwedDigest {
  /** The first scheduled time that the digest covers. */
  readonly first: Occurrence;
  readonly last: Occurrence;
  readonly merged: number;
  /** Null if the last scheduled time has no hours left to cover. */
  readonly window: Window | null;
  /** The hours that are owed after this digest is stored. */
  readonly after: Debt & { readonly coveredTo: Instant };
  /** Whether a pause comes after this digest. If so, the next digest does not begin where this one ends. */
  readonly isBeforePause: boolean;
}

/** A digest that is delayed by more than this names the time at which it was due. */
export const punctualMs: number = 10 * 60_000;
/** A late digest is merged into the next digest if that digest is due within this time. */
export const mergeAheadMs: number = 3 * 3_600_000;

/**
 * Returns the oldest digest that is due; it covers at most `most` scheduled times. Returns null if none is due. Throws
 * `RangeError` if there is no next time.
 */
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

/**
 * After an edit, hours before a pause may be owed although no scheduled time is before the pause. These hours are sent
 * at once.
 */
function owedWithoutTime(rhythm: Rhythm, nextAt: Instant, start: Start, pause: Pause): OwedDigest {
  const { coveredTo: from, next, pauses } = start;
  const at = Math.min(nextAt, pause.from) as Instant;
  const time = { date: plainDateIn(rhythm.zone, at), at };
  const payment = paid(rhythm, { from, to: owedBefore(rhythm, pause), nextAt: next.at, pauses });
  return { first: time, last: time, merged: 1, isBeforePause: true, ...payment };
}

interface Payment extends Window {
  /** The next scheduled time. */
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

/** The beginning of the hours that are not covered yet. */
interface Start {
  readonly coveredTo: Instant;
  /** The first scheduled time that is not covered, in the past or the future. */
  readonly next: Occurrence;
  readonly pauses: readonly Pause[];
}

/**
 * Leaves out a pause if everything before it was already sent. After such a pause, the next digest begins like the
 * first digest of a new subscription.
 */
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

/** Hours that are owed from before a pause are due at once, whatever the schedule. */
function dueAt(nextAt: Instant, pauses: readonly Pause[]): Instant {
  const pause = pauses.find(isLong);
  return pause === undefined ? nextAt : (Math.min(nextAt, pause.from) as Instant);
}

/** Returns the end of the hours that were owed when the pause began. */
function owedBefore(rhythm: Rhythm, { from, owedTo }: Pause): Instant {
  return owedTo ?? beginsAt(rhythm, from);
}

/** Whether this is a pause by a person, and not only the record of an edit. */
function isLong({ from, to, begin }: Pause): boolean {
  return from < to || begin === undefined;
}

/** If this digest is so late that it is merged into the next one, returns the time of the next one; otherwise null. */
export function leftToNext(rhythm: Rhythm, owed: OwedDigest, now: Instant): Instant | null {
  if (owed.isBeforePause || now - owed.last.at <= punctualMs) return null;
  const { at } = nextOccurrence(rhythm.schedule, rhythm.zone, now, rhythm.isClosed);
  return at - now <= mergeAheadMs ? at : null;
}

/**
 * Whether hours are owed from before a person's pause. They are recorded, so editing the schedule loses none of them.
 */
export function hasPause({ pauses }: Pick<Debt, 'pauses'>): boolean {
  return pauses.some(isLong);
}

/** Returns the pause that still lasts; null if there is none, or if nothing was owed when it began. */
export function lasting({ pauses }: Pick<Debt, 'pauses'>): Pause | null {
  return pauses.find(({ from, to, begin }) => from === to && begin === undefined) ?? null;
}

/**
 * Returns the owed hours when a person pauses the subscription. `rhythm`: the current rhythm. Throws `RangeError` if
 * there is no next time.
 */
export function pausedAt(rhythm: Rhythm, debt: Debt, at: Instant): Debt {
  const pauses = debt.pauses.filter(isLong);
  const owedTo = owedAt(rhythm, debt, at);
  return owedTo === null ? { ...debt, pauses } : { ...debt, pauses: [...pauses, { from: at, to: at, owedTo }] };
}

/**
 * Returns the owed hours when a person edits the schedule of a subscription that is not paused. `rhythm`: the rhythm
 * before the edit. Throws `RangeError` if the old schedule has no next time.
 */
export function editedAt(rhythm: Rhythm, debt: Debt, at: Instant): Debt {
  const owedTo = owedAt(rhythm, debt, at);
  if (owedTo === null) return debt;
  return { ...debt, pauses: [...debt.pauses.filter(isLong), { from: at, to: at, owedTo, begin: owedTo }] };
}

/** Returns the end of the hours that are owed at this instant; null if there are none. */
function owedAt(rhythm: Rhythm, { coveredTo, nextAt, pauses }: Debt, at: Instant): Instant | null {
  const { schedule, zone, isClosed } = rhythm;
  const first = nextOccurrence(schedule, zone, (nextAt - 1) as Instant, isClosed);
  const edited = pauses.filter((one) => !isLong(one)).map(({ owedTo }) => owedTo ?? at);
  const owedTo = Math.max(beginsAt(rhythm, at), ...edited) as Instant;
  return hasPause({ pauses }) || (coveredTo ?? periodOf(schedule, zone, first, isClosed).from) < owedTo ? owedTo : null;
}

/**
 * Returns the owed hours when a person ends their pause: hours that were owed before the pause stay owed, and scheduled
 * times within the pause are dropped. Throws `RangeError` if there is no next time.
 */
export function afterPause(rhythm: Rhythm, debt: Debt, { from, to }: Window): Debt {
  const begin = beginsAt(rhythm, to);
  const noted = lasting(debt);
  // An earlier release did not record which hours were owed when a pause began.
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

/**
 * Returns where the first digest of a subscription begins if the subscription is made now. Throws `RangeError` if there
 * is no next time.
 */
export function beginsAt({ schedule, zone, isClosed }: Rhythm, now: Instant): Instant {
  return periodOf(schedule, zone, nextOccurrence(schedule, zone, now, isClosed), isClosed).from;
}
