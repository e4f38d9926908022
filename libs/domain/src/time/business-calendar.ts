/**
 * When a business is open: its days and hours, closed dates, and seasons with other hours (Ramadan). All times are
 * local wall time. Pure.
 */
import type { Instant, PlainDate, Weekday, Window, Zone } from './instant.ts';
import { atWallClock, dayWindow, plainDateIn } from './day.ts';
import { addDays, weekdayOf } from './plain-date.ts';

const minuteMs = 60_000;
const dayMinutes = 1_440;

export interface Hours {
  /** Minutes after midnight. `close` is the first closed minute; if it is not after `open`, it is on the next day. */
  readonly open: number;
  readonly close: number;
}

export interface DateRange {
  /** The first and the last day are included. */
  readonly from: PlainDate;
  readonly to: PlainDate;
}

export interface BusinessCalendar {
  readonly workingDays: readonly Weekday[];
  readonly hours: Hours;
  readonly holidays: readonly DateRange[];
  /** The first entry that contains a date applies to that date. */
  readonly specialHours: readonly (DateRange & Hours)[];
}

export function isWorkingDay(date: PlainDate, { workingDays, holidays }: BusinessCalendar): boolean {
  return workingDays.includes(weekdayOf(date)) && !holidays.some((range) => isIn(date, range));
}

export function hoursOn(date: PlainDate, { hours, specialHours }: BusinessCalendar): Hours {
  return specialHours.find((range) => isIn(date, range)) ?? hours;
}

/**
 * Returns the open hours of a working day, which may end after midnight; null on other days. A business opens and
 * closes at the first instant when the wall clock has reached the time. So an hour that occurs twice counts twice, and
 * a skipped hour does not count.
 */
export function openWindowOn(date: PlainDate, zone: Zone, calendar: BusinessCalendar): Window | null {
  if (!isWorkingDay(date, calendar)) return null;
  const { open, close } = hoursOn(date, calendar);
  const closesOn = close > open ? date : addDays(date, 1);
  return { from: atWallClock(date, open, zone), to: atWallClock(closesOn, close, zone) };
}

/** Whether the business is open at an instant; after midnight, the hours of the day before may still apply. */
export function isOpenAt(at: Instant, zone: Zone, calendar: BusinessCalendar): boolean {
  return isWithin(at, openWindowsOn(plainDateIn(zone, at), zone, calendar));
}

/**
 * Like `isOpenAt`, but faster for many instants that are roughly in time order, because it keeps the open hours of the
 * day of the last call.
 */
export function createIsOpenAt(zone: Zone, calendar: BusinessCalendar): (at: Instant) => boolean {
  let day: Window = { from: 0 as Instant, to: 0 as Instant };
  let open: readonly Window[] = [];
  return (at) => {
    if (at < day.from || at >= day.to) {
      const date = plainDateIn(zone, at);
      day = dayWindow(date, zone);
      open = openWindowsOn(date, zone, calendar);
    }
    return isWithin(at, open);
  };
}

/** Returns the open hours that may touch a date: its own, and those of the day before. */
function openWindowsOn(date: PlainDate, zone: Zone, calendar: BusinessCalendar): readonly Window[] {
  return [date, addDays(date, -1)].flatMap((day) => openWindowOn(day, zone, calendar) ?? []);
}

function isWithin(at: Instant, windows: readonly Window[]): boolean {
  return windows.some(({ from, to }) => at >= from && at < to);
}

/** The milliseconds of a usual working day. */
export function workingDayMs({ hours: { open, close } }: BusinessCalendar): number {
  return (close > open ? close - open : close + dayMinutes - open) * minuteMs;
}

/** The milliseconds of open time within a window. */
export function openMsIn({ from, to }: Window, zone: Zone, calendar: BusinessCalendar): number {
  let openMs = 0;
  const last = plainDateIn(zone, to);
  for (let date = addDays(plainDateIn(zone, from), -1); date <= last; date = addDays(date, 1)) {
    const window = openWindowOn(date, zone, calendar);
    if (window !== null) openMs += Math.max(0, Math.min(to, window.to) - Math.max(from, window.from));
  }
  return openMs;
}

function isIn(date: PlainDate, { from, to }: DateRange): boolean {
  return date >= from && date <= to;
}
