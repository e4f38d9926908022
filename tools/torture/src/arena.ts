/**
 * The surroundings for torture: a Slack stand-in with faults, a DMS, a real database on a real
 * disk, and bots as processes that are killed and started again. Effects: starts processes, opens
 * sockets, makes a temporary folder.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type DmsSimulator, startDmsSimulator } from '@leadbell/dms-simulator';
import { type BotProcess, startBot } from '@leadbell/launcher';
import { type Fault, type FaultKind, type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { openStore, startEmbedded, type Store } from '@leadbell/store';
import type { TestDatabases } from '@leadbell/store/testing';
import { startDatabases } from './rig/databases.ts';
import { type Proxy, startProxy } from './rig/proxy.ts';
import type { Dice } from './rig/random.ts';
import { type Safeguard, takeOut } from './safeguards.ts';
import { judgeOutbox, type OutboxVerdict } from './verdicts/outbox.ts';
import { createWriter, type Writer } from './writer.ts';

const workspace = 'T0SANDBOX';
const channelCount = 12;
const manifest: unknown = JSON.parse(
  readFileSync(new URL('../../../apps/slackbot/slack-manifest.json', import.meta.url), 'utf8'),
);

export interface Arena extends AsyncDisposable {
  readonly slack: SlackSandbox;
  readonly dms: DmsSimulator;
  /** The test's own store, which does not use the bots' proxy. */
  readonly store: Store;
  readonly writer: Writer;
  /** Sets a random fault of Slack for the next calls. */
  trouble(): void;
  /**
   * Lets one of the next posts appear late: after its connection was cut, or while the bot still
   * waits for the answer.
   */
  postLate(): void;
  startBot(): Promise<BotProcess>;
  /**
   * Waits until nothing is left to send, but at most this many milliseconds; then compares Slack's messages with the
   * committed ones.
   */
  verdict(patienceMs: number): Promise<OutboxVerdict & Settled>;
}

export interface SharedArena extends Arena {
  /** Moves the database's clock by this many milliseconds. */
  moveClock(ms: number): Promise<void>;
  /** The proxy between the bots and the database. */
  readonly proxy: Proxy;
}

export interface Settled {
  readonly settledInMs: number;
  /** The number of messages that were not sent in time. */
  readonly waiting: number;
  /** The number of messages that were given up. */
  readonly dead: number;
}

const kinds: readonly FaultKind[] = [
  'drop-after-commit',
  'error-500-after-commit',
  'error-500',
  'cut',
  'ratelimited',
  'delay',
  'drop-before-commit',
  'error:internal_error',
  'error:service_unavailable',
];
const methods = [
  'chat.postMessage',
  'chat.postMessage',
  'chat.postMessage',
  'chat.update',
  'conversations.history',
  'conversations.replies',
];

function latePost(dice: Dice): Fault {
  // The delay is shorter than `DELIVERY_GRACE_SECONDS`.
  return { kind: 'drop-before-commit', method: 'chat.postMessage', delayMs: 200 + dice.below(1_300) };
}

/** Opens an arena with one database for all bots, which they reach through a proxy. */
export async function openArena(dice: Dice, without: Safeguard | null): Promise<SharedArena> {
  const databases: TestDatabases = await startDatabases();
  const url = await databases.createReady({ movableClock: true });
  const proxy = await startProxy(url);
  const store = await openStore({ url, pool: 4 });
  const arena = await arenaWith(
    dice,
    {
      DATABASE_URL: proxy.url,
      LEADBELL_KEY: randomBytes(32).toString('base64'),
    },
    () => store,
  );
  if (without !== null) await takeOut(without, (text) => databases.query(url, text), arena.slack);
  return {
    ...arena,
    store,
    proxy,
    moveClock: (ms) => databases.moveClock(url, ms),
    async [Symbol.asyncDispose]() {
      await store.close();
      await proxy.close();
      await databases.close();
      await arena.close();
    },
  };
}

