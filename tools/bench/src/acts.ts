// Acknowledgement and answer of acts, which are written into the inbox first, beside reads, which are not: signed HTTP and Socket Mode, 1 / 10 / 100 in flight.
// `node tools/bench/src/acts.ts [rounds]`. An act is a silence: two transactions (written, then done) and its end. Milliseconds.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { startBot } from '@leadbell/launcher';
import { temporaryFolder } from '@leadbell/store/testing';
import { type Sample, startDriver } from './slack-driver.ts';

const rounds = Number(process.argv[2] ?? 3);
const kinds = {
  read: { text: () => 'help', isAnswer: (body: string) => body.includes('"blocks"') },
  act: { text: (nth: number) => `silence source:S${nth} 2h`, isAnswer: (body: string) => body.includes('Silenced') },
} as const;

const dataDir = temporaryFolder();
const samples = new Map<string, Sample[]>();
const dms = await startDmsSimulator({ port: 0, leadsPerDay: 200, seed: 7 });
for (let round = 0; round < rounds; round += 1)
  for (const way of ['http', 'socket'] as const) for (const kind of ['read', 'act'] as const) await measure(way, kind);
await dms.close();
rmSync(dataDir, { recursive: true });
report();

async function measure(way: 'http' | 'socket', kind: keyof typeof kinds): Promise<void> {
  const driver = await startDriver(kinds[kind].isAnswer, kinds[kind].text);
  const port = await freePort();
  const bot = await startBot({
    stdio: 'inherit',
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
    [1, 150],
    [10, 400],
    [100, 800],
  ] as const) {
    const key = `${way} | ${inFlight} | ${kind}`;
    samples.set(key, [...(samples.get(key) ?? []), ...(await driver.run(target, count, inFlight))]);
  }
  await bot.stop();
  await driver.close();
}

function report(): void {
  const lines = ['| way | in flight | kind | ack p50 / p99 ms | answer p50 / p99 ms |', '|---|---|---|---|---|'];
  for (const way of ['http', 'socket'])
    for (const inFlight of [1, 10, 100])
      for (const kind of ['read', 'act']) {
        const key = `${way} | ${inFlight} | ${kind}`;
        const all = samples.get(key) ?? [];
        const pair = (values: number[]) => `${quantile(values, 0.5).toFixed(1)} / ${quantile(values, 0.99).toFixed(1)}`;
        lines.push(
          `| ${key} | ${pair(all.map(({ ackMs }) => ackMs))} | ${pair(all.map(({ answerMs }) => answerMs))} |`,
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
