// Runs the measurements one after the other and writes their tables into `docs/performance.md`,
// each with its aim. It keeps the results in the folder, so that the same command continues after
// an interruption; `again` runs them all again. `npx node tools/bench/src/performance.ts [folder]
// [again]`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Measurement {
  /** The name of the measurement's file in `tools/bench/src`, without its ending. */
  readonly name: string;
  readonly words: readonly string[];
  readonly title: string;
  readonly about: string;
  readonly aim: string;
}

const measurements: readonly Measurement[] = [
  {
    name: 'leads-100k',
    words: ['3', '100000'],
    title: '100,000 leads to a full answer',
    about:
      'The floor fetches the same body as text, calls `JSON.parse`, and does nothing else. Leadbell (_ours_) and the floor take turns, each in a fresh process; _cold_ is the first answer of a process, _warm_ follows an answer of 10,000 leads. Our code is built into one file, as `npm start` builds it.',
    aim: 'at most 0.75 of the floor’s time, 0.85 of its CPU, and 165 MB; a ping each millisecond is delayed by at most 12 / 25 ms (p99 / max)',
  },
  {
    name: 'leads-100k',
    words: ['1', '1000000'],
    title: '1,000,000 leads to a full answer',
    about: 'There is no floor, because such an answer does not fit into one text.',
    aim: 'at most 230 MB',
  },
  {
    name: 'leads-100k',
    words: ['9', '1000'],
    title: '1,000 leads to a full answer',
    about: 'Like the first measurement, with a small answer.',
    aim: 'cold at most 2.0 of the floor’s CPU',
  },
  {
    name: 'digest-100k',
    words: ['3'],
    title: 'A digest of 100,000 leads',
    about:
      'The digest compares these leads with 200,000 leads of earlier days. The bot is built, as `npm start` builds it.',
    aim: 'at most 250 MB at its peak',
  },
  {
    name: 'leads-today',
    words: ['3', 'http'],
    title: '`/leads today` beside bare Bolt',
    about:
      'The peer is a bare Bolt app that sends the same bytes. In _same_, one question is asked again and again; in _different_, no question is repeated (other periods, filters, people).',
    aim: '_same_ has at least 0.7 times as many answers a second as the peer; _different_ has at least 0.25 times as many, with at most 1.0 ms of CPU for each',
  },
  {
    name: 'gate',
    words: ['25'],
    title: 'The gate',
    about:
      'This compares `/leads today` with the check of people’s rights (the gate) and with a gate that allows everything.',
    aim: 'at most 5 % more with the gate',
  },
  {
    name: 'acts',
    words: ['1'],
    title: 'Acts',
    about: 'This compares an act, which is stored before it is acknowledged, with a command that only reads.',
    aim: 'an act takes three database commits, one of them before the acknowledgement; a test counts them',
  },
  {
    name: 'outbox',
    words: ['4000', '3'],
    title: 'The outbox',
    about:
      'Leadbell posts 4,000 messages to 200 channels, 20 calls at a time. The peers are pg-boss (fetch and complete) and bare calls of Slack’s client. `pg-boss-calls` does the same work as `ours`. `steps` makes only the database calls of `ours`, to compare them with `pg-boss`. The ways whose names end in `-50` handle 50 messages at a time.',
    aim: 'at least as many messages a second as pg-boss, and 0.45 of bare calls; at most 0.6 ms of CPU for each message; from commit to post at most 4 / 10 ms (p50 / p99)',
  },
  {
    name: 'replay',
    words: ['1'],
    title: 'Replay of a week with 100,000 leads a day',
    about: 'The floor reads the same rows and does nothing else.',
    aim: 'at most 5 times the floor',
  },
  {
    name: 'start',
    words: ['5'],
    title: 'Start and idle memory',
    about: 'The peer is a bare Bolt app that answers with one line.',
    aim: 'at most 0.5 s of CPU, and 1.2 times the memory of bare Bolt',
  },
];

interface Result {
  readonly output: string;
  readonly date: string;
  readonly load: readonly [before: number, after: number];
}

const folder = process.argv[2] ?? join(tmpdir(), 'leadbell-performance');
const isAgain = process.argv[3] === 'again';
const page = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url));
mkdirSync(folder, { recursive: true });

/** How many processes were runnable in the last minute, on average. */
const load = (): number => loadavg()[0] ?? Number.NaN;

async function measure({ name, words }: Measurement): Promise<Result> {
  const before = load();
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${name}.ts ${words.join(' ')} ended with ${code}`);
  return { output, date: new Date().toISOString(), load: [before, load()] };
}

const results: Result[] = [];
for (const one of measurements) {
  const file = join(folder, `${[one.name, ...one.words].join('-')}.json`);
  const kept = !isAgain && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : null;
  const result = kept ?? (await measure(one));
  writeFileSync(file, JSON.stringify(result));
  results.push(result);
  process.stdout.write(`${one.title}: ${result.date}\n`);
}

/** Long headings with the shorter ones that replace them, so that tables stay narrow. */
const shorter: readonly (readonly [string, string])[] = [
  ['digest of 100,000 leads, 200,000 to compare', 'digest'],
  ['1-ms ping p99 / max ms', 'ping p99 / max ms'],
  ['user CPU ms an answer', 'CPU ms'],
  ['answers/s', 'rate'],
  ['ack p50 / p99 ms | answer p50 / p99 ms', 'ack p50 / p99 | answer p50 / p99'],
  ['user CPU ms without / with', 'CPU ms without / with'],
  ['ratio, median of pairs', 'ratio'],
  ['ours / it | CPU: ours / it', 'ratio | CPU ratio'],
  ['CPU ms (user)', 'CPU (user)'],
  ['process, user', 'process'],
  ['PostgreSQL, user', 'database'],
  ['stand-in, user', 'stand-in'],
  ['of the floor | seconds | longest pause ms | memory MB | what it says', '× floor | s | pause ms | MB | result'],
  ['floor: read, nothing done', 'floor: only reads'],
  ['bulk-errors from-5, beside the settings', 'one rule'],
  ['all rules, numbers of the settings', 'all rules'],
];

/** Shows tables as they are printed, and other lines as a list. */
function shown(output: string): string {
  const short = shorter.reduce((text, [long, brief]) => text.replaceAll(long, brief), output);
  const lines = short
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines
    .map((line, n) => {
      const isRow = line.startsWith('|');
      const isOther = isRow !== (lines[n - 1]?.startsWith('|') ?? isRow);
      return `${isOther ? '\n' : ''}${isRow ? line : `- ${line}`}`;
    })
    .join('\n');
}

const text = measurements.map((one, n) => {
  const { output = '', date = '', load: [before, after] = [NaN, NaN] } = results[n] ?? {};
  const command = `npx node tools/bench/src/${one.name}.ts ${one.words.join(' ')}`;
  const when = `${date.slice(0, 10)}, at a load of ${before.toFixed(1)} before and ${after.toFixed(1)} after`;
  return [`## ${one.title}`, one.about, `Aim: ${one.aim}.`, shown(output), `\`${command}\`, ${when}.`].join('\n\n');
});
writeFileSync(
  page,
  `# Performance

\`npx node tools/bench/src/performance.ts\` measures and writes this page. In each measurement, Leadbell took turns with a
floor (the least that any program must do) or a peer (another program). Compare ratios and medians, because machines differ
and are noisy; this machine has ${cpus().length} cores. [Figures](../tools/bench/README.md) explains the measurements, and
[scaling](scaling.md) says which resource runs out first when a business grows.

${text.join('\n\n')}
`,
);
