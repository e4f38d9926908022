/**
 * Starts the sandbox: the DMS simulator, the Slack stand-in with its page, and the real bot in its
 * own process, connected to both over real sockets. Nothing is kept: the database and the messages
 * are removed on exit, even after a kill. The bot stops first, then Slack, then the DMS, so that
 * the bot never logs a lost connection.
 */
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DmsSimulator, type DmsSimulatorOptions, startDmsSimulator } from '@leadbell/dms-simulator';
import { type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { type BotProcess, startBot } from './bot-process.ts';
import { createDirector } from './director.ts';
import { plantExamples } from './examples.ts';
import { reapWithThisProcess } from './reaper.ts';

export interface SandboxOptions {
  /** The port of the page; 0: any free port. */
  readonly port?: number;
  readonly dms?: DmsSimulatorOptions;
  /** Whether the DMS has the bulks and leads that README and the help name. */
  readonly hasExamples?: boolean;
  /** Additional settings for the bot. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio?: 'inherit' | 'ignore' | 'pipe';
  /** The bot's program; by default its sources, or in a run of tests the bot that was built for them. */
  readonly entry?: URL;
  /** The port on which a debugger can attach to the bot. */
  readonly inspect?: number;
  /** Called when the bot has exited unexpectedly. */
  readonly onBotEnded?: (exitCode: number | null) => void;
}

export interface Sandbox {
  readonly slack: SlackSandbox;
  readonly dms: DmsSimulator;
  /** The bot that is running. */
  readonly bot: BotProcess;
  /** Restarts the bot on the same data. Rejects with `BotEnded` when it does not start; then you may call it again. */
  restartBot(): Promise<void>;
  /**
   * Moves the clocks of the DMS, the bot and its database together to an instant in epoch
   * milliseconds, as a request to the simulator's `/_sim/clock` does.
   */
  moveClock(at: number): Promise<void>;
  stop(): Promise<void>;
}

const catalogueFile = fileURLToPath(new URL('../../../apps/slackbot/leadbell.config.example.json', import.meta.url));
const manifestFile = new URL('../../../apps/slackbot/slack-manifest.json', import.meta.url);

/** Rejects with `EADDRINUSE` when the port is taken, and with `BotEnded` when the bot ends before it is connected. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const manifest: unknown = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const sandbox = Promise.withResolvers<Sandbox>();
  // Perhaps no one waits for this promise yet, and an unhandled rejection would end the process.
  sandbox.promise.catch(() => {});
  const director = createDirector(() => sandbox.promise);
  const slack = await startSlackSandbox({ port: options.port ?? 0, manifest, director });
  const started = Promise.withResolvers<Bot>();
  const onClockMoved = async (at: number): Promise<void> => (await started.promise).moveClock(at);
  const dms = await startDmsSimulator({ port: 0, onClockMoved, ...options.dms }).catch(async (error: unknown) => {
    await slack.close();
    throw error;
  });
  if (options.hasExamples === true) plantExamples(dms);
  const data = temporaryFolder();
  const reaper = reapWithThisProcess(data);
  async function stopServers(): Promise<void> {
    await slack.close();
    await dms.close();
    await reaper.reap();
  }
  try {
    const env = {
      DMS_BASE_URL: dms.url,
      DMS_AUTH: 'none',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      // The codes in the example are those of the simulator.
      LEADBELL_CONFIG: catalogueFile,
      LEADBELL_DATA: data,
      POLL_SECONDS: '5',
      // The bot uses the real time until its clock is moved.
      LEADBELL_CLOCK: 'now',
      ...options.env,
    };
    const bot = await keepBot(options, env, data);
    started.resolve(bot);
    const running: Sandbox = {
      slack,
      dms,
      get bot() {
        return bot.process();
      },
      restartBot: () => bot.restart(),
      moveClock(at) {
        dms.clock.set(at);
        return bot.moveClock(dms.clock.now());
      },
      async stop() {
        await bot.stop();
        await stopServers();
      },
    };
    sandbox.resolve(running);
    return running;
  } catch (error) {
    await stopServers();
    throw error;
  }
}

interface Bot {
  process(): BotProcess;
  moveClock(at: number): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Runs the bot's processes, one after the other. A new process continues with the moved clock. */
async function keepBot(
  { stdio = 'inherit', entry, inspect, onBotEnded }: SandboxOptions,
  env: Readonly<Record<string, string>>,
  folder: string,
): Promise<Bot> {
  let moved: { readonly to: number; readonly at: number } | null = null;
  let current: BotProcess;
  /** Whether the current process is being stopped. */
  let isEnding = false;
  async function start(): Promise<void> {
    const clock = moved === null ? {} : { LEADBELL_CLOCK: new Date(moved.to + Date.now() - moved.at).toISOString() };
    current = await startBot({
      stdio,
      folder,
      env: { ...env, ...clock },
      ...(entry === undefined ? {} : { entry }),
      ...(inspect === undefined ? {} : { inspect }),
    });
    current.child.once('exit', (code) => {
      if (!isEnding) onBotEnded?.(code);
    });
  }
  await start();
  return {
    process: () => current,
    async moveClock(at) {
      await current.moveClock(at);
      moved = { to: at, at: Date.now() };
    },
    async restart() {
      isEnding = true;
      await current.stop();
      isEnding = false;
      await start();
    },
    async stop() {
      isEnding = true;
      await current.stop();
    },
  };
}

/** Makes a folder that other accounts can enter, because PostgreSQL does not run as root. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadbell-sandbox-'));
  chmodSync(folder, 0o711);
  return folder;
}
