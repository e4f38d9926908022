/** Counts by local day, which stay when the leads behind them are forgotten. Grown by what happens, in the same transaction. Names and vocabularies only. */
import type { PlainDate } from '@leadbell/domain';

export interface DailyCount {
  readonly day: PlainDate;
  /** `bulks`, `leads`, `errored`, `created`, or `leads by source` and the other traits. */
  readonly name: string;
  /** Of the trait; empty for a plain count. */
  readonly value: string;
  readonly count: number;
}

export interface Counters {
  of(connection: string, from: PlainDate, to: PlainDate): Promise<readonly DailyCount[]>;
}
