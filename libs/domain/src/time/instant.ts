/**
 * Points and spans of time. Pure. An `Instant` is UTC epoch milliseconds. A `PlainDate` is `YYYY-MM-DD` without a zone.
 * A `Window` is half-open: `from <= t < to`.
 */
declare const brand: unique symbol;

/** UTC epoch milliseconds. */
export type Instant = number & { readonly [brand]: 'Instant' };

/** A valid IANA zone name; see `parseZone`. */
export type Zone = string & { readonly [brand]: 'Zone' };

/** A calendar date `YYYY-MM-DD` without a zone; no zone's offset may shift it. */
export type PlainDate = string & { readonly [brand]: 'PlainDate' };

/** An ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A half-open span of time: it includes `from` and excludes `to`. */
export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

/** Takes UTC epoch milliseconds. Throws `RangeError` for a number that no `Date` can have. */
export function instant(epochMs: number): Instant {
  if (!Number.isInteger(epochMs) || Math.abs(epochMs) > 8.64e15) throw new RangeError(`not an instant: ${epochMs}`);
  return epochMs as Instant;
}
