/**
 * The times at which something recurs, in local wall time of a zone, and the period of each occurrence. Pure. There is
 * one occurrence on each day of the schedule, except on a day that the zone skips. If the clock skips the time, the
 * occurrence is at the jump; if the time comes twice, the first time counts. The period depends on the scheduled time,
 * and never on when the digest is made.
 */
import { atWallClock, dayWindow, plainDateIn } from './day.ts';
import type { Instant, PlainDate, Weekday, Window, Zone } from './instant.ts';
import { addDays, dateParts, daysInMonth, plainDate, startOfMonth, weekdayOf } from './plain-date.ts';

export type Schedule =
  /** On some weekdays, each listed once, in any order. All seven days mean daily, and one day means weekly. */
  | { readonly kind: 'days'; readonly minuteOfDay: number; readonly days: readonly Weekday[] }
  /** On a day of the month, 1 to 31; in a shorter month on its last day. */
  | { readonly kind: 'monthly'; readonly minuteOfDay: number; readonly day: number };

export interface Occurrence {
  readonly date: PlainDate;
  readonly at: Instant;
}

/** Days without occurrences, such as holidays. */
export type ClosedDays = (date: PlainDate) => boolean;
const noneClosed: ClosedDays = () => false;

/**
 * The first occurrence after the instant. Throws `RangeError` if the schedule has no days, or if all days are closed
 * for two years.
 */
export function nextOccurrence(
  schedule: Schedule,
  zone: Zone,
  after: Instant,
  isClosed: ClosedDays = noneClosed,
): Occurrence {
  // Begins a day earlier, because the wall clock's date may differ from the day that contains the instant.
  for (let date = addDays(plainDateIn(zone, after), -1), tries = 0; tries < maxTries; tries += 1) {
    if (isOn(schedule, date, zone) && !isClosed(date)) {
      const at = atWallClock(date, schedule.minuteOfDay, zone);
      if (at > after) return { date, at };
    }
    date = nextDate(schedule, date);
  }
  throw new RangeError('the schedule has no next time');
}

/** The last occurrence before the instant. */
export function previousOccurrence(
  schedule: Schedule,
  zone: Zone,
  before: Instant,
  isClosed: ClosedDays = noneClosed,
): Occurrence {
  for (let date = addDays(plainDateIn(zone, before), 1), tries = 0; tries < maxTries; tries += 1) {
    if (isOn(schedule, date, zone) && !isClosed(date)) {
      const at = atWallClock(date, schedule.minuteOfDay, zone);
      if (at < before) return { date, at };
    }
    date = addDays(date, -1);
  }
  throw new RangeError('the schedule has no previous time');
}

const noon = 12 * 60;

/**
 * Returns the period of an occurrence: everything since the period of the previous occurrence. If the scheduled time is
 * before noon, the period ends with the day before; otherwise it ends at the scheduled time.
 */
export function periodOf(
  schedule: Schedule,
  zone: Zone,
  { date, at }: Occurrence,
  isClosed: ClosedDays = noneClosed,
): Window {
  const before = previousOccurrence(schedule, zone, at, isClosed);
  if (schedule.minuteOfDay >= noon) return { from: before.at, to: at };
  return { from: dayWindow(before.date, zone).from, to: dayWindow(date, zone).from };
}

const maxTries = 800;

function isOn(schedule: Schedule, date: PlainDate, zone: Zone): boolean {
  if (schedule.kind === 'days' ? !schedule.days.includes(weekdayOf(date)) : date !== inMonth(date, schedule.day))
    return false;
  // A date that the zone skips, because it crosses the date line, has an empty window.
  const { from, to } = dayWindow(date, zone);
  return from < to;
}

/** Jumps to the next possible date instead of trying each day of a month. */
function nextDate(schedule: Schedule, date: PlainDate): PlainDate {
  if (schedule.kind === 'days') return addDays(date, 1);
  const wanted = inMonth(date, schedule.day);
  return date < wanted ? wanted : addDays(startOfMonth(addDays(startOfMonth(date), 31)), 0);
}

function inMonth(date: PlainDate, day: number): PlainDate {
  const { year, month } = dateParts(date);
  return plainDate(year, month, Math.min(day, daysInMonth(year, month))) ?? date;
}
