// Measures what the gate costs `/leads today`: each round runs a bot with it and one whose gate allows everything, one after the other. `node tools/bench/src/gate.ts [rounds]`. Milliseconds of the answer, of people whom
// Leadbell knows; the aim is 5 %.
import { type Batch, openBench, quantile } from './commanded-bot.ts';

const rounds = Number(process.argv[2] ?? 5);
const bots = {
  gateless: { entry: new URL('gateless-bot.ts', import.meta.url) },
  gated: { entry: new URL('../../../apps/slackbot/src/main.ts', import.meta.url) },
} as const;
const isAnswer = (body: string) => body.includes('"header"');
const batches = [
  [1, 200],
  [10, 600],
] as const;

const medians = new Map<string, number[]>();
{
  await using bench = await openBench();
  for (let round = 0; round < rounds; round += 1)
    // In turn which is first.
    for (const who of round % 2 === 0 ? (['gateless', 'gated'] as const) : (['gated', 'gateless'] as const)) {
      for (const batch of await bench.run({ way: 'http', ...bots[who], isAnswer, batches })) note(who, batch);
    }
}
report();

function note(who: string, { inFlight, samples }: Batch): void {
  const key = `${inFlight} ${who}`;
  const answers = samples.map(({ answerMs }) => answerMs);
  medians.set(key, [...(medians.get(key) ?? []), quantile(answers, 0.5)]);
}

function report(): void {
  const lines = ['| in flight | without, p50 ms | with, p50 ms | ratio, median of pairs |', '|---|---|---|---|'];
  for (const [inFlight] of batches) {
    const [without = [], gated = []] = ['gateless', 'gated'].map((who) => medians.get(`${inFlight} ${who}`));
    const ratios = gated.map((one, n) => one / (without[n] ?? Number.NaN));
    const cells = [
      quantile(without, 0.5).toFixed(1),
      quantile(gated, 0.5).toFixed(1),
      quantile(ratios, 0.5).toFixed(3),
    ];
    lines.push(`| ${inFlight} | ${cells.join(' | ')} |`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