/** Opens an arena with one bot, which runs its own embedded database. Resolves when the bot has started. */
export async function openOwnArena(
  dice: Dice,
  dataDir: string,
  without: Safeguard | null,
): Promise<{ arena: Arena; bot: BotProcess }> {
  // The bot's database runs only while the bot runs, so no safeguard can be removed from it before the bot starts.
  if (without !== null) throw new Error('a safeguard cannot be removed from a database that the bot runs itself');
  const opened: { store?: Store } = {};
  const arena = await arenaWith(dice, { DATABASE_URL: '', LEADBELL_DATA: dataDir }, () => {
    if (opened.store === undefined) throw new Error('not open yet');
    return opened.store;
  });
  const bot = await arena.startBot();
  // The test uses the bot's database server too, as a command-line tool would.
  const beside = await startEmbedded({ dataDir, role: 'tool', log: () => {} });
  const store = await openStore({ ...beside, pool: 4 });
  opened.store = store;
  return {
    bot,
    arena: {
      ...arena,
      store,
      async [Symbol.asyncDispose]() {
        await store.close();
        await beside.close();
        await arena.close();
      },
    },
  };
}

async function arenaWith(dice: Dice, env: Readonly<Record<string, string>>, store: () => Store) {
  const channels = Array.from({ length: channelCount }, (_, n) => `C0TORTURE${n}`);
  const slack = await startSlackSandbox({
    manifest,
    limits: false,
    keepMessages: 100_000,
    channels: channels.map((id, n) => ({ id, name: `torture-${n}`, members: ['U0NOURA'], bot: true })),
  });
  const dms = await startDmsSimulator({ leadsPerDay: 200 });
  const writer = createWriter(workspace, channels, dice);
  return {
    slack,
    dms,
    writer,
    trouble() {
      const kind = dice.pick(kinds);
      slack.faults.add({
        kind,
        method: dice.pick(methods),
        times: 1 + dice.below(2),
        ...(kind === 'ratelimited' ? { retryAfterS: 1 } : {}),
        // A delay may be longer than the bot waits for an answer.
        ...(kind === 'delay' ? { delayMs: dice.below(2) === 0 ? 200 : 1_500 } : {}),
        ...(kind === 'drop-before-commit' ? latePost(dice) : {}),
      });
      if (dice.below(8) === 0) slack.sockets.drop();
      if (dice.below(8) === 0) slack.sockets.disconnect();
    },
    postLate() {
      const isCut = dice.below(2) === 0;
      // The delay is shorter than the bot waits for an answer.
      slack.faults.add(isCut ? latePost(dice) : { kind: 'delay', method: 'chat.postMessage', delayMs: 800 });
    },
    startBot: () =>
      startBot({
        stdio: process.env['TORTURE_LOG'] === undefined ? 'ignore' : 'inherit',
        env: {
          DMS_BASE_URL: dms.url,
          DMS_AUTH: 'none',
          SLACK_API_URL: slack.apiUrl,
          SLACK_BOT_TOKEN: slack.botToken,
          SLACK_APP_TOKEN: slack.appToken,
          SLACK_TIMEOUT_SECONDS: '1',
          DELIVERY_GRACE_SECONDS: '2',
          // Frequent kills can keep a message in doubt for more than a minute. With this long wait,
          // later messages never overtake a message in doubt, so any overtaking is a fault.
          DOUBT_WAIT_SECONDS: '600',
          POLL_SECONDS: '1',
          LOG_LEVEL: process.env['TORTURE_LOG'] ?? 'silent',
          ...env,
        },
      }),
    verdict: (patienceMs: number) => settled(store(), slack, writer, patienceMs),
    async close() {
      await slack.close();
      await dms.close();
    },
  };
}

async function settled(store: Store, slack: SlackSandbox, writer: Writer, patienceMs: number) {
  slack.faults.clear();
  const begun = performance.now();
  while (performance.now() - begun < patienceMs) {
    const counts = await store.outbox.counts(0 as never).catch(() => null);
    if (counts !== null && counts.pending + counts.sending === 0) break;
    await delay(100);
  }
  const counts = await store.outbox.counts(0 as never);
  return {
    ...judgeOutbox(writer.expected, slack.ledger()),
    settledInMs: Math.round(performance.now() - begun),
    waiting: counts.pending + counts.sending,
    dead: counts.dead,
  };
}

/** Kills the bot at once, by SIGKILL. */
export async function kill({ child }: BotProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
