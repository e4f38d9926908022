/** The result of a scenario, as one line of the table. Pure. */

export interface Tally {
  readonly rounds: number;
  readonly kills: number;
  /** How many messages the bot had to post by itself, apart from replies to commands and presses. */
  readonly messages: number;
  /** How many commands and presses of people there were. */
  readonly presses: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly actedTwice: number;
  readonly wrongRanges: number;
  /** Messages in the wrong thread or in an older state, and replies in a channel without their card. */
  readonly misplaced: number;
  /**
   * Messages that were given up or still wait at the end, late polls, jobs that run each minute and
   * came late, and processes that exited by themselves.
   */
  readonly stuck: number;
  /** The longest time between two posts while messages arrive without a pause; absent where that is not measured. */
  readonly longestSilenceMs?: number;
  /** A sentence for each fault. */
  readonly details: readonly string[];
}

export const nothing: Tally = {
  rounds: 0,
  kills: 0,
  messages: 0,
  presses: 0,
  lost: 0,
  doubled: 0,
  outOfOrder: 0,
  actedTwice: 0,
  wrongRanges: 0,
  misplaced: 0,
  stuck: 0,
  details: [],
};

export const faults = ['lost', 'doubled', 'outOfOrder', 'actedTwice', 'wrongRanges', 'misplaced', 'stuck'] as const;

export const faultsOf = (tally: Tally): number => faults.reduce((sum, name) => sum + tally[name], 0);

export function add(a: Tally, b: Tally): Tally {
  const summed = Object.fromEntries(
    (['rounds', 'kills', 'messages', 'presses', ...faults] as const).map((name) => [name, a[name] + b[name]]),
  );
  const silences = [a, b].flatMap(({ longestSilenceMs }) => longestSilenceMs ?? []);
  const silence = silences.length === 0 ? {} : { longestSilenceMs: Math.max(...silences) };
  return { ...a, ...summed, ...silence, details: [...a.details, ...b.details] };
}
