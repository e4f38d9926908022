/**
 * Runs the real bot as its own process, as an operator would: it gets its settings as environment
 * variables, and reports when it is ready.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const botEntry: URL = new URL('../../../apps/slackbot/src/main.ts', import.meta.url);

export interface BotProcess {
  readonly child: ChildProcess;
  /**
   * Moves the bot's clock and its database's to an instant, in epoch milliseconds. Works only with
   * `LEADBELL_CLOCK`; otherwise rejects after a while.
   */
  moveClock(at: number): Promise<void>;
  /** Asks the bot to stop, and waits until it has stopped. */
  stop(): Promise<void>;
}

export interface BotOptions {
  /** All of the bot's settings. Settings in the environment of this process are not passed on to the bot. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: 'inherit' | 'ignore' | 'pipe';
  /** The program to start; by default the bot of this checkout. */
  readonly entry?: URL;
  /** The folder in which the bot runs, and where it reads a `.env`; by default an empty folder of its own. */
  readonly folder?: string;
  /** Port on which a debugger can attach. */
  readonly inspect?: number;
}

/**
 * The environment variables that any process needs. All others are left out, so that no setting
 * reaches the bot by accident.
 */
const surroundings: ReadonlySet<string> = new Set(
  'PATH HOME USER LOGNAME TMPDIR LANG LC_ALL LD_LIBRARY_PATH NODE_PATH NODE_COMPILE_CACHE'.split(' '),
);

function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => surroundings.has(name)));
}

const folders: string[] = [];

/** Makes a folder in which no other account can put a `.env`. It is deleted when this process ends. */
function emptyFolder(): string {
  const [made] = folders;
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'leadbell-bot-'));
  folders.push(folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** In a run of tests, the bot of this checkout as one file, which is built once for all processes. */
const builtForTests = process.env['LEADBELL_TEST_SLACKBOT'];

/** Thrown if the bot ends before it is connected. The bot has written the reason to its standard error. */
export class BotEnded extends Error {
  override readonly name = 'BotEnded';
  readonly exitCode: number | null;

  constructor(exitCode: number | null) {
    super(`the bot ended before it was ready (exit code ${String(exitCode)})`);
    this.exitCode = exitCode;
  }
}

/** Resolves when the bot is connected; rejects with `BotEnded` if it ends before that. */
export async function startBot({ env, stdio, entry, folder, inspect }: BotOptions): Promise<BotProcess> {
  const child = fork(entry === undefined ? (builtForTests ?? fileURLToPath(botEntry)) : fileURLToPath(entry), {
    execArgv: ['--disable-warning=ExperimentalWarning', ...(inspect === undefined ? [] : [`--inspect=${inspect}`])],
    env: { ...withoutSettings(process.env), ...env },
    cwd: folder ?? emptyFolder(),
    stdio: ['ignore', stdio, stdio, 'ipc'],
    serialization: 'json',
  });
  const ended = once(child, 'exit');
  const ready = new Promise<'ready'>((resolve) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'ready' in message) resolve('ready');
    });
  });
  const first = await Promise.race([ready, ended]);
  if (first !== 'ready') throw new BotEnded(first[0] as number | null);
  return {
    child,
    moveClock: (at) => moveClock(child, at),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

const movePatienceMs = 60_000;

function moveClock(child: ChildProcess, at: number): Promise<void> {
  const clock = new Date(at).toISOString();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  function hear(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('clock' in message) || message.clock !== clock) return;
    if ('failed' in message) reject(new Error('the bot could not move its clock; its log says why'));
    else resolve();
  }
  const late = setTimeout(
    () => reject(new Error('the bot did not move its clock: is LEADBELL_CLOCK set?')),
    movePatienceMs,
  );
  child.on('message', hear);
  // Without this callback, a bot that has just ended would make `send` end this process too.
  child.send({ clock }, (error) => {
    if (error !== null) reject(error);
  });
  return promise.finally(() => {
    clearTimeout(late);
    child.off('message', hear);
  });
}
