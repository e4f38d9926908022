// Measures how much the gate costs `/leads today`. One bot has its gate, and the other bot's gate allows everything.
// They are asked in turn, in short batches, so that other work on the machine disturbs both alike. `npx node
// tools/bench/src/gate.ts [pairs]`. Prints the user CPU of the bot's process and the milliseconds of an answer, for
// people whom Leadbell knows; with the gate an answer should cost at most 5 % more.
import { type Batch, openBench, quantile } from './commanded-bot.ts';

const pairs = Number(process.argv[2] ?? 40);
const isAnswer = (body: string) => body.includes('"header"');
const batches = [
  [1, 100],
  [10, 200],
] as const;

interface Pair {
  readonly gateless: Batch;
  readonly gated: Batch;
}

const lines = [
  '| in flight | user CPU ms without / with | ratio, median of pairs | p50 ms without / with | ratio, median of pairs |',
  '|---|---|---|---|---|',
];
{
  await using one = await openBench();
  await using other = await openBench();
  await using gateless = await one.start({ way: 'http', entry: new URL('gateless-bot.ts', import.meta.url), isAnswer });
  await using gated = await other.start({ way: 'http', isAnswer });
  for (const [inFlight, count] of batches) {
    const asked: Pair[] = [];
    // The first five pairs warm up the bots.
    for (let pair = -5; pair < pairs; pair += 1) {
      // The bots take turns in going first.
      const first = pair % 2 === 0 ? await gateless.run({ inFlight, count }) : null;
      const its = await gated.run({ inFlight, count });
      const without = first ?? (await gateless.run({ inFlight, count }));
      if (pair >= 0) asked.push({ gateless: without, gated: its });
    }
    lines.push(`| ${[inFlight, ...compared(asked, cpu, 3), ...compared(asked, p50, 2)].join(' | ')} |`);
  }
}
process.stdout.write(`${lines.join('\n')}\n`);

function compared(asked: readonly Pair[], figure: (batch: Batch) => number, digits: number): readonly string[] {
  const median = (of: (pair: Pair) => number) => quantile(asked.map(of), 0.5);
  const without = median(({ gateless }) => figure(gateless));
  const its = median(({ gated }) => figure(gated));
  const ratio = median((pair) => figure(pair.gated) / figure(pair.gateless));
  return [`${without.toFixed(digits)} / ${its.toFixed(digits)}`, ratio.toFixed(3)];
}

function cpu({ samples, userMs }: Batch): number {
  return userMs / samples.length;
}

function p50({ samples }: Batch): number {
  return quantile(
    samples.map(({ answerMs }) => answerMs),
    0.5,
  );
}
