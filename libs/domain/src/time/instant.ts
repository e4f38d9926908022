/**
 * Points and spans of time. Pure.
 * `Instant` is UTC epoch milliseconds; `PlainDate` is `YYYY-MM-DD` with no zone; a `Window` is half-open: `from <= t < to`.
 */
declare const brand: unique symbol;

/** UTC epoch milliseconds. */
export type Instant = number & { readonly [brand]: 'Instant' };

/** A valid IANA zone name; see `parseZone`. */
export type Zone = string & { readonly [brand]: 'Zone' };

/** A calendar date `YYYY-MM-DD` with no zone; never shifted through UTC. */
export type PlainDate = string & { readonly [brand]: 'PlainDate' };

/** ISO weekday: 1 Monday … 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Half-open span of time: includes `from`, excludes `to`. */
export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

/** Takes UTC epoch milliseconds. Throws `RangeError` on a number no `Date` can hold. */
export function instant(epochMs: number): Instant {
  if (!Number.isInteger(epochMs) || Math.abs(epochMs) > 8.64e15) throw new RangeError(`not an instant: ${epochMs}`);
  return epochMs as Instant;
}
