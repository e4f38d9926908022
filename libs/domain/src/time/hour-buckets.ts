/**
 * The wall clock's hours in a window. Pure.
 * Computed once for a window; then each instant is placed by comparing numbers (`bucketIndex`), never by asking the zone.
 */
import type { Instant, PlainDate, Window, Zone } from './instant.ts';
import { dayWindow, firstWhere, plainDateIn } from './day.ts';
import { addDays } from './plain-date.ts';
import { offsetMsAt } from './zone.ts';

export interface HourBucket extends Window {
  readonly date: PlainDate;
  /** What the wall clock shows, 0 to 23. An hour that comes twice in a day is two buckets, one that is skipped is none. */
  readonly hour: number;
}

const HOUR_MS = 3_600_000;

/** In order, tiling the window: each is an hour of a day, or the part of it that lies in the window and that the clock showed without a jump. */
export function hourBuckets(window: Window, zone: Zone): HourBucket[] {
  const buckets: HourBucket[] = [];
  if (window.from >= window.to) return buckets;
  let date = plainDateIn(zone, window.from);
  for (let { from } = window; from < window.to; date = addDays(date, 1)) {
    const to = Math.min(dayWindow(date, zone).to, window.to) as Instant;
    while (from < to) {
      const next = nextBoundary(from, to, zone);
      buckets.push({ from, to: next.to, date, hour: next.hour });
      from = next.to;
    }
  }
  return buckets;
}

/** Index of the bucket that holds the instant, -1 outside all of them. Takes what `hourBuckets` gave. */
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

function nextBoundary(from: Instant, limit: Instant, zone: Zone): { readonly to: Instant; readonly hour: number } {
  const offset = offsetMsAt(zone, from);
  const wall = from + offset;
  const hourStart = Math.floor(wall / HOUR_MS) * HOUR_MS;
  const end = Math.min(hourStart + HOUR_MS - offset, limit);
  // A clock that jumps within the hour ends the bucket at the jump.
  const jumped = offsetMsAt(zone, end - 1) !== offset;
  const to = jumped ? firstWhere(from, end - 1, (at) => offsetMsAt(zone, at) !== offset) : end;
  return { to: to as Instant, hour: new Date(hourStart).getUTCHours() };
}
