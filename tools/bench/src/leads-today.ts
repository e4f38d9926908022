// Acknowledgement and answer of `/leads today` (200 leads), signed HTTP and Socket Mode, 1 / 10 / 100 in flight, beside a bare Bolt app in the same run.
// `node tools/bench/src/leads-today.ts [rounds]`. Each cell: commands a second, then p50/p99 in milliseconds.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { startBot } from '@leadbell/launcher';
import { temporaryFolder } from '@leadbell/store/testing';
import { type Sample, startDriver } from './slack-driver.ts';

const rounds = Number(process.argv[2] ?? 3);
const bare = new URL('bare-bolt.ts', import.meta.url);

interface Row {
  readonly way: string;
  readonly inFlight: number;
  readonly who: string;
  readonly perSecond: number[];
  readonly acks: number[];
  readonly answers: number[];
}

const dataDir = temporaryFolder();
const rows = new Map<string, Row>();
const dms = await startDmsSimulator({ port: 0, leadsPerDay: 200, seed: 7 });

for (let round = 0; round < rounds; round += 1) {
  for (const way of ['http', 'socket'] as const) {
    for (const who of ['bare', 'leadbell'] as const) await measure(way, who);
  }
}
await dms.close();
rmSync(dataDir, { recursive: true });
report();

async function measure(way: 'http' | 'socket', who: 'bare' | 'leadbell'): Promise<void> {
  const driver = await startDriver((body) =>
    who === 'bare' ? body.includes('bare-answer') : body.includes('"header"'),
  );
  const port = await freePort();
  const bot = await startBot({
    stdio: 'inherit',
    ...(who === 'bare' ? { entry: bare } : {}),
    env: {
      NODE_ENV: 'development',
      LOG_LEVEL: 'error',
      SLACK_API_URL: driver.apiUrl,
      SLACK_BOT_TOKEN: 'xoxb-bench',
      ...(way === 'http'
        ? { SLACK_SIGNING_SECRET: driver.signingSecret, PORT: String(port) }
        : { SLACK_APP_TOKEN: 'xapp-bench' }),
      DATABASE_URL: '',
      LEADBELL_DATA: dataDir,
      DMS_BASE_URL: dms.url,
      DMS_AUTH: 'none',
    },
  });
  if (way === 'socket') await driver.connected();
  const target = way === 'http' ? { http: `http://127.0.0.1:${port}/slack/events` } : 'socket';
  await driver.run(target, 50, 10);
  for (const [inFlight, count] of [
    [1, 200],
    [10, 600],
    [100, 1500],
  ] as const) {
    const startedAt = performance.now();
    const samples = await driver.run(target, count, inFlight);
    add(way, inFlight, who, samples, performance.now() - startedAt);
  }
  await bot.stop();
  await driver.close();
}

function add(way: string, inFlight: number, who: string, samples: readonly Sample[], tookMs: number): void {
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
  )) {
    const pair = (values: number[]) => `${quantile(values, 0.5).toFixed(1)} / ${quantile(values, 0.99).toFixed(1)}`;
    lines.push(
      `| ${way} | ${inFlight} | ${who} | ${quantile(perSecond, 0.5).toFixed(0)} | ${pair(acks)} | ${pair(answers)} |`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
