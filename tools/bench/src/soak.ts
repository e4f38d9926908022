// Runs the real bot for hours with 3,000 leads per day (ten times as many as in a busy showroom), a poll each second,
// and two people who send commands. Each minute it appends figures to a file: the size of the bot's memory and of the
// database, the number of connections and of waiting and dead messages, and the event loop's delay. The folder also has
// the database, so that the same command continues after an interruption. At the end it prints how much each figure
// grew per hour in the second half. `npx node tools/bench/src/soak.ts [folder] [minutes]`.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '@leadbell/launcher';
import { freePort } from '@leadbell/store/testing';
import { rssOf } from './processor.ts';

const folder = process.argv[2] ?? join(tmpdir(), 'leadbell-soak');
const wantedMinutes = Number(process.argv[3] ?? 120);
const file = join(folder, 'soak.jsonl');
const minuteMs = 60_000;
const leadsPerDay = 3_000;
const askEveryMs = 2_000;

interface Sample {
  readonly minute: number;
  /** The time at which the process was started. The figures of a new process start at zero. */
  readonly run: string;
  readonly memoryMb: number;
  readonly connections: number;
  readonly loopMs: number;
  readonly outbox: number;
  readonly dead: number;
  readonly asked: number;
  readonly databaseMb: number;
}

const lines = [
  '/leads today',
  '/leads errors',
  '/leads yesterday brand:KIA',
  '/leads اليوم',
  '/leads status',
  '/leads alerts',
];
const people = ['noura', 'samir'] as const;

mkdirSync(folder, { recursive: true, mode: 0o711 });
const before: Sample[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Sample)
  : [];
const port = await freePort();
const sandbox = await startSandbox({
  stdio: 'ignore',
  dms: { leadsPerDay, corrections: true },
  env: {
    LEADBELL_DATA: join(folder, 'data'),
    POLL_SECONDS: '1',
    DMS_REQUESTS_PER_DAY: '1000000',
    HEALTH_PORT: String(port),
    LOG_LEVEL: 'silent',
  },
});
const run = new Date().toISOString();
if (before.length === 0) await subscribe(sandbox);

let asked = 0;
for (let minute = before.length; minute < wantedMinutes; minute += 1) {
  const ends = Date.now() + minuteMs;
  while (Date.now() < ends) {
    const user = people[asked % people.length] ?? 'noura';
    await sandbox.slack.control.say(user, 'sales', lines[asked % lines.length] ?? '/leads today');
    asked += 1;
    await delay(askEveryMs);
  }
  const sample = await sampleOf(minute, asked);
  before.push(sample);
  appendFileSync(file, `${JSON.stringify(sample)}\n`);
}
await sandbox.stop();
process.stdout.write(`${table(before)}\n`);

async function subscribe({ slack }: Sandbox): Promise<void> {
  for (const line of ['/leads subscribe leads', '/leads subscribe digest 08:30', '/leads subscribe alerts']) {
    const told = slack.control.nextMessage();
    await slack.control.say('samir', 'sales', line);
    await told;
  }
}

async function sampleOf(minute: number, questions: number): Promise<Sample> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const sum = (name: string, labels = ''): number =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*${labels}[^}]*\\})? ([\\d.e+-]+)$`, 'gm'))].reduce(
      (all, [, value]) => all + Number(value),
      0,
    );
  const mb = 1_048_576;
  return {
    minute,
    run,
    memoryMb: Math.round(rssOf(sandbox.bot.child.pid) / mb),
    connections: sum('leadbell_database_connections'),
    loopMs: Math.round(sum('leadbell_event_loop_delay_max_seconds') * 1_000),
    outbox: sum('leadbell_outbox_messages', 'state="pending"'),
    dead: sum('leadbell_outbox_messages', 'state="dead"'),
    asked: questions,
    databaseMb: Math.round(sizeOf(join(folder, 'data')) / mb),
  };
}

/** Returns the bytes of all files in the folder. A file that disappears meanwhile counts as empty. */
function sizeOf(place: string): number {
  return readdirSync(place, { withFileTypes: true, recursive: true }).reduce((all, entry) => {
    if (!entry.isFile()) return all;
    return all + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0);
  }, 0);
}

/**
 * Shows each figure at the beginning, in the middle and at the end, and how much it grew per hour in the second half.
 */
function table(samples: readonly Sample[]): string {
  const names = ['memoryMb', 'connections', 'loopMs', 'outbox', 'dead', 'databaseMb'] as const;
  const half = samples.slice(Math.floor(samples.length / 2));
  const rows = names.map((name) => {
    const at = (share: number): number => samples[Math.floor((samples.length - 1) * share)]?.[name] ?? Number.NaN;
    const growth = slope(half.map((one) => [one.minute, one[name]])) * 60;
    return `| ${name} | ${at(0)} | ${at(0.5)} | ${at(1)} | ${growth.toFixed(1)} |`;
  });
  const runs = new Set(samples.map((one) => one.run)).size;
  return [
    `${samples.length} minutes, ${runs} runs`,
    '| figure | first | middle | last | growth an hour, second half |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** Fits a line by least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (place: 0 | 1): number => points.reduce((all, point) => all + point[place], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const [over, under] = points.reduce(([a, b], [px, py]) => [a + (px - x) * (py - y), b + (px - x) ** 2], [0, 0]);
  return under === 0 ? 0 : over / under;
}
