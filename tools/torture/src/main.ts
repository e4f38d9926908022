/**
 * `npx node tools/torture/src/main.ts [--folder <folder>] [--only <scenario>,…] [--seed <number>] [--lots <number>]
 * [--rounds <number>] [--without <safeguard>|all] [--table]` runs the long form of every scenario, lot by lot. Results
 * are appended to `<folder>/results.jsonl`. A lot that has a result of the same code, seed and rounds is not run again,
 * so an interrupted run continues. `--table` only writes the tables of docs/reliability.md from the results in the
 * folder. Exits with 1 if a lot shows faults, or if no lot could be run.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openResults, type LotResult, type Results } from './results.ts';
import { coveredBy, isSafeguard, type Safeguard, safeguards } from './safeguards.ts';
import { codeHere, NoHistory } from './rig/earlier-release.ts';
import type { Lot, Scenario } from './scenario.ts';
import { safeguardRows, scenarios } from './scenarios/index.ts';
import { isClean, mainTable, safeguardTable } from './table.ts';
import { nothing, type Tally } from './tally.ts';

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

const code = codeHere();

/** Returns the result of a lot, from an earlier run if there is one. */
async function play(results: Results, scenario: Scenario, lot: number, without: Safeguard | null): Promise<LotResult> {
  const rounds = options.rounds === undefined ? scenario.rounds : Number(options.rounds);
  const name = { scenario: scenario.id, lot, seed: seed * 1_000 + lot, without, asked: rounds, code };
  const kept = results.find(name);
  if (kept !== undefined) {
    process.stdout.write(`${scenario.id} ${lot}: kept from an earlier run; ${isClean(kept) ? 'clean' : 'faults'}\n`);
    return kept;
  }
  const begun = performance.now();
  const tally = await tallyOf(scenario, { rounds, seed: name.seed, without });
  const result: LotResult = {
    ...name,
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

/** Resolves to null if this machine can't run the scenario. */
async function tallyOf(scenario: Scenario, lot: Lot): Promise<Tally | null> {
  try {
    return await scenario.run(lot);
  } catch (error) {
    if (!(error instanceof NoHistory)) throw error;
    process.stdout.write(`${scenario.id}: ${error.message}\n`);
    return null;
  }
}

function writeReport(results: Results): void {
  const machine = `Node ${process.version}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${new Date().toISOString().slice(0, 10)}.`;
  let text = readFileSync(report, 'utf8');
  const put = (name: string, lines: readonly string[]): void => {
    const block = [`<!-- ${name} -->`, '', ...lines, '', `<!-- /${name} -->`].join('\n');
    text = text.replace(new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`), () => block);
  };
  // The tables show the last result of each lot. They leave out results of other versions of the code.
  const ofLots = new Map(
    results.all.flatMap((one) => (one.code === code ? [[`${one.scenario} ${one.lot} ${one.without}`, one]] : [])),
  );
  put('torture', [machine, '', mainTable(scenarios, [...ofLots.values()])]);
  put('safeguards', [safeguardTable(scenarios, [...ofLots.values()])]);
  writeFileSync(report, text);
}

const results = openResults(options.folder);
const wanted = options.only?.split(',');
const isWanted = ({ id }: Scenario): boolean => wanted === undefined || wanted.includes(id);
const unknown = (wanted ?? []).filter((id) => !scenarios.some((scenario) => scenario.id === id));
if (unknown.length > 0) throw new TypeError(`there is no row ${unknown.join(', ')}`);
if (options.without !== undefined && options.without !== 'all' && !isSafeguard(options.without))
  throw new TypeError(`--without takes all or one of ${Object.keys(safeguards).join(', ')}`);
let isAllWell = true;
let isAnyPossible = false;
if (!options.table && options.without === undefined) {
  const most = Math.max(...scenarios.map(({ lots }) => lots));
  // The scenarios take turns with one lot each, so that an interrupted run has results of every scenario.
  for (let lot = 0; lot < most; lot += 1) {
    for (const scenario of scenarios.filter(isWanted)) {
      if (lot >= Math.min(scenario.lots, Number(options.lots ?? Infinity))) continue;
      const result = await play(results, scenario, lot, null);
      isAllWell &&= isClean(result);
      isAnyPossible ||= !result.isImpossible;
    }
  }
}
if (!options.table && options.without !== undefined) {
  for (const [safeguard, scenario] of safeguardRows) {
    if (options.without !== 'all' && options.without !== safeguard) continue;
    if (!isSafeguard(safeguard) || !isWanted(scenario)) continue;
    const result = await play(results, scenario, 0, safeguard);
    isAnyPossible ||= !result.isImpossible;
    // Without the safeguard the result must show faults, unless another safeguard prevents them.
    isAllWell &&= isClean(result) === Object.hasOwn(coveredBy, safeguard);
  }
}
if (options.table) writeReport(results);
process.exit(options.table || (isAllWell && isAnyPossible) ? 0 : 1);
