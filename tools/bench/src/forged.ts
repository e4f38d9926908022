/**
 * Tests a running bot with data that Slack never sends, in the name of a guest and of a viewer: values, states,
 * callback ids, metadata and Socket Mode frames. The bot must not act on this data, and must not crash. `npx node
 * tools/bench/src/forged.ts <folder> [requests] [frames]`. Each lot is appended to `forged.jsonl` in the folder, so
 * that the same command continues after an interruption.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';

interface Outcome {
  readonly sent: number;
  readonly answered: number;
  readonly acted: readonly string[];
  readonly crashed: readonly string[];
  readonly shown: number;
  readonly reconnected: number;
}

interface Lot extends Outcome {
  readonly id: string;
  readonly seconds: number;
}

/** The bot is not a library, so the measured code is imported by its path. */
const { forgedTrial } = (await import(
  new URL('../../../apps/slackbot/src/testing/forged-trial-fixtures.ts', import.meta.url).href
)) as { readonly forgedTrial: (trial: object) => Promise<Outcome> };

const [folder = 'forged-results', requests = '100000', frames = '20000'] = process.argv.slice(2);
const ofLot = 5_000;
const file = join(folder, 'forged.jsonl');
mkdirSync(folder, { recursive: true });
const known = (existsSync(file) ? readFileSync(file, 'utf8') : '').split('\n').filter((line) => line !== '');
const lots = new Map(known.map((line) => JSON.parse(line) as Lot).map((lot) => [lot.id, lot]));
const ways = [
  ['http', Number(requests)],
  ['socket', Number(frames)],
] as const;

const databases = await startTestDatabases();
const chosen: Lot[] = [];
for (const [over, wanted] of ways) {
  for (let nth = 0; nth * ofLot < wanted; nth += 1) {
    const person = nth % 2 === 0 ? 'guest' : 'viewer';
    const count = Math.min(ofLot, wanted - nth * ofLot);
    const id = `${over} ${nth} ${person} ${count}`;
    chosen.push(lots.get(id) ?? (await play(id, { over, person, requests: count, seed: 1 + nth * ofLot })));
  }
}
await databases.close();

process.stdout.write('| over | sent | answered | acted on | crashed | people shown | reconnected |\n');
process.stdout.write('|---|---|---|---|---|---|---|\n');
for (const [over] of ways) {
  const its = chosen.filter(({ id }) => id.startsWith(over));
  const sum = (of: (lot: Lot) => number) => its.reduce((total, lot) => total + of(lot), 0);
  const figures = [sum((lot) => lot.sent), sum((lot) => lot.answered), sum((lot) => lot.acted.length)];
  const faults = [sum((lot) => lot.crashed.length), sum((lot) => lot.shown), sum((lot) => lot.reconnected)];
  process.stdout.write(`| ${[over, ...figures, ...faults].join(' | ')} |\n`);
}
const isClean = chosen.every(({ acted, crashed, shown }) => acted.length + crashed.length + shown === 0);
process.exit(isClean ? 0 : 1);

/** If an error is not caught, it ends this process, and the current lot is not counted. */
async function play(id: string, trial: object): Promise<Lot> {
  const began = performance.now();
  const url = await databases.createReady();
  const store = await openStore({ url });
  const query = (text: string, values?: readonly unknown[]) => databases.query(url, text, values);
  const outcome = await forgedTrial({ ...trial, store, query });
  await store.close();
  const lot = { id, seconds: Math.round((performance.now() - began) / 1_000), ...outcome };
  appendFileSync(file, `${JSON.stringify(lot)}\n`);
  process.stderr.write(`${id}: ${lot.seconds} s, ${lot.answered} answered, acted on ${lot.acted.length}\n`);
  return lot;
}
