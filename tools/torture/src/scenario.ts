/** The interface of a scenario; each scenario is a row of the tables in docs/reliability.md. */
import type { Safeguard } from './safeguards.ts';
import type { Tally } from './tally.ts';

export interface Lot {
  readonly rounds: number;
  readonly seed: number;
  /** The safeguard that this lot removes, to check that the scenario then shows faults; null for none. */
  readonly without: Safeguard | null;
}

export interface Scenario {
  /** The scenario's name in its results and in `--only`. */
  readonly id: string;
  readonly title: string;
  /** How many rounds the short form has; null: there is none, because it would take too long. */
  readonly short: number | null;
  /** The long form: how many lots there are, each with a world of its own, and how many rounds each has. */
  readonly lots: number;
  readonly rounds: number;
  /** Resolves to null if this machine can't run the scenario. */
  run(lot: Lot): Promise<Tally | null>;
}
