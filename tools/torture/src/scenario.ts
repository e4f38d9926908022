/** The contract of a row of the table. */
import type { Safeguard } from './safeguards.ts';
import type { Tally } from './tally.ts';

export interface Lot {
  readonly rounds: number;
  readonly seed: number;
  /** The safeguard removed for this lot, to check that its absence is detected. */
  readonly without: Safeguard | null;
}

export interface Scenario {
  /** Identifies its results, and for `--only`. */
  readonly id: string;
  readonly title: string;
  /** Rounds of the short form; null: too long for one. */
  readonly short: number | null;
  /** The long form: a number of lots, each with its own world and a number of rounds. */
  readonly lots: number;
  readonly rounds: number;
  /** Null: not possible on this machine. */
  run(lot: Lot): Promise<Tally | null>;
}
