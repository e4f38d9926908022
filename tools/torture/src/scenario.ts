/** What a row of the table is. */
import type { Safeguard } from './safeguards.ts';
import type { Tally } from './tally.ts';

export interface Lot {
  readonly rounds: number;
  readonly seed: number;
  /** Taken out for this lot, to see that its absence is seen. */
  readonly without: Safeguard | null;
}

export interface Scenario {
  /** Of its results, and for `--only`. */
  readonly id: string;
  readonly title: string;
  /** Rounds of the short form; null: it is too long for one. */
  readonly short: number | null;
  /** The long form: so many lots, each in a world of its own, of so many rounds. */
  readonly lots: number;
  readonly rounds: number;
  /** Null: it can't be done here. */
  run(lot: Lot): Promise<Tally | null>;
}
