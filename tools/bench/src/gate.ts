// Measures what the gate costs `/leads today`: a bot with it and one whose gate allows everything run side by side and are
// asked in turn, so that both meet the same noise. `node tools/bench/src/gate.ts [pairs]`. Milliseconds of the answer, of
// people whom Leadbell knows; the aim is 5 %.
import { openBench, quantile, type Running } from './commanded-bot.ts';

const pairs = Number(process.argv[2] ?? 40);
const isAnswer = (body: string) => body.includes('"header"');
const batches = [
  [1, 60],
  [10, 100],
] as const;

const lines = ['| in flight | without, p50 ms | with, p50 ms | ratio, median of pairs |', '|---|---|---|---|'];
{
  await using one = await openBench();
  await using other = await openBench();
  await using gateless = await one.start({ way: 'http', entry: new URL('gateless-bot.ts', import.meta.url), isAnswer });
  await using gated = await other.start({ way: 'http', isAnswer });
  for (const [inFlight, count] of batches) {
    const asked: { readonly without: number; readonly gated: number }[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const median = async (bot: Running) =>
        quantile(
          (await bot.run(inFlight, count)).samples.map(({ answerMs }) => answerMs),
          0.5,
        );
      // In turn which is first.
      const first = pair % 2 === 0 ? await median(gateless) : null;
      const its = await median(gated);
      asked.push({ without: first ?? (await median(gateless)), gated: its });
    }
    const cells = [
      quantile(
        asked.map(({ without }) => without),
        0.5,
      ).toFixed(2),
      quantile(
        asked.map((pair) => pair.gated),
        0.5,
      ).toFixed(2),
      quantile(
        asked.map((pair) => pair.gated / pair.without),
        0.5,
      ).toFixed(3),
    ];
    lines.push(`| ${inFlight} | ${cells.join(' | ')} |`);
  }
}
process.stdout.write(`${lines.join('\n')}\n`);
