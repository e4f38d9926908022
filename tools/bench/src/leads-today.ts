// Measures `/leads today` (200 leads a day) beside a bare Bolt app that acknowledges and sends the same bytes; the two
// take turns in one run. It uses signed HTTP and Socket Mode, asks either the same question again and again, or
// questions that all differ (filters, periods, people), and has 1, 10 or 100 of them in flight. `npx node
// tools/bench/src/leads-today.ts [rounds] [http|socket]`. User CPU is that of the app's process.
import { type Batch, openBench, pairOf, quantile, type Running, type Way, ways } from './commanded-bot.ts';
import { question } from './questions.ts';

const rounds = Number(process.argv[2] ?? 3);
const chosen = ways.filter((way) => (process.argv[3] ?? way) === way);
const isAnswer = (body: string) => body.includes('"header"');
const batches = [
  [1, 150],
  [10, 300],
  [100, 500],
] as const;
const kinds = ['same', 'different'] as const;

interface Row {
  readonly way: Way;
  readonly kind: (typeof kinds)[number];
  readonly inFlight: number;
  /** The batches of both apps, a pair for each round. */
  readonly pairs: { readonly bare: Batch; readonly leadbell: Batch }[];
}

const rows: Row[] = chosen.flatMap((way) =>
  kinds.flatMap((kind) => batches.map(([inFlight]) => ({ way, kind, inFlight, pairs: [] }))),
);
let asked = 0;
for (const way of chosen) {
  await using bench = await openBench();
  await using leadbell = await bench.start({ way, isAnswer });
  const entry = new URL('bare-bolt.ts', import.meta.url);
  await using bare = await bench.start({ way, entry, isAnswer: () => true });
  // The first three rounds warm up the processes and are not counted.
  for (let round = -3; round < rounds; round += 1)
    for (const row of rows.filter((one) => one.way === way)) {
      const count = batches.find(([inFlight]) => inFlight === row.inFlight)?.[1] ?? 0;
      const pair = await ask(row, count, { bare, leadbell });
      if (round >= 0) row.pairs.push(pair);
    }
}
report();

/** Asks Leadbell first; then the bare app sends the same answers to the same commands. */
async function ask(
  { kind, inFlight }: Row,
  count: number,
  { bare, leadbell }: Readonly<Record<'bare' | 'leadbell', Running>>,
): Promise<Row['pairs'][number]> {
  const first = asked;
  asked += count;
  const text = kind === 'same' ? () => 'today' : (nth: number) => question(first + nth);
  const answers: Record<string, string> = {};
  const onAnswer = (words: string, body: string) => void (answers[words] = body);
  const ours = await leadbell.run({ inFlight, count, text, onAnswer });
  bare.tell({ answers });
  return { leadbell: ours, bare: await bare.run({ inFlight, count, text }) };
}

function report(): void {
  const lines = [
    '| way | questions | in flight | app | answers/s | user CPU ms an answer | ack p50 / p99 ms | answer p50 / p99 ms |',
    '|---|---|---|---|---|---|---|---|',
  ];
  for (const { way, kind, inFlight, pairs } of rows) {
    for (const who of ['bare', 'leadbell'] as const) {
      const all = pairs.map((pair) => pair[who]);
      const samples = all.flatMap((batch) => batch.samples);
      const cells = [
        median(all.map(rate)).toFixed(0),
        median(all.map(cpu)).toFixed(2),
        pairOf(samples.map(({ ackMs }) => ackMs)),
        pairOf(samples.map(({ answerMs }) => answerMs)),
      ];
      lines.push(`| ${way} | ${kind} | ${inFlight} | ${who} | ${cells.join(' | ')} |`);
    }
    const ratios = [
      median(pairs.map(({ bare, leadbell }) => rate(leadbell) / rate(bare))),
      median(pairs.map(({ bare, leadbell }) => cpu(bare) / cpu(leadbell))),
    ];
    lines.push(
      `| ${way} | ${kind} | ${inFlight} | ours / bare | ${ratios.map((one) => one.toFixed(2)).join(' | ')} | | |`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

function rate({ samples, tookMs }: Batch): number {
  return (samples.length / tookMs) * 1000;
}

function cpu({ samples, userMs }: Batch): number {
  return userMs / samples.length;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
