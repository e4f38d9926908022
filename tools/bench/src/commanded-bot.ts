/**
 * Starts a bot that gets commands from a driver, by signed HTTP or Socket Mode, and computes
 * statistics of its times. Effects: starts processes, opens sockets, makes a temporary folder.
 */
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { startDmsSimulator } from '@leadbell/dms-simulator';
import { startBot } from '@leadbell/launcher';
import { freePort, temporaryFolder } from '@leadbell/store/testing';
import { type Asked, type Sample, startDriver } from './slack-driver.ts';

const measuredBot = new URL('measured-bot.ts', import.meta.url);

export const ways = ['http', 'socket'] as const;
export type Way = (typeof ways)[number];

export interface Commands {
  readonly way: Way;
  /** The program to start; by default Leadbell. */
  readonly entry?: URL;
  readonly isAnswer: (body: string) => boolean;
  /** Returns the text after `/leads` for the nth command. */
  readonly text?: (nth: number) => string;
  /** For each batch, how many commands are in flight and how many there are in total. */
  readonly batches: readonly (readonly [inFlight: number, count: number])[];
}

export interface Batch {
  readonly inFlight: number;
  readonly samples: readonly Sample[];
  readonly tookMs: number;
  /** User CPU of the bot's process, in milliseconds. */
  readonly userMs: number;
}

/** A bot that has been warmed up. */
export interface Running extends AsyncDisposable {
  /** Runs a batch. Its default text is the one that was given to `start`. */
  run(asked: Omit<Asked, 'text'> & Partial<Pick<Asked, 'text'>>): Promise<Batch>;
  /** Sends a message to the bot's process. */
  tell(message: object): void;
}

export interface Bench extends AsyncDisposable {
  start(commands: Omit<Commands, 'batches'>): Promise<Running>;
  /** Starts a new bot, warms it up with 50 commands, then runs the batches in order. */
  run(commands: Commands): Promise<readonly Batch[]>;
}

/** Starts a DMS with 200 leads a day and makes a data folder; all bots share both. */
export async function openBench(): Promise<Bench> {
  const dataDir = temporaryFolder();
  const dms = await startDmsSimulator({ port: 0, leadsPerDay: 200, seed: 7 });
  const env = { LEADBELL_DATA: dataDir, DMS_BASE_URL: dms.url };
  return {
    start: (commands) => start(commands, env),
    run: (commands) => run(commands, env),
    async [Symbol.asyncDispose]() {
      await dms.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function run(commands: Commands, env: Readonly<Record<string, string>>): Promise<readonly Batch[]> {
  await using bot = await start(commands, env);
  const done: Batch[] = [];
  for (const [inFlight, count] of commands.batches) done.push(await bot.run({ inFlight, count }));
  return done;
}

async function start(
  { way, entry = measuredBot, isAnswer, text = () => 'today' }: Omit<Commands, 'batches'>,
  env: Readonly<Record<string, string>>,
): Promise<Running> {
  const driver = await startDriver(isAnswer);
  const port = await freePort();
  const bot = await startBot({
    stdio: 'inherit',
    entry,
    env: {
      NODE_ENV: 'development',
      LOG_LEVEL: 'error',
      SLACK_API_URL: driver.apiUrl,
      SLACK_BOT_TOKEN: 'xoxb-bench',
      ...(way === 'http'
        ? { SLACK_SIGNING_SECRET: driver.signingSecret, PORT: String(port) }
        : { SLACK_APP_TOKEN: 'xapp-bench' }),
      DATABASE_URL: '',
      DMS_AUTH: 'none',
      ...env,
    },
  });
  if (way === 'socket') await driver.connected();
  const target = way === 'http' ? { http: `http://127.0.0.1:${port}/slack/events` } : 'socket';
  await driver.run(target, { count: 50, inFlight: 10, text });
  const { child } = bot;
  return {
    async run(asked) {
      const usedBefore = await userMsOf(child);
      const startedAt = performance.now();
      const samples = await driver.run(target, { text, ...asked });
      const tookMs = performance.now() - startedAt;
      return { inFlight: asked.inFlight, samples, tookMs, userMs: (await userMsOf(child)) - usedBefore };
    },
    tell: (message) => void child.send(message),
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await driver.close();
    },
  };
}

/** Asks the process, which must import `measured.ts`, how much user CPU it has used. */
async function userMsOf(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message') as Promise<[{ readonly used: NodeJS.CpuUsage }]>;
  child.send({ cpu: true });
  const [{ used }] = await answer;
  return used.user / 1000;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** Such as: `p50 / p99`. */
export function pairOf(values: readonly number[]): string {
  return `${quantile(values, 0.5).toFixed(1)} / ${quantile(values, 0.99).toFixed(1)}`;
}
