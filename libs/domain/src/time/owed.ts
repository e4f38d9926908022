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
}

export interface OwedDigest {
  /** The times that it stands for. */
  readonly first: Occurrence;
  readonly last: Occurrence;
  readonly merged: number;
  /** Null when its last time is about nothing that has not been told. */
  readonly window: Window | null;
  /** The debt once it is paid. */
  readonly after: { readonly coveredTo: Instant; readonly nextAt: Instant };
}

/** Later than this it says for when it was meant. */
export const punctualMs: number = 10 * 60_000;
/** A late one is left to the next, if that comes as soon as this. */
export const mergeAheadMs: number = 3 * 3_600_000;

/** The oldest of what is owed, of at most so many times. Null when nothing is due. Throws `RangeError` when there is no next time. */
export function owedDigest(rhythm: Rhythm, debt: Debt, now: Instant, most: number): OwedDigest | null {
  const { schedule, zone, isClosed } = rhythm;
  const first = nextOccurrence(schedule, zone, (debt.nextAt - 1) as Instant, isClosed);
  if (first.at > now) return null;
  let last = first;
  let next = nextOccurrence(schedule, zone, first.at, isClosed);
  let merged = 1;
  for (; next.at <= now && merged < most; merged += 1) {
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
    after: { coveredTo: from < to ? to : from, nextAt: next.at },
  };
}

/** When the next one comes, if what is owed is so late that it is left to that one; else null. */
export function leftToNext(rhythm: Rhythm, owed: OwedDigest, now: Instant): Instant | null {
  if (now - owed.last.at <= punctualMs) return null;
  const { at } = nextOccurrence(rhythm.schedule, rhythm.zone, now, rhythm.isClosed);
  return at - now <= mergeAheadMs ? at : null;
}

/** Where a digest begins that counts from now on. Throws `RangeError` when there is no next time. */
export function beginsAt({ schedule, zone, isClosed }: Rhythm, now: Instant): Instant {
  return periodOf(schedule, zone, nextOccurrence(schedule, zone, now, isClosed), isClosed).from;
}
