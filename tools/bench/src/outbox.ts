// Measures the outbox over the whole path, from a committed row to the post in the Slack stand-in, which has no limits
// here. The real bot runs as a process, and its database waits for its disk. The peers take turns in the same run, each
// in a process of its own and with 20 messages at a time; `outbox-peers.ts` describes them. `npx node
// tools/bench/src/outbox.ts [messages] [rounds] [singles]`. `recovery.ts` measures kills.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { type BotProcess, startBot } from '@leadbell/launcher';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText, openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { LogLevel, WebClient } from '@slack/web-api';
import type { Peer, PeerResult } from './outbox-peers.ts';
import { between, memoryOfPostgres, rssOf, serverOf, type Used, usedBy, usedByPostgres } from './processor.ts';

const total = Number(process.argv[2] ?? 4_000);
const rounds = Number(process.argv[3] ?? 3);
const singles = Number(process.argv[4] ?? 300);
const workspace = 'T0SANDBOX';
const channels = Array.from({ length: 200 }, (_, n) => `C0BENCH${n}`);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const manifest = new URL('../../../apps/slackbot/slack-manifest.json', import.meta.url);
const slack = await startSlackSandbox({
  // Without a manifest, the app would get events for its own messages.
  manifest: JSON.parse(readFileSync(manifest, 'utf8')),
  limits: false,
  keepMessages: 100_000,
  keepTraffic: 10,
  channels: channels.map((id, n) => ({ id, name: `bench-${n}`, members: ['U0NOURA'], bot: true })),
});
const dms = await startDmsSimulator({ leadsPerDay: 200 });
const databases = await startTestDatabases(false);
const url = await databases.create();
const store = await openStore({ url });
const [backend] = await databases.query(url, 'select pg_backend_pid() as pid');
const server = serverOf(Number(backend?.['pid']));
const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Branch not found × 28, Invalid phone × 4' } }];
/** All bots of the run share the database, so they need the same key. */
const key = newKeyText();
let count = 0;

function messages(many: number) {
  return Array.from({ length: many }, () => {
    count += 1;
    const channel = channels[count % channels.length] ?? '';
    return { workspace, channel, key: `b${count}`, kind: 'bench', payload: { text: `b${count}`, blocks } };
  });
}
const add = (many: number) => store.transaction((tx) => store.outbox.add(tx, messages(many)));
/**
 * Waits until this many messages are posted. Looks only now and then, because counting takes as long as sending a
 * message.
 */
async function posted(many: number): Promise<void> {
  while (slack.ledger().length < many) await delay(10);
}

function start(): Promise<BotProcess> {
  return startBot({
    stdio: process.env['BENCH_LOUD'] === undefined ? 'ignore' : 'inherit',
    env: {
      DMS_BASE_URL: dms.url,
      DMS_AUTH: 'none',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      DATABASE_URL: url,
      LEADBELL_KEY: key,
      DELIVERY_PACE: 'none',
      // The bot does not poll, because only the outbox is measured.
      POLL_SECONDS: '0',
      LOG_LEVEL: process.env['BENCH_LOUD'] ?? 'silent',
    },
  });
}

/** The result of one round of one peer, with milliseconds of processor time for each message. */
interface Sample {
  readonly perSecond: number;
  readonly own: Used;
  readonly postgres: Used;
  /** The processor time of this process, which runs the Slack stand-in and counts messages. */
  readonly standIn: Used;
}

async function ours(): Promise<Sample> {
  for (let done = 0; done < total; done += 500) await add(Math.min(500, total - done));
  await databases.query(url, 'analyze');
  const before = slack.ledger().length;
  const bot = await start();
  // The first messages are not counted, because the bot is still starting.
  const warm = Math.ceil(total / 8);
  await posted(before + warm);
  const measure = begin(bot.child.pid);
  await posted(before + total);
  const sample = measure(total - warm);
  say(`  bot ${megabytes(rssOf(bot.child.pid))} MB, PostgreSQL ${megabytes(memoryOfPostgres(server))} MB`);
  await bot.stop();
  return sample;
}

async function peer(name: Peer): Promise<Sample> {
  const child = fork(fileURLToPath(new URL('outbox-peers.ts', import.meta.url)), [
    name,
    String(total),
    slack.apiUrl,
    slack.botToken,
    await databases.create(),
  ]);
  await once(child, 'message');
  const measure = begin(child.pid);
  const done = result(child);
  child.send('go');
  const { seconds, user, system } = await done;
  const { postgres, standIn } = measure(total);
  await once(child, 'exit');
  return { perSecond: total / seconds, own: { user: user / total, system: system / total }, postgres, standIn };
}

