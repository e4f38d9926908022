/**
 * The real bot as a process of its own, as anybody else would run it: its settings are environment variables, it says when it is ready.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const botEntry: URL = new URL('../../../apps/slackbot/src/main.ts', import.meta.url);

export interface BotProcess {
  readonly child: ChildProcess;
  /** Asks it to stop, waits until it has. */
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: 'inherit' | 'ignore' | 'pipe';
  /** Default: the bot of this checkout. */
  readonly entry?: URL;
}

/** Resolves when the bot is connected; rejects when it ends before that. */
export async function startBot({ env, stdio, entry = botEntry }: BotOptions): Promise<BotProcess> {
  const child = fork(fileURLToPath(entry), {
    env: { ...process.env, ...env },
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
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}
