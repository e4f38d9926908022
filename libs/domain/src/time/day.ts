/**
 * Days of a zone as windows, and the day and clock time of an instant. Pure. A day begins at the first instant when the
 * wall clock has reached 00:00 of its date, and ends where the next day begins. So days follow each other without gaps
 * or overlaps. In most zones a day has 23, 24 or 25 hours. Where the clock moves by 30 minutes, a day may have 23.5 or
 * 24.5 hours. A day that a zone skips by crossing the date line (Pacific/Apia, 2011-12-30) has no hours.
 */
import type { Instant, PlainDate, Window, Zone } from './instant.ts';
import { addDays, DAY_MS, plainDateOfUtc, utcMidnight } from './plain-date.ts';
import { offsetMsAt } from './zone.ts';

export interface ClockTime {
  /** 0 to 23. */
  readonly hour: number;
  readonly minute: number;
}

export function dayWindow(date: PlainDate, zone: Zone): Window {
  const midnight = utcMidnight(date);
  return { from: dayStart(midnight, zone), to: dayStart(midnight + DAY_MS, zone) };
}

/**
 * The first instant when the wall clock has reached this minute of the date (0 to 1439). If the clock skips the minute,
 * this is the time of the jump; if the minute occurs twice, this is the first time.
 */
export function atWallClock(date: PlainDate, minuteOfDay: number, zone: Zone): Instant {
  return dayStart(utcMidnight(date) + minuteOfDay * 60_000, zone);
}

/**
 * The day whose window contains the instant. It is the date on the wall clock, with one exception: if the clock passes
 * midnight and is then put back to a time before midnight, the new day continues (St John's until 2011, where the clock
 * went from 00:01 to 23:01).
 */
export function plainDateIn(zone: Zone, at: Instant): PlainDate {
  const shown = plainDateOfUtc(at + offsetMsAt(zone, at));
  return at < dayStart(utcMidnight(shown) + DAY_MS, zone) ? shown : addDays(shown, 1);
}

/** The time on the wall clock. */
export function clockTime(at: Instant, zone: Zone): ClockTime {
  const shown = new Date(at + offsetMsAt(zone, at));
  return { hour: shown.getUTCHours(), minute: shown.getUTCMinutes() };
}

/**
 * `wallMidnight` is 00:00 or another time on the wall clock, written as if it were UTC. The offsets a day and a half
 * earlier and later are the offsets before and after any change near this time. luxon's own conversion (`fromObject`,
 * then `getPossibleOffsets`) is not used, because it starts from the offset in force *now*. If the zone had another
 * offset at the time in question, luxon loses an hour (Pacific/Apia, 2011-09-25) or gives different results in summer
 * and winter.
 */
function dayStart(wallMidnight: number, zone: Zone): Instant {
  const before = offsetMsAt(zone, wallMidnight - 1.5 * DAY_MS);
  const after = offsetMsAt(zone, wallMidnight + 1.5 * DAY_MS);
  const earliest = wallMidnight - Math.max(before, after);
  if (earliest + offsetMsAt(zone, earliest) === wallMidnight) return earliest as Instant;
  const latest = wallMidnight - Math.min(before, after);
  if (before >= after) return latest as Instant;
  // The clock jumped over midnight: the day begins at the jump, which is after `earliest` and at the latest at
  // `latest`.
  return firstWhere(earliest, latest, (at) => at + offsetMsAt(zone, at) >= wallMidnight) as Instant;
}

/**
 * Returns the first integer in `(low, high]` for which `holds` is true. `holds` must be false up to some integer and
 * true for all integers after it.
 */
export function firstWhere(low: number, high: number, holds: (value: number) => boolean): number {
  let [no, yes] = [low, high];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
