/**
 * `node tools/torture/src/main.ts [--folder <folder>] [--only <row>,…] [--seed <number>] [--lots
 * <number>] [--rounds <number>] [--without <safeguard>|all] [--table]` runs the long form of every
 * row, lot by lot. Results are appended to `<folder>/results.jsonl`, and lots that have a result
 * are not run again, so an interrupted run continues. `--table` only writes the tables of
 * docs/reliability.md from the results in the folder.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openResults, type LotResult, type Results } from './results.ts';
import { coveredBy, isSafeguard, type Safeguard, safeguards } from './safeguards.ts';
import type { Scenario } from './scenario.ts';
import { safeguardRows, scenarios } from './scenarios/index.ts';
import { isClean, mainTable, safeguardTable } from './table.ts';
import { nothing } from './tally.ts';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string', default: join(tmpdir(), 'leadbell-torture') },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    lots: { type: 'string' },
    rounds: { type: 'string' },
    without: { type: 'string' },
    table: { type: 'boolean', default: false },
  },
});
// An exit also ends the processes that were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const report = new URL('../../../docs/reliability.md', import.meta.url);
const seed = Number(options.seed);

async function play(results: Results, scenario: Scenario, lot: number, without: Safeguard | null): Promise<LotResult> {
  const begun = performance.now();
  const rounds = options.rounds === undefined ? scenario.rounds : Number(options.rounds);
  const tally = await scenario.run({ rounds, seed: seed * 1_000 + lot, without });
  const result: LotResult = {
    scenario: scenario.id,
    lot,
    seed: seed * 1_000 + lot,
    without,
    seconds: Math.round((performance.now() - begun) / 1000),
    isImpossible: tally === null,
    ...(tally ?? nothing),
  };
  results.append(result);
  const { rounds: done, kills, messages, presses, seconds, details, longestSilenceMs } = result;
  const silence = longestSilenceMs === undefined ? '' : `, silent for ${longestSilenceMs} ms at most`;
  process.stdout.write(
    `${scenario.id} ${lot}${without === null ? '' : ` without ${without}`}: ${done} rounds, ${kills} kills, ${messages} messages, ${presses} presses, ${seconds} s${silence}; ${isClean(result) ? 'clean' : `\n  ${details.join('\n  ')}`}\n`,
  );
  return result;
}

function writeReport(results: Results): void {
  const machine = `Node ${process.version}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${new Date().toISOString().slice(0, 10)}.`;
  let text = readFileSync(report, 'utf8');
  const put = (name: string, lines: readonly string[]): void => {
    const block = [`<!-- ${name} -->`, '', ...lines, '', `<!-- /${name} -->`].join('\n');
    text = text.replace(new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`), () => block);
  };
  put('torture', [machine, '', mainTable(scenarios, results.all)]);
  put('safeguards', [safeguardTable(scenarios, results.all)]);
  writeFileSync(report, text);
}

const results = openResults(options.folder);
const wanted = options.only?.split(',');
const isWanted = ({ id }: Scenario): boolean => wanted === undefined || wanted.includes(id);
let isAllWell = true;
if (!options.table && options.without === undefined) {
  const most = Math.max(...scenarios.map(({ lots }) => lots));
  // The rows take turns with one lot each, so that an interrupted run has results of every row.
  for (let lot = 0; lot < most; lot += 1) {
    for (const scenario of scenarios.filter(isWanted)) {
      if (lot >= Math.min(scenario.lots, Number(options.lots ?? Infinity))) continue;
      const result = results.find(scenario.id, lot, null) ?? (await play(results, scenario, lot, null));
      isAllWell &&= isClean(result);
    }
  }
}
if (!options.table && options.without !== undefined) {
  for (const [safeguard, scenario] of safeguardRows) {
    if (options.without !== 'all' && options.without !== safeguard) continue;
    if (!isSafeguard(safeguard) || !isWanted(scenario)) continue;
    const result = results.find(scenario.id, 0, safeguard) ?? (await play(results, scenario, 0, safeguard));
    // Without the safeguard the result must show faults, unless another safeguard covers it.
    isAllWell &&= isClean(result) === Object.hasOwn(coveredBy, safeguard);
  }
}
if (options.without !== undefined && options.without !== 'all' && !isSafeguard(options.without))
  throw new TypeError(`--without takes all or one of ${Object.keys(safeguards).join(', ')}`);
if (options.table) writeReport(results);
process.exit(isAllWell ? 0 : 1);
