/** The interface of a row of the table. */
import type { Safeguard } from './safeguards.ts';
import type { Tally } from './tally.ts';

export interface Lot {
  readonly rounds: number;
  readonly seed: number;
  /** The safeguard to remove in this lot, to check that its absence is noticed; null for none. */
  readonly without: Safeguard | null;
}

export interface Scenario {
  /** The name of the row, in its results and for `--only`. */
  readonly id: string;
  readonly title: string;
  /** How many rounds the short form has; null: there is none, because it would take too long. */
  readonly short: number | null;
  /** The long form: how many lots there are, each with a world of its own, and how many rounds each has. */
  readonly lots: number;
  readonly rounds: number;
  /** Returns null if this machine can not run the scenario. */
  run(lot: Lot): Promise<Tally | null>;
}
