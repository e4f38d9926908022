// `nx run torture:torture [seed]`: the long form of every scenario, one after the other; its result goes into docs/reliability.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { scenarios } from './scenarios.ts';
import { isClean } from './verdict.ts';

const seed = Number(process.argv[2] ?? 1);
const only = process.argv[3];
const report = new URL('../../../docs/reliability.md', import.meta.url);
const rows: string[] = [];
let isAllClean = true;
for (const { title, run } of scenarios) {
  if (only !== undefined && !title.includes(only)) continue;
  const result = await run('long', seed);
  if (result === null) {
    rows.push(`| ${title} | not possible here | | | | | | |`);
    continue;
  }
  const { rounds, messages, lost, doubled, disordered, misplaced, outdated, dead, waiting } = result;
  const isFine = isClean(result) && dead + waiting === 0;
  isAllClean &&= isFine;
  rows.push(
    `| ${title} | ${rounds} | ${messages} | ${lost.length} | ${doubled.length} | ${disordered.length} | ${misplaced.length + outdated.length} | ${dead + waiting} |`,
  );
  process.stdout.write(`${rows.at(-1)}\n${isFine ? '' : `${JSON.stringify(result)}\n`}`);
}
if (only === undefined) {
  const table = [
    '<!-- torture -->',
    '',
    `Seed ${seed}, Node ${process.version}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${new Date().toISOString().slice(0, 10)}.`,
    '',
    '| what was done | rounds | messages | lost | doubled | out of order | in the wrong place or state | not sent |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '<!-- /torture -->',
  ].join('\n');
  const text = readFileSync(report, 'utf8');
  writeFileSync(
    report,
    text.replace(/<!-- torture -->[^]*<!-- \/torture -->/, () => table),
  );
}
process.exit(isAllClean ? 0 : 1);
