// Measures how cost grows with size: the store's frequent steps with more channels, history and
// open alerts; the bot's polls with more leads a day; deliveries with more replicas. It keeps each
// result in the folder, so that the same command continues after an interruption, and prints the
// tables at the end: `npx node tools/bench/src/curves.ts <folder> [name …]`. Names: `channels`,
// `history`, `alerts`, `evaluation`, `leads`, `replicas`; default: all.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HistorySize, startTestDatabases } from '@leadbell/store/testing';
import { measureDelivery, measurePolls } from './curves-bots.ts';
import { measureEvaluation } from './curves-evaluation.ts';
import { type Measures, measureSteps } from './curves-steps.ts';

type Values = Readonly<Record<string, string | number>>;

interface Kept {
  readonly curve: string;
  readonly at: number;
  readonly steps?: Measures['steps'];
  readonly values?: Values;
}

const folder = process.argv[2] ?? join(tmpdir(), 'leadbell-curves');
const file = join(folder, 'curves.jsonl');
const middle: HistorySize = { channels: 100, subscriptions: 100, leads: 30_000, openAlerts: 10 };

interface Curve {
  readonly title: string;
  readonly points: readonly number[];
  readonly measure: (at: number) => Promise<Pick<Kept, 'steps' | 'values'>>;
}

const curves: Readonly<Record<string, Curve>> = {
  channels: {
    title: 'Channels, and as many subscriptions (30,000 leads in the database)',
    points: [10, 100, 1_000, 10_000],
    measure: (at) => steps({ ...middle, channels: at, subscriptions: at }),
  },
  history: {
    title: 'Leads in the database (100 channels)',
    points: [10_000, 100_000, 1_000_000],
    measure: (at) => steps({ ...middle, leads: at }),
  },
  alerts: {
    title: 'Open alerts (100 channels, 30,000 leads)',
    points: [0, 50, 500],
    measure: (at) => steps({ ...middle, openAlerts: at }),
  },
  evaluation: {
    title: 'Open alerts; one bulk of a poll changes, and channels of four kinds subscribe',
    points: [1, 50, 500],
    measure: async (at) => ({ values: await measureEvaluation(at) }),
  },
  leads: {
    title: 'Leads a day, a poll each second',
    points: [200, 2_000, 20_000],
    measure: async (at) => ({ values: await measurePolls(at) }),
  },
  replicas: {
    title: 'Replicas that deliver 4,000 messages into 200 channels',
    points: [1, 2, 3],
    measure: async (at) => ({ values: await measureDelivery(at, 4_000) }),
  },
};

async function steps(size: HistorySize): Promise<Measures> {
  const databases = await startTestDatabases();
  try {
    return await measureSteps(databases, size);
  } finally {
    await databases.close();
  }
}

function readKept(): readonly Kept[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Kept);
}

function stepsTable(kept: readonly Kept[]): string {
  const names = Object.keys(kept[0]?.steps ?? {});
  const cell = ({ steps: all }: Kept, name: string): string => {
    const { ms = 0, pages = 0, rows = 0 } = all?.[name] ?? {};
    return `${ms.toFixed(1)} / ${pages} / ${rows}`;
  };
  return tableOf(
    ['ms / pages / rows', ...kept.map(({ at }) => at.toLocaleString('en'))],
    [
      ...names.map((name) => [name, ...kept.map((one) => cell(one, name))]),
      ...Object.keys(kept[0]?.values ?? {}).map((name) => [name, ...kept.map(({ values }) => String(values?.[name]))]),
    ],
  );
}

function valuesTable(kept: readonly Kept[]): string {
  const names = Object.keys(kept[0]?.values ?? {});
  return tableOf(
    ['', ...names],
    kept.map(({ at, values }) => [at.toLocaleString('en'), ...names.map((name) => String(values?.[name] ?? ''))]),
  );
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

mkdirSync(folder, { recursive: true, mode: 0o711 });
const wanted = process.argv.length > 3 ? process.argv.slice(3) : Object.keys(curves);
for (const name of wanted)
  for (const at of curves[name]?.points ?? []) {
    if (readKept().some((kept) => kept.curve === name && kept.at === at)) continue;
    const measured = await curves[name]?.measure(at);
    appendFileSync(file, `${JSON.stringify({ curve: name, at, ...measured })}\n`);
  }
for (const [name, { title }] of Object.entries(curves)) {
  const kept = readKept().filter((one) => one.curve === name);
  if (kept.length === 0) continue;
  const table = kept[0]?.steps === undefined ? valuesTable(kept) : stepsTable(kept);
  process.stdout.write(`\n${title}\n\n${table}\n`);
}