async function result(child: ChildProcess): Promise<PeerResult> {
  const [found] = (await once(child, 'message')) as [PeerResult];
  return found;
}

function begin(pid: number | undefined): (many: number) => Sample {
  const at = performance.now();
  const before = [usedBy(pid), usedByPostgres(server), usedBy(process.pid)] as const;
  return (many) => {
    const seconds = (performance.now() - at) / 1_000;
    const each = ({ user, system }: Used) => ({ user: user / many, system: system / many });
    return {
      perSecond: many / seconds,
      own: each(between(before[0], usedBy(pid))),
      postgres: each(between(before[1], usedByPostgres(server))),
      standIn: each(between(before[2], usedBy(process.pid))),
    };
  };
}

async function throughput(): Promise<void> {
  const ways = {
    ours,
    steps: () => peer('steps'),
    'pg-boss': () => peer('pg-boss'),
    'steps-50': () => peer('steps-50'),
    'pg-boss-50': () => peer('pg-boss-50'),
    'pg-boss-calls': () => peer('pg-boss-calls'),
    'web-client': () => peer('web-client'),
  };
  const samples = new Map<string, Sample[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, run] of Object.entries(ways)) samples.set(name, [...(samples.get(name) ?? []), await run()]);
  const mine = samples.get('ours') ?? [];
  say(
    '\n| way | messages/s | CPU ms (user) | process, user | PostgreSQL, user | stand-in, user | ours / it | CPU: ours / it |',
  );
  say('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const [name, all] of samples) {
    const user = ({ own, postgres }: Sample) => own.user + postgres.user;
    const whole = (one: Sample) => user(one) + one.own.system + one.postgres.system;
    const rates = all.map(({ perSecond }, n) => (mine[n]?.perSecond ?? Number.NaN) / perSecond);
    const costs = all.map((one, n) => user(mine[n] ?? one) / user(one));
    const cells = [
      median(all.map(({ perSecond }) => perSecond)).toFixed(0),
      `${median(all.map(whole)).toFixed(2)} (${median(all.map(user)).toFixed(2)})`,
      median(all.map(({ own }) => own.user)).toFixed(2),
      median(all.map(({ postgres }) => postgres.user)).toFixed(2),
      median(all.map(({ standIn }) => standIn.user)).toFixed(2),
      median(rates).toFixed(2),
      median(costs).toFixed(2),
    ];
    say(`| ${name} | ${cells.join(' | ')} |`);
  }
}

async function latency(): Promise<void> {
  const bot = await start();
  await add(1);
  await delay(2_000);
  say(`\nidle: bot ${megabytes(rssOf(bot.child.pid))} MB, PostgreSQL ${megabytes(memoryOfPostgres(server))} MB`);
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logLevel: LogLevel.ERROR });
  const mine: number[] = [];
  const commits: number[] = [];
  const bare: number[] = [];
  // The outbox and the bare call take turns, so that other work on the machine disturbs both alike.
  for (let n = 0; n < singles; n += 1) {
    let arrived = slack.control.nextMessage();
    const begunAt = performance.now();
    await add(1);
    const committedAt = performance.now();
    await arrived;
    mine.push(performance.now() - committedAt);
    commits.push(committedAt - begunAt);
    await delay(5);
    arrived = slack.control.nextMessage();
    const calledAt = performance.now();
    void client.chat.postMessage({ channel: channels[n % channels.length] ?? '', text: `l${n}`, blocks });
    await arrived;
    bare.push(performance.now() - calledAt);
    await delay(5);
  }
  await bot.stop();
  say(`latency from commit to post: ${both(mine)}; bare call ${both(bare)}; the commit itself ${both(commits)}`);
}

function both(values: readonly number[]): string {
  return `p50 ${quantile(values, 0.5)} ms, p99 ${quantile(values, 0.99)} ms`;
}

function median(values: readonly number[]): number {
  return Number(quantile(values, 0.5, 4));
}

function quantile(values: readonly number[], q: number, digits = 1): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN).toFixed(digits);
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

if (total > 0) await throughput();
if (singles > 0) await latency();
await store.close();
await databases.close();
await slack.close();
await dms.close();
