/** Counts by local day, which stay when the leads behind them are forgotten. Grown by what happens, in the same transaction. Names and vocabularies only. */
import type { PlainDate } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface DailyCount {
  readonly day: PlainDate;
  /**
   * `bulks`, `leads`, `errored`, `created`, or `leads by source` and the other traits; `requests` to the DMS (`polls`, `people`); and `unread` values by
   * their field.
   */
  readonly name: string;
  /** Of the trait; empty for a plain count. */
  readonly value: string;
  readonly count: number;
}

export interface Counters {
  /** Adds to what is there. */
  add(connection: string, counts: readonly DailyCount[], transaction?: Transaction): Promise<void>;
  /** `names`: those alone. */
  of(connection: string, from: PlainDate, to: PlainDate, names?: readonly string[]): Promise<readonly DailyCount[]>;
}
