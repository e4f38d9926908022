/**
 * Counts by local day, which stay when the leads behind them are forgotten. Increased by events, in the same
 * transaction. Names and vocabularies only.
 */
import type { PlainDate } from '@leadbell/domain';
import type { Transaction } from './transaction.ts';

export interface DailyCount {
  readonly day: PlainDate;
  /**
   * `bulks`, `leads`, `errored`, `created`, or `leads by source` and so on for the other traits; `requests` to the DMS
   * (`polls`, `people`); `unread` values by field.
   */
  readonly name: string;
  /** The value of the trait; empty for a plain count. */
  readonly value: string;
  readonly count: number;
}

export interface Counters {
  /** Adds to the stored counts. */
  add(connection: string, counts: readonly DailyCount[], transaction?: Transaction): Promise<void>;
  /** `names`: only these. */
  of(connection: string, from: PlainDate, to: PlainDate, names?: readonly string[]): Promise<readonly DailyCount[]>;
}
