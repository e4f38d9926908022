// Measures acknowledgement and answer of `/leads today` (200 leads), signed HTTP and Socket Mode, 1
// / 10 / 100 in flight, beside a bare Bolt app in the same run. `node
// tools/bench/src/leads-today.ts [rounds]`. Each cell: commands a second, then p50/p99 in
// milliseconds.
import { type Batch, openBench, pairOf, quantile, type Way, ways } from './commanded-bot.ts';

const rounds = Number(process.argv[2] ?? 3);
const apps = {
  bare: { entry: new URL('bare-bolt.ts', import.meta.url), isAnswer: (body: string) => body.includes('bare-answer') },
  leadbell: { isAnswer: (body: string) => body.includes('"header"') },
} as const;
const batches = [
  [1, 200],
  [10, 600],
  [100, 1500],
] as const;

interface Row {
  readonly way: Way;
  readonly inFlight: number;
  readonly who: string;
  readonly perSecond: number[];
  readonly acks: number[];
  readonly answers: number[];
}

const rows = new Map<string, Row>();
{
  await using bench = await openBench();
  for (let round = 0; round < rounds; round += 1)
    for (const way of ways)
      for (const who of ['bare', 'leadbell'] as const)
        for (const batch of await bench.run({ way, ...apps[who], batches })) add(way, who, batch);
}
report();

function add(way: Way, who: string, { inFlight, samples, tookMs }: Batch): void {
  const key = `${way} ${inFlight} ${who}`;
  const row = rows.get(key) ?? { way, inFlight, who, perSecond: [], acks: [], answers: [] };
  rows.set(key, row);
  row.perSecond.push((samples.length / tookMs) * 1000);
  row.acks.push(...samples.map(({ ackMs }) => ackMs));
  row.answers.push(...samples.map(({ answerMs }) => answerMs));
}

function report(): void {
  const lines = [
    '| way | in flight | app | commands/s | ack p50 / p99 ms | answer p50 / p99 ms |',
    '|---|---|---|---|---|---|',
  ];
  for (const { way, inFlight, who, perSecond, acks, answers } of [...rows.values()].toSorted(
    (a, b) => a.way.localeCompare(b.way) || a.inFlight - b.inFlight,
  ))
    lines.push(
      `| ${way} | ${inFlight} | ${who} | ${quantile(perSecond, 0.5).toFixed(0)} | ${pairOf(acks)} | ${pairOf(answers)} |`,
    );
  process.stdout.write(`${lines.join('\n')}\n`);
}
