/**
 * A period as a person requested it, and its window in a business's zone. Pure. `spec` is kept so that a period can be
 * named in any language, and resolved again later (`today` is another day tomorrow).
 */
import type { Instant, PlainDate, Weekday, Window, Zone } from './instant.ts';

export type PartOfDay = 'morning' | 'afternoon' | 'evening';

/** The periods that can be typed. */
export type TypedPeriod =
  /** This week and this month end with today. */
  | { readonly kind: 'today' | 'yesterday' | 'this-week' | 'last-week' | 'this-month' | 'last-month' }
  /** The latest such weekday that has begun, which may be today. */
  | { readonly kind: 'weekday'; readonly weekday: Weekday }
  /** The last `days` calendar days, today included. */
  | { readonly kind: 'last-days'; readonly days: number }
  /** `hours` × 3,600,000 ms before now, or before `until`: the end of the first answer, used for its other pages. */
  | { readonly kind: 'last-hours'; readonly hours: number; readonly until?: Instant }
  | { readonly kind: 'date'; readonly date: PlainDate }
  /** From 06:00, 12:00 or 18:00, six hours on the wall clock. */
  | { readonly kind: 'part-of-day'; readonly date: PlainDate; readonly part: PartOfDay }
  /** Calendar days, both included. */
  | { readonly kind: 'range'; readonly first: PlainDate; readonly last: PlainDate };

/** `span`: exactly these instants, without the second. Only buttons carry it. */
export type PeriodSpec = TypedPeriod | { readonly kind: 'span'; readonly from: Instant; readonly to: Instant };

export interface Period {
  readonly spec: PeriodSpec;
  readonly zone: Zone;
  readonly window: Window;
  /** First and last calendar day touched, in `zone`. */
  readonly firstDate: PlainDate;
  readonly lastDate: PlainDate;
}
