/**
 * The real bot as a process of its own, as anybody else would run it: its settings are environment variables, it says when it is ready.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

export const botEntry: URL = new URL('../../../apps/slackbot/src/main.ts', import.meta.url);

export interface BotProcess {
  readonly child: ChildProcess;
  /** Asks it to stop, waits until it has. */
  stop(): Promise<void>;
}

export interface BotOptions {
  /** Its settings, all of them: what the machine has set for another Leadbell, or for others, does not reach it. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: 'inherit' | 'ignore' | 'pipe';
  /** Default: the bot of this checkout. */
  readonly entry?: URL;
}

/** What a process needs of its surroundings, and nothing that a Leadbell would read as a setting. */
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
    // A `.env` of the folder would be read too.
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
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}
