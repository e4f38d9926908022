/**
 * Measures the processor time and memory of real bots: of polls with few or many leads a day, and of deliveries with
 * one or more replicas. Effects: starts processes, and uses a database.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { type BotProcess, startBot } from '@leadbell/launcher';
import { type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText, openStore, type Store } from '@leadbell/store';
import { freePort, startTestDatabases } from '@leadbell/store/testing';
import { between, memoryOfPostgres, rssOf, serverOf, type Used, usedBy, usedByPostgres } from './processor.ts';

const channels = Array.from({ length: 200 }, (_, n) => `C0BENCH${n}`);
const mb = 2 ** 20;
const warmMs = 20_000;
const measuredMs = 40_000;

interface World {
  readonly slack: SlackSandbox;
  readonly store: Store;
  /** The process id of the database server. */
  readonly server: number;
  readonly start: (more: Readonly<Record<string, string>>) => Promise<BotProcess>;
}

/** Noon of a Monday in Riyadh, when many leads arrive. */
const begin = Date.parse('2026-11-23T09:00:00Z');

async function inWorld<T>(leadsPerDay: number, work: (world: World) => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  const clock = () => begin + Date.now() - startedAt;
  const databases = await startTestDatabases(false);
  const url = await databases.create();
  const store = await openStore({ url, pool: 4 });
  const [backend] = await databases.query(url, 'select pg_backend_pid() as pid');
  const dms = await startDmsSimulator({ leadsPerDay, corrections: true, now: clock });
  const slack = await startSlackSandbox({
    limits: false,
    keepMessages: 100_000,
    keepTraffic: 10,
    channels: channels.map((id, n) => ({ id, name: `bench-${n}`, members: ['U0NOURA'], bot: true })),
  });
  const env = {
    DMS_BASE_URL: dms.url,
    DMS_AUTH: 'none',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DATABASE_URL: url,
    LEADBELL_KEY: newKeyText(),
    DELIVERY_PACE: 'none',
    LOG_LEVEL: 'silent',
  };
  const server = serverOf(Number(backend?.['pid']));
  try {
    return await work({
      slack,
      store,
      server,
      start: (more) => startBot({ stdio: 'ignore', env: { ...env, ...more } }),
    });
  } finally {
    await store.close();
    await slack.close();
    await dms.close();
    await databases.close();
  }
}

/** Shows the sum of user and system time, divided by `many`, in milliseconds. */
function each(before: Used, after: Used, many: number): string {
  const { user, system } = between(before, after);
  return ((user + system) / many).toFixed(2);
}

export function measurePolls(leadsPerDay: number): Promise<Readonly<Record<string, string | number>>> {
  return inWorld(leadsPerDay, async ({ server, start, store }) => {
    const port = await freePort();
    const bot = await start({ POLL_SECONDS: '1', DMS_REQUESTS_PER_DAY: '1000000', HEALTH_PORT: String(port) });
    try {
      await firstPoll(store);
      await delay(warmMs);
      const [before, beforeDatabase, polls] = [usedBy(bot.child.pid), usedByPostgres(server), await pollsSoFar(store)];
      await delay(measuredMs);
      const many = (await pollsSoFar(store)) - polls;
      return {
        polls: many,
        'bot, CPU ms a poll': each(before, usedBy(bot.child.pid), many),
        'PostgreSQL, CPU ms a poll': each(beforeDatabase, usedByPostgres(server), many),
        'bot, MB': Math.round(rssOf(bot.child.pid) / mb),
        'PostgreSQL, MB': Math.round(memoryOfPostgres(server) / mb),
        'database, MB': await megabytesOf(store),
      };
    } finally {
      await bot.stop();
    }
  });
}

/** Waits for the first poll, which reads all bulks that exist at the start. */
async function firstPoll(store: Store): Promise<void> {
  while ((await store.connections.status())[0]?.lastOkAt == null) await delay(200);
}

/** Counts polls by the lease number, which each poll raises by two. */
async function pollsSoFar(store: Store): Promise<number> {
  const [row] = await store.raw().execute('select max(lease) / 2 as polls from dms_connections');
  return Number((row as { readonly polls?: unknown } | undefined)?.polls ?? 0);
}

async function megabytesOf(store: Store): Promise<number> {
  const [row] = await store.raw().execute('select pg_database_size(current_database()) / 1048576 as mb');
  return Number((row as { readonly mb?: unknown } | undefined)?.mb ?? 0);
}

export function measureDelivery(replicas: number, total: number): Promise<Readonly<Record<string, string | number>>> {
  return inWorld(200, async ({ slack, server, start, store }) => {
    const bots = await Promise.all(Array.from({ length: replicas }, () => start({})));
    try {
      const write = (from: number, many: number) =>
        store.transaction((tx) =>
          store.outbox.add(
            tx,
            Array.from({ length: many }, (_, n) => messageOf(from + n)),
          ),
        );
      const posted = (many: number) => slack.control.waitFor(() => slack.ledger().length >= many, 240_000);
      await write(0, 400);
      await posted(400);
      const usedByBots = () => bots.map(({ child }) => usedBy(child.pid)).reduce(sum);
      const [before, beforeDatabase, from] = [usedByBots(), usedByPostgres(server), performance.now()];
      await write(400, total);
      await posted(400 + total);
      const seconds = (performance.now() - from) / 1_000;
      const keys = new Set(slack.ledger().map(({ text }) => text));
      return {
        'messages/s': Math.round(total / seconds),
        'bots, CPU ms a message': each(before, usedByBots(), total),
        'PostgreSQL, CPU ms a message': each(beforeDatabase, usedByPostgres(server), total),
        'bot, MB': Math.round(rssOf(bots[0]?.child.pid) / mb),
        'posted twice': slack.ledger().length - keys.size,
      };
    } finally {
      await Promise.all(bots.map((bot) => bot.stop()));
    }
  });
}

function messageOf(n: number) {
  const text = `Branch not found × ${n}`;
  return {
    workspace: 'T0SANDBOX',
    channel: channels[n % channels.length] ?? '',
    key: `c${n}`,
    kind: 'bench',
    payload: { text },
  };
}

const sum = (a: Used, b: Used): Used => ({ user: a.user + b.user, system: a.system + b.system });
