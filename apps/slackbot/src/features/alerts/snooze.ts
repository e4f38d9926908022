/** The snoozes of an alert, and when they end. Pure. */
import {
  addDays,
  atWallClock,
  type BusinessCalendar,
  hoursOn,
  type Instant,
  isWorkingDay,
  plainDateIn,
  startOfWeek,
  type Weekday,
  type Zone,
} from '@leadbell/domain';

/** `week`: the first working day of the next week. */
export type SnoozeUntil = 'hour' | 'tomorrow' | 'week';

export interface SnoozeCalendar {
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
  readonly weekStart: Weekday;
}

const hourMs = 3_600_000;
const daysOfWeek = 7;

/** Returns the end of a snooze that begins at `at`. */
export function snoozeEnd(until: SnoozeUntil, at: Instant, when: SnoozeCalendar): Instant {
  if (until === 'hour') return (at + hourMs) as Instant;
  const today = plainDateIn(when.zone, at);
  const date = until === 'tomorrow' ? addDays(today, 1) : firstWorkingDay(today, when);
  return atWallClock(date, hoursOn(date, when.calendar).open, when.zone);
}

function firstWorkingDay(today: ReturnType<typeof plainDateIn>, { calendar, weekStart }: SnoozeCalendar) {
  const next = addDays(startOfWeek(today, weekStart), daysOfWeek);
  for (let days = 0; days < daysOfWeek; days += 1) {
    const date = addDays(next, days);
    if (isWorkingDay(date, calendar)) return date;
  }
  return next;
}
