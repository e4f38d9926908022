/**
 * What a subscription to digests still owes. Pure. It owes every hour since it began, until a message about it exists: a digest covers from where the
 * one before ended, so that no hour is left out and none comes twice, whatever was missed, tried in vain or changed in between.
 */
import type { Instant, Window, Zone } from './instant.ts';
import { type ClosedDays, nextOccurrence, type Occurrence, periodOf, type Schedule } from './schedule.ts';

export interface Rhythm {
  readonly schedule: Schedule;
  readonly zone: Zone;
  readonly isClosed: ClosedDays;
}

export interface Debt {
  /** Where the next digest begins; null where that was never kept: with the period of its first time. */
  readonly coveredTo: Instant | null;
  /** The first of its times that no message exists for. */
  readonly nextAt: Instant;
  /** Of its times, those after `from` and up to `to` are not owed. In their order; those that are over before `nextAt` say nothing. */
  readonly pauses: readonly Window[];
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
  const { next: first, pauses } = afterPauses(rhythm, debt);
  if (first.at > now) return null;
  const until = pauses[0]?.from ?? Infinity;
  let last = first;
  let next = nextOccurrence(schedule, zone, first.at, isClosed);
  let merged = 1;
  for (; next.at <= now && next.at <= until && merged < most; merged += 1) {
    last = next;
    next = nextOccurrence(schedule, zone, next.at, isClosed);
  }
  const from = debt.coveredTo ?? periodOf(schedule, zone, first, isClosed).from;
  const { to } = periodOf(schedule, zone, last, isClosed);
  return {
    first,
    last,
    merged,
    window: from < to ? { from, to } : null,
    after: paidUpTo(from < to ? to : from, afterPauses(rhythm, { nextAt: next.at, pauses }), rhythm),
    isBeforePause: next.at > until,
  };
}

interface Next {
  /** The first time that is owed, and whether a pause was before it. */
  readonly next: Occurrence;
  readonly isSkipped: boolean;
  /** Those that are left. */
  readonly pauses: readonly Window[];
}

function afterPauses({ schedule, zone, isClosed }: Rhythm, { nextAt, pauses }: Omit<Debt, 'coveredTo'>): Next {
  let next = nextOccurrence(schedule, zone, (nextAt - 1) as Instant, isClosed);
  let isSkipped = false;
  let over = 0;
  for (const { from, to } of pauses) {
    if (next.at <= from) break;
    over += 1;
    if (next.at > to) continue;
    next = nextOccurrence(schedule, zone, to, isClosed);
    isSkipped = true;
  }
  return { next, isSkipped, pauses: pauses.slice(over) };
}

/** All that was owed before a pause is told, so what follows begins as if it were new. */
function paidUpTo(to: Instant, { next, isSkipped, pauses }: Next, { schedule, zone, isClosed }: Rhythm) {
  const begin = isSkipped ? periodOf(schedule, zone, next, isClosed).from : to;
  return { coveredTo: Math.max(to, begin) as Instant, nextAt: next.at, pauses };
}

/** When the next one comes, if what is owed is so late that it is left to that one; else null. */
export function leftToNext(rhythm: Rhythm, owed: OwedDigest, now: Instant): Instant | null {
  if (owed.isBeforePause || now - owed.last.at <= punctualMs) return null;
  const { at } = nextOccurrence(rhythm.schedule, rhythm.zone, now, rhythm.isClosed);
  return at - now <= mergeAheadMs ? at : null;
}

/** The debt when a person ends a pause that they made. What was owed before is owed, the times of the pause are not. Throws `RangeError` when there is no next time. */
export function afterPause(rhythm: Rhythm, debt: Debt, { from, to }: Window): Debt {
  if (debt.nextAt <= from) return { ...debt, pauses: [...debt.pauses, { from, to }] };
  const { at } = nextOccurrence(rhythm.schedule, rhythm.zone, to, rhythm.isClosed);
  const begin = beginsAt(rhythm, to);
  return { coveredTo: Math.max(begin, debt.coveredTo ?? begin) as Instant, nextAt: at, pauses: [] };
}

/** Where a digest begins that counts from now on. Throws `RangeError` when there is no next time. */
export function beginsAt({ schedule, zone, isClosed }: Rhythm, now: Instant): Instant {
  return periodOf(schedule, zone, nextOccurrence(schedule, zone, now, isClosed), isClosed).from;
}
