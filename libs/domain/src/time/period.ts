/**
 * A period as a person requested it, and its window in the business's zone. Pure. `spec` is kept, so that the period
 * can be named in any language and resolved again later (`today` is another day tomorrow).
 */
import type { Instant, PlainDate, Weekday, Window, Zone } from './instant.ts';

export type PartOfDay = 'morning' | 'afternoon' | 'evening';

/** The periods that can be typed. */
export type TypedPeriod =
  /** The periods of this week and this month end with today. */
  | { readonly kind: 'today' | 'yesterday' | 'this-week' | 'last-week' | 'this-month' | 'last-month' }
  /** The latest such weekday that has begun; it may be today. */
  | { readonly kind: 'weekday'; readonly weekday: Weekday }
  /** The last `days` calendar days, including today. */
  | { readonly kind: 'last-days'; readonly days: number }
  /**
   * The last `hours` × 3,600,000 ms before `until`, or before now if `until` is absent. Buttons have `until`, so that
   * further pages show the same hours as the first page.
   */
  | { readonly kind: 'last-hours'; readonly hours: number; readonly until?: Instant }
  | { readonly kind: 'date'; readonly date: PlainDate }
  /** Six hours on the wall clock from 06:00, 12:00 or 18:00 on. */
  | { readonly kind: 'part-of-day'; readonly date: PlainDate; readonly part: PartOfDay }
  /** Calendar days, both included. */
  | { readonly kind: 'range'; readonly first: PlainDate; readonly last: PlainDate };

/** `span`: from `from` up to, but not including, `to`. Only buttons contain a span. */
export type PeriodSpec = TypedPeriod | { readonly kind: 'span'; readonly from: Instant; readonly to: Instant };

export interface Period {
  readonly spec: PeriodSpec;
  readonly zone: Zone;
  readonly window: Window;
  /** The first and the last calendar day that the window touches, in `zone`. */
  readonly firstDate: PlainDate;
  readonly lastDate: PlainDate;
}
