/**
 * A period as a person asked for it, and the window it is in a business's zone. Pure.
 * `spec` is kept so that a period can be said in words in any language, and asked again later (`today` tomorrow is another day).
 */
import type { PlainDate, Weekday, Window, Zone } from './instant.ts';

export type PeriodSpec =
  /** This week and this month end with today. */
  | { readonly kind: 'today' | 'yesterday' | 'this-week' | 'last-week' | 'this-month' | 'last-month' }
  /** The latest such weekday that has begun: today, if today is one. */
  | { readonly kind: 'weekday'; readonly weekday: Weekday }
  /** The last `days` calendar days, today included. */
  | { readonly kind: 'last-days'; readonly days: number }
  /** `hours` × 3,600,000 ms before now. */
  | { readonly kind: 'last-hours'; readonly hours: number }
  | { readonly kind: 'date'; readonly date: PlainDate }
  /** Calendar days, both included. */
  | { readonly kind: 'range'; readonly first: PlainDate; readonly last: PlainDate };

export interface Period {
  readonly spec: PeriodSpec;
  readonly zone: Zone;
  readonly window: Window;
  /** First and last calendar day touched, in `zone`. */
  readonly firstDate: PlainDate;
  readonly lastDate: PlainDate;
}
