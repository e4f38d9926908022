/** Writes the results as tables, for `docs/reliability.md`. Pure. */
import type { LotResult } from './results.ts';
import { safeguards } from './safeguards.ts';
import type { Scenario } from './scenario.ts';
import { add, faults, faultsOf, nothing, type Tally } from './tally.ts';

const columns = ['rounds', 'kills', 'messages', 'presses'] as const;
const names: Readonly<Record<(typeof faults)[number], string>> = {
  lost: 'lost',
  doubled: 'doubled',
  outOfOrder: 'order',
  actedTwice: 'twice',
  wrongRanges: 'ranges',
  misplaced: 'misplaced',
  stuck: 'stuck',
};

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

export function mainTable(scenarios: readonly Scenario[], results: readonly LotResult[]): string {
  const whole = results.filter(({ without }) => without === null);
  const rows = scenarios.flatMap(({ id }) => {
    const own = whole.filter(({ scenario }) => scenario === id);
    if (own.length === 0) return [];
    if (own.every(({ isImpossible }) => isImpossible))
      return [row([id, 'not possible here', ...columns.slice(1).map(() => ''), ''])];
    return [row([id, ...numbersOf(sum(own)), faultsIn(sum(own))])];
  });
  const total = sum(whole);
  return [
    row(['row', ...columns, 'faults']),
    row(['---', ...columns.map(() => '---'), '---']),
    ...rows,
    row(['all', ...numbersOf(total), faultsIn(total)]),
    '',
    ...scenarios.map(({ id, title }) => `- **${id}**: ${title}`),
  ].join('\n');
}

export function safeguardTable(scenarios: readonly Scenario[], results: readonly LotResult[]): string {
  const shown = columns.filter((name) => name !== 'kills');
  const rows = results.flatMap((one) => {
    const { without, scenario } = one;
    if (without === null) return [];
    const title = scenarios.find(({ id }) => id === scenario)?.id ?? scenario;
    return [row([without, title, ...shown.map((name) => one[name]), faultsIn(one)])];
  });
  if (rows.length === 0) return '';
  return [
    row(['taken out', 'row', ...shown, 'faults']),
    row(['---', '---', ...shown.map(() => '---'), '---']),
    ...rows,
    '',
    ...Object.entries(safeguards).map(([name, what]) => `- **${name}**: ${what}`),
  ].join('\n');
}

const sum = (results: readonly LotResult[]): Tally => results.reduce<Tally>((all, one) => add(all, one), nothing);
const numbersOf = (tally: Tally): number[] => columns.map((name) => tally[name]);

/** Names only faults that happened, so that the table stays narrow. */
function faultsIn(tally: Tally): string {
  const found = faults.filter((name) => tally[name] > 0).map((name) => `${names[name]} ${tally[name]}`);
  return found.length === 0 ? 'none' : found.join(', ');
}

export const isClean = (tally: Tally): boolean => faultsOf(tally) === 0;
