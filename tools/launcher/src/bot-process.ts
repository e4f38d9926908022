/**
 * Runs the real bot as its own process, as an operator would: environment variables as settings,
 * and a message when it is ready.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

export const botEntry: URL = new URL('../../../apps/slackbot/src/main.ts', import.meta.url);

export interface BotProcess {
  readonly child: ChildProcess;
  /**
   * Moves its business time and its database's to an instant in epoch milliseconds. Only with
   * `LEADBELL_CLOCK`; otherwise rejects after a while.
   */
  moveClock(at: number): Promise<void>;
  /** Asks it to stop, and waits until it has. */
  stop(): Promise<void>;
}

export interface BotOptions {
  /** All of its settings: variables that the machine sets for other programs do not reach it. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: 'inherit' | 'ignore' | 'pipe';
  /** Default: the bot of this checkout. */
  readonly entry?: URL;
}

/**
 * The variables that a process needs from its environment, without any that Leadbell reads as a
 * setting.
 */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isSetting(name)));
}

const settingNames: ReadonlySet<string> = new Set([
  'PORT',
  'TIME_ZONE',
  'WEEK_START',
  'LANGUAGE',
  'LOG_LEVEL',
  'NODE_ENV',
]);

function isSetting(name: string): boolean {
  return settingNames.has(name) || /^(?:DMS|SLACK|LEADBELL|DATABASE|DELIVERY|POLL)_/.test(name);
}

/** Resolves when the bot is connected; rejects when it ends before that. */
export async function startBot({ env, stdio, entry = botEntry }: BotOptions): Promise<BotProcess> {
  const child = fork(fileURLToPath(entry), {
    env: { ...withoutSettings(process.env), ...env },
    // A `.env` in the current folder would be read too.
    cwd: tmpdir(),
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
  if (first !== 'ready') throw new Error(`the bot ended before it was ready (exit code ${String(first[0])})`);
  return {
    child,
    moveClock: (at) => moveClock(child, at),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

const movePatienceMs = 10_000;

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
  child.send({ clock });
  return promise.finally(() => {
    clearTimeout(late);
    child.off('message', hear);
  });
}
