/**
 * Splits a window into the hours of the wall clock. Pure. This is done once for each window; then `bucketIndex` finds
 * the hour of an instant by comparing numbers, without looking up the zone.
 */
import type { Instant, PlainDate, Window, Zone } from './instant.ts';
import { dayWindow, firstWhere, plainDateIn } from './day.ts';
import { addDays } from './plain-date.ts';
import { offsetMsAt } from './zone.ts';

export interface HourBucket extends Window {
  readonly date: PlainDate;
  /**
   * The hour on the wall clock, 0 to 23. An hour that occurs twice in a day has two buckets, and a skipped hour has
   * none.
   */
  readonly hour: number;
}

const HOUR_MS = 3_600_000;

/**
 * Returns buckets in order that fill the window without gaps. A bucket is an hour of a day. It is shorter if the window
 * begins or ends, or the clock changes, within that hour.
 */
export function hourBuckets(window: Window, zone: Zone): HourBucket[] {
  const buckets: HourBucket[] = [];
  if (window.from >= window.to) return buckets;
  let date = plainDateIn(zone, window.from);
  for (let { from } = window; from < window.to; date = addDays(date, 1)) {
    const to = Math.min(dayWindow(date, zone).to, window.to) as Instant;
    // No clock has ever changed forth and back within a day, so equal offsets at both ends mean that it did not change.
    const evenOffset = offsetMsAt(zone, from);
    const runsEvenly = offsetMsAt(zone, to - 1) === evenOffset;
    while (from < to) {
      const offset = runsEvenly ? evenOffset : offsetMsAt(zone, from);
      const wallHour = Math.floor((from + offset) / HOUR_MS);
      const end = Math.min((wallHour + 1) * HOUR_MS - offset, to) as Instant;
      const next = runsEvenly ? end : beforeJump(from, end, offset, zone);
      buckets.push({ from, to: next, date, hour: ((wallHour % 24) + 24) % 24 });
      from = next;
    }
  }
  return buckets;
}

/** Returns the index of the bucket that contains the instant; -1 if none does. Takes the result of `hourBuckets`. */
export function bucketIndex(buckets: readonly Window[], at: Instant): number {
  let [low, high] = [0, buckets.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const bucket = buckets[middle];
    if (bucket === undefined) return -1;
    if (at < bucket.from) high = middle - 1;
    else if (at >= bucket.to) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** Returns the next change of the clock if it is before `end`; otherwise `end`. */
function beforeJump(from: Instant, end: Instant, offset: number, zone: Zone): Instant {
  if (offsetMsAt(zone, end - 1) === offset) return end;
  return firstWhere(from, end - 1, (at) => offsetMsAt(zone, at) !== offset) as Instant;
}
