/**
 * Counts for each local day; they are kept when the leads that they count are deleted. Counts of events are written in
 * the transaction that stores the events. A count has only a name and a known value, no personal data.
 */
import type { PlainDate } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface DailyCount {
  readonly day: PlainDate;
  /**
   * `bulks`, `leads`, `errored`, `created`; `leads by source`, and the same for each other trait; `requests` to the
   * DMS, by `polls` or `people`; `unread` values, by field.
   */
  readonly name: string;
  /** The value of the trait; empty for a count without a trait. */
  readonly value: string;
  readonly count: number;
}

export interface Counters {
  /** Adds to the stored counts. */
  add(connection: string, counts: readonly DailyCount[], transaction?: Transaction): Promise<void>;
  /** `names`: returns only these counts. */
  of(connection: string, from: PlainDate, to: PlainDate, names?: readonly string[]): Promise<readonly DailyCount[]>;
}
