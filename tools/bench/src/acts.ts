// Measures how fast acts are acknowledged and answered, over signed HTTP and Socket Mode, with 1, 10 and 100 in flight.
// To compare, also measures reads, which, unlike acts, are not stored in the inbox. `npx node tools/bench/src/acts.ts
// [rounds]`. The measured act silences a source. An act takes three transactions: one stores it, one performs it, and
// one ends it. Times are milliseconds.
import { openBench, pairOf, ways } from './commanded-bot.ts';
import type { Sample } from './slack-driver.ts';

const rounds = Number(process.argv[2] ?? 3);
/** Each act silences a different source. */
let silenced = 0;
const kinds = {
  read: { text: () => 'help', isAnswer: (body: string) => body.includes('"blocks"') },
  act: { text: () => `silence source:S${(silenced += 1)} 2h`, isAnswer: (body: string) => body.includes('Silenced') },
} as const;
const batches = [
  [1, 150],
  [10, 400],
  [100, 800],
] as const;

const samples = new Map<string, Sample[]>();
{
  await using bench = await openBench();
  for (let round = 0; round < rounds; round += 1)
    for (const way of ways)
      for (const kind of ['read', 'act'] as const)
        for (const batch of await bench.run({ way, ...kinds[kind], batches })) {
          const key = `${way} | ${batch.inFlight} | ${kind}`;
          samples.set(key, [...(samples.get(key) ?? []), ...batch.samples]);
        }
}

const lines = ['| way | in flight | kind | ack p50 / p99 ms | answer p50 / p99 ms |', '|---|---|---|---|---|'];
for (const way of ways)
  for (const [inFlight] of batches)
    for (const kind of ['read', 'act']) {
      const key = `${way} | ${inFlight} | ${kind}`;
      const all = samples.get(key) ?? [];
      lines.push(
        `| ${key} | ${pairOf(all.map(({ ackMs }) => ackMs))} | ${pairOf(all.map(({ answerMs }) => answerMs))} |`,
      );
    }
process.stdout.write(`${lines.join('\n')}\n`);
