/**
 * A complete Leadbell that is broken from outside: bots as processes, a Slack and a DMS with
 * faults, and a database that can be cut off. Its inputs are signed commands, presses and the
 * bulks of the DMS; its output is what Slack shows. Effects: starts processes, opens sockets,
 * writes files.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type FaultKind, type SandboxOptions, type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { openStore } from '@leadbell/store';
import { freePort, type TestDatabases } from '@leadbell/store/testing';
import { type Bots, createBots, log } from './bots.ts';
import { startDatabases } from './databases.ts';
import { type Front, startFront } from './front.ts';
import { type Proxy, startProxy } from './proxy.ts';
import { type Dice, diceOf } from './random.ts';
import { type Safeguard, takeOut } from '../safeguards.ts';
import { type ScriptedDms, startScriptedDms } from './scripted-dms.ts';

export const names = [
  'alfa',
  'bravo',
  'charlie',
  'delta',
  'echo',
  'foxtrot',
  'golf',
  'hotel',
  'india',
  'juliett',
] as const;
export const userOf = (name: string): string => `U0${name.toUpperCase()}`;

export interface WorldOptions {
  readonly seed: number;
  readonly replicas: number;
  readonly over: 'socket' | 'http';
  readonly channels: readonly string[];
  readonly without: Safeguard | null;
  /** If the test moves the bots' clock: the time at which this clock starts, in epoch milliseconds. */
  readonly clock?: number;
  readonly slack?: SandboxOptions;
  readonly settings?: Readonly<Record<string, string>>;
  /** Called at each start: returns the program of a numbered bot, or null for the bot of this checkout. */
  readonly entry?: (n: number) => URL | null;
  /** Fills the database before the bots start; by default it is empty. */
  readonly prepare?: (databases: TestDatabases, url: string) => Promise<void>;
}

export interface World extends AsyncDisposable {
  readonly dice: Dice;
  readonly slack: SlackSandbox;
  readonly dms: ScriptedDms;
  readonly databases: TestDatabases;
  /** The address of the database itself, without the proxy. */
  readonly url: string;
  readonly proxy: Proxy;
  /** Set if Slack calls over HTTP; otherwise null. */
  readonly front: Front | null;
  readonly bots: Bots;
  /** The bots' settings, for a tool that runs beside them. */
  readonly env: Readonly<Record<string, string>>;
  /** Returns the time by the bots' clock, in epoch milliseconds. */
  now(): number;
  moveClock(at: number): Promise<void>;
  /** Lets bots that start from now on use this database. */
  useDatabase(url: string): Promise<void>;
}

const manifest: unknown = JSON.parse(
  readFileSync(new URL('../../../../apps/slackbot/slack-manifest.json', import.meta.url), 'utf8'),
);

/** Returns the id of a channel, such as `C0SALES1` for `sales-1`. */
export const channelId = (name: string): string => `C0${name.toUpperCase().replaceAll('-', '')}`;

export async function openWorld(options: WorldOptions): Promise<World> {
  const { seed, replicas, over, without } = options;
  const dice = diceOf(seed);
  const ports = over === 'http' ? await Promise.all(Array.from({ length: replicas }, () => freePort())) : [];
  const front = over === 'http' ? await startFront(ports, dice) : null;
  const slack = await startSlackSandbox({ ...seedOf(options), ...(front === null ? {} : { deliverTo: front.url }) });
  const dms = await startScriptedDms();
  const databases = await startDatabases();
  const own = {
    url: await (options.prepare === undefined ? databases.createReady() : databases.create()),
    proxy: null as Proxy | null,
    offsetMs: 0,
  };
  await options.prepare?.(databases, own.url);
  // Makes the tables now, before a safeguard is removed from them.
  if (options.prepare === undefined) await (await openStore({ url: own.url, pool: 1 })).close();
  if (without !== null) await takeOut(without, (text) => databases.query(own.url, text), slack);
  own.proxy = await startProxy(own.url);
  if (options.clock !== undefined) own.offsetMs = options.clock - Date.now();
  const now = (): number => Date.now() + own.offsetMs;
  const key = randomBytes(32).toString('base64');
  const settings = (n: number): Readonly<Record<string, string>> => ({
    DMS_BASE_URL: dms.url,
    DMS_AUTH: 'none',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    ...(over === 'http'
      ? { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: String(ports[n] ?? 0) }
      : { SLACK_APP_TOKEN: slack.appToken }),
    DATABASE_URL: own.proxy?.url ?? own.url,
    LEADBELL_KEY: key,
    ...(options.clock === undefined ? {} : { LEADBELL_CLOCK: new Date(now()).toISOString() }),
    SLACK_TIMEOUT_SECONDS: '1',
    DELIVERY_GRACE_SECONDS: '2',
    POLL_SECONDS: '1',
    LOG_LEVEL: log ?? 'silent',
    ...options.settings,
  });
  const bots = createBots(replicas, { env: settings, entry: options.entry ?? (() => null) });
  return {
    dice,
    slack,
    dms,
    databases,
    front,
    bots,
    get url() {
      return own.url;
    },
    get proxy() {
      return own.proxy as Proxy;
    },
    get env() {
      return settings(0);
    },
    now,
    async moveClock(at) {
      own.offsetMs = at - Date.now();
      await bots.moveClock(at);
    },
    async useDatabase(url) {
      await own.proxy?.close();
      own.url = url;
      own.proxy = await startProxy(url);
    },
    async [Symbol.asyncDispose]() {
      await bots.stop();
      await own.proxy?.close();
      await databases.close();
      await slack.close();
      await front?.[Symbol.asyncDispose]();
      await dms[Symbol.asyncDispose]();
    },
  };
}

function seedOf({ channels, slack }: WorldOptions): SandboxOptions {
  const users = names.map((name) => ({ id: userOf(name), name, realName: `${name} Testali` }));
  return {
    manifest,
    limits: false,
    keepMessages: 100_000,
    users,
    channels: channels.map((name) => ({
      id: channelId(name),
      name,
      members: users.map(({ id }) => id),
      bot: true,
    })),
    ...slack,
  };
}

const kinds: readonly FaultKind[] = [
  'drop-after-commit',
  'error-500-after-commit',
  'error-500',
  'cut',
  'ratelimited',
  'delay',
  'drop-before-commit',
  'html',
  'empty',
  'cut-json',
  'error:internal_error',
  'error:service_unavailable',
];
const methods = ['chat.postMessage', 'chat.postMessage', 'chat.postMessage', 'chat.update', 'conversations.history'];

/** Sets a random fault of Slack for the next calls. */
export function trouble({ dice, slack }: Pick<World, 'dice' | 'slack'>): void {
  const kind = dice.pick(kinds);
  slack.faults.add({
    kind,
    method: dice.pick(methods),
    times: 1 + dice.below(2),
    commits: dice.below(2) === 0,
    ...(kind === 'ratelimited' ? { retryAfterS: 1, commits: false } : {}),
    ...(kind.startsWith('error:') ? { commits: dice.below(2) === 0 } : {}),
    // A delay may be longer than the bot waits for an answer.
    ...(kind === 'delay' ? { delayMs: dice.below(2) === 0 ? 200 : 1_500 } : {}),
    // The delay is shorter than `DELIVERY_GRACE_SECONDS`.
    ...(kind === 'drop-before-commit' ? { delayMs: 200 + dice.below(1_300), method: 'chat.postMessage' } : {}),
  });
  if (dice.below(8) === 0) slack.sockets.drop();
  if (dice.below(8) === 0) slack.sockets.disconnect();
}
