/** When a business works: its days and hours, what is closed, and times of the year with hours of their own (Ramadan). In local wall time. Pure. */
import type { Instant, PlainDate, Weekday, Window, Zone } from './instant.ts';
import { clockTime, dayWindow, plainDateIn } from './day.ts';
import { addDays, weekdayOf } from './plain-date.ts';

const minuteMs = 60_000;
const dayMinutes = 1_440;

export interface Hours {
  /** Minutes after midnight; `close` is the first that is no longer open, and may be before `open`: then it is after midnight. */
  readonly open: number;
  readonly close: number;
}

export interface DateRange {
  /** Both included. */
  readonly from: PlainDate;
  readonly to: PlainDate;
}

export interface BusinessCalendar {
  readonly workingDays: readonly Weekday[];
  readonly hours: Hours;
  readonly holidays: readonly DateRange[];
  /** The first that holds a date counts. */
  readonly specialHours: readonly (DateRange & Hours)[];
}

export function isWorkingDay(date: PlainDate, { workingDays, holidays }: BusinessCalendar): boolean {
  return workingDays.includes(weekdayOf(date)) && !holidays.some((range) => isIn(date, range));
}

export function hoursOn(date: PlainDate, { hours, specialHours }: BusinessCalendar): Hours {
  return specialHours.find((range) => isIn(date, range)) ?? hours;
}

/** Whether the business is open at an instant. After midnight it is the day before's evening. */
export function isOpenAt(at: Instant, zone: Zone, calendar: BusinessCalendar): boolean {
  const date = plainDateIn(zone, at);
  const { hour, minute } = clockTime(at, zone);
  const now = hour * 60 + minute;
  const today = hoursOn(date, calendar);
  const isLate = today.close <= today.open;
  if (isWorkingDay(date, calendar) && now >= today.open && (isLate || now < today.close)) return true;
  const before = addDays(date, -1);
  const then = hoursOn(before, calendar);
  return isWorkingDay(before, calendar) && then.close <= then.open && now < then.close;
}

/** Milliseconds of a usual working day. */
export function workingDayMs({ hours: { open, close } }: BusinessCalendar): number {
  return (close > open ? close - open : close + dayMinutes - open) * minuteMs;
}

/** How long the business is open within a window, in milliseconds. An hour off on days when clocks change. */
export function openMsIn({ from, to }: Window, zone: Zone, calendar: BusinessCalendar): number {
  let openMs = 0;
  const last = plainDateIn(zone, to);
  for (let date = addDays(plainDateIn(zone, from), -1); date <= last; date = addDays(date, 1)) {
    if (!isWorkingDay(date, calendar)) continue;
    const { open, close } = hoursOn(date, calendar);
    const midnight = dayWindow(date, zone).from;
    const closesAt = midnight + (close > open ? close : close + dayMinutes) * minuteMs;
    openMs += Math.max(0, Math.min(to, closesAt) - Math.max(from, midnight + open * minuteMs));
  }
  return openMs;
}

function isIn(date: PlainDate, { from, to }: DateRange): boolean {
  return date >= from && date <= to;
}
