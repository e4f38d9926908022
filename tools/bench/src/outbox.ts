// Measures the outbox through the whole path: a committed row, the real bot as a process, the Slack
// stand-in without limits. The baseline in the same run: plain `chat.postMessage` calls by Slack's
// own client with the same concurrency and no persistence. `node tools/bench/src/outbox.ts
// [messages] [kills]`; `0` messages: only the effects of kills.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { type BotProcess, startBot } from '@leadbell/launcher';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText, openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { LogLevel, WebClient } from '@slack/web-api';

const total = Number(process.argv[2] ?? 4_000);
const atATime = 20;
const singles = 300;
const kills = Number(process.argv[3] ?? 20);
const workspace = 'T0SANDBOX';
const channels = Array.from({ length: 200 }, (_, n) => `C0BENCH${n}`);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const slack = await startSlackSandbox({
  limits: false,
  keepMessages: 100_000,
  keepTraffic: 10,
  channels: channels.map((id, n) => ({ id, name: `bench-${n}`, members: ['U0NOURA'], bot: true })),
});
const dms = await startDmsSimulator({ leadsPerDay: 200 });
const databases = await startTestDatabases(false);
const url = await databases.create();
const store = await openStore({ url });
const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Branch not found × 28, Invalid phone × 4' } }];
/** Shared by all bots of the run, since they share the database. */
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
const posted = (many: number) => slack.control.waitFor(() => slack.ledger().length >= many, 120_000);

function start(env: Readonly<Record<string, string>> = {}): Promise<BotProcess> {
  return startBot({
    stdio: 'ignore',
    env: {
      DMS_BASE_URL: dms.url,
      DMS_AUTH: 'none',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      DATABASE_URL: url,
      LEADBELL_KEY: key,
      DELIVERY_PACE: 'none',
      LOG_LEVEL: 'silent',
      ...env,
    },
  });
}

async function throughput(): Promise<void> {
  for (let done = 0; done < total; done += 500) await add(Math.min(500, total - done));
  const before = slack.ledger().length;
  const bot = await start();
  await posted(before + 1);
  const startedAt = performance.now();
  await posted(before + total);
  const ours = (total - 1) / ((performance.now() - startedAt) / 1_000);
  say(
    `busy: bot ${megabytes(rssOf(bot.child.pid))} MB, PostgreSQL ${megabytes(postgresMemory())} MB (its share of shared pages counted once)`,
  );
  await bot.stop();

  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logLevel: LogLevel.ERROR });
  let next = 0;
  const floorStartedAt = performance.now();
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      while (next < total) {
        next += 1;
        await client.chat.postMessage({ channel: channels[next % channels.length] ?? '', text: `f${next}`, blocks });
      }
    }),
  );
  const floor = total / ((performance.now() - floorStartedAt) / 1_000);
  say(
    `throughput: ${ours.toFixed(0)} messages/s; bare calls ${floor.toFixed(0)}/s; ours / bare ${(ours / floor).toFixed(2)}`,
  );
}

async function latency(): Promise<void> {
  const bot = await start();
  await add(1);
  await delay(2_000);
  say(`idle: bot ${megabytes(rssOf(bot.child.pid))} MB, PostgreSQL ${megabytes(postgresMemory())} MB`);
  const ours: number[] = [];
  for (let n = 0; n < singles; n += 1) {
    const arrived = slack.control.nextMessage();
    await add(1);
    const committedAt = performance.now();
    await arrived;
    ours.push(performance.now() - committedAt);
    await delay(5);
  }
  await bot.stop();
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logLevel: LogLevel.ERROR });
  const bare: number[] = [];
  for (let n = 0; n < singles; n += 1) {
    const arrived = slack.control.nextMessage();
    const calledAt = performance.now();
    void client.chat.postMessage({ channel: channels[n % channels.length] ?? '', text: `l${n}`, blocks });
    await arrived;
    bare.push(performance.now() - calledAt);
    await delay(5);
  }
  say(
    `latency from commit to post: p50 ${quantile(ours, 0.5)} ms, p99 ${quantile(ours, 0.99)} ms; bare call p50 ${quantile(bare, 0.5)} ms, p99 ${quantile(bare, 0.99)} ms`,
  );
}

async function left(): Promise<number> {
  const { pending, sending } = await store.outbox.counts(0 as never);
  return pending + sending;
}

/** Messages that a process was sending, or that were in doubt. */
async function inFlight(): Promise<readonly number[]> {
  const rows = await databases.query(url, "select id from outbox where state = 'sending'");
  return rows.map(({ id }) => Number(id));
}

/**
 * Runs kill -9 in the middle of a stream, several times. Measures how long until unaffected
 * channels continue, and until the interrupted messages are settled.
 */
async function recovery(replicas: number): Promise<void> {
  const bots = await Promise.all(Array.from({ length: replicas }, () => start()));
  const first: number[] = [];
  const settled: number[] = [];
  let inDoubt = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const victim = bots[kill % replicas];
    if (victim === undefined) return;
    await add(600);
    await posted(slack.ledger().length + 50);
    const ended = once(victim.child, 'exit');
    victim.child.kill('SIGKILL');
    await ended;
    const killedAt = performance.now();
    const ids = await inFlight();
    const seen = slack.ledger().length;
    const next = posted(seen + 1).then(() => first.push(performance.now() - killedAt));
    const starting = start();
    while ((await store.outbox.find(ids)).some(({ state }) => state !== 'sent')) await delay(20);
    settled.push(performance.now() - killedAt);
    await next;
    bots[kill % replicas] = await starting;
    inDoubt += ids.length;
    while ((await left()) > 0) await delay(50);
  }
  const texts = slack.ledger().map(({ text }) => text);
  const doubled = texts.length - new Set(texts).size;
  say(
    `recovery after kill -9, ${replicas} process${replicas === 1 ? '' : 'es'}, ${kills} kills, started again at once: next message p50 ${seconds(first, 0.5)}, p95 ${seconds(first, 0.95)}; the ${inDoubt} in flight settled p50 ${seconds(settled, 0.5)}, p95 ${seconds(settled, 0.95)}; doubled ${doubled}`,
  );
  await Promise.all(bots.map((bot) => bot.stop()));
}

function seconds(values: readonly number[], q: number): string {
  return `${(Number(quantile(values, q)) / 1_000).toFixed(2)} s`;
}

function quantile(values: readonly number[], q: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN).toFixed(1);
}

function rssOf(pid: number | undefined): number {
  return field(`/proc/${pid}/status`, 'VmRSS');
}

/** Memory of all its processes, with each shared page counted once. */
function postgresMemory(): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandOf(name).startsWith('postgres'))
    .reduce((sum, pid) => sum + field(`/proc/${pid}/smaps_rollup`, 'Pss'), 0);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8');
  } catch {
    return '';
  }
}

function field(file: string, name: string): number {
  try {
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

if (total > 0) {
  await throughput();
  await latency();
}
await recovery(1);
await recovery(3);
await store.close();
await databases.close();
await slack.close();
await dms.close();
