/**
 * The sandbox: the DMS simulator, the Slack stand-in with its page, and the real bot in its own
 * process, connected to both over real sockets. They stop in the order bot, Slack, DMS, so that the
 * bot never logs a lost connection.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DmsSimulator, type DmsSimulatorOptions, startDmsSimulator } from '@leadbell/dms-simulator';
import { type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { type BotProcess, startBot } from './bot-process.ts';

export interface SandboxOptions {
  /** The port of the page; 0 takes any free one. */
  readonly port?: number;
  readonly dms?: DmsSimulatorOptions;
  /** Additional settings for the bot. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio?: 'inherit' | 'ignore' | 'pipe';
  /**
   * The folder of the bot's database, which is kept. Default: a temporary folder, removed on stop.
   */
  readonly dataDir?: string;
}

export interface Sandbox {
  readonly slack: SlackSandbox;
  readonly dms: DmsSimulator;
  readonly bot: BotProcess;
  /**
   * Moves the DMS, the bot and its database together to an instant in epoch milliseconds, like a
   * request to the simulator's `/_sim/clock`.
   */
  moveClock(at: number): Promise<void>;
  stop(): Promise<void>;
}

const catalogueFile = fileURLToPath(new URL('../../../apps/slackbot/leadbell.config.example.json', import.meta.url));
const manifestFile = new URL('../../../apps/slackbot/slack-manifest.json', import.meta.url);

/** Rejects with `EADDRINUSE` when the port is taken, and when the bot ends before it is connected. */
export async function startSandbox({
  port = 0,
  dms: dmsOptions,
  env = {},
  stdio = 'inherit',
  dataDir,
}: SandboxOptions = {}): Promise<Sandbox> {
  const manifest: unknown = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const slack = await startSlackSandbox({ port, manifest });
  const started = Promise.withResolvers<BotProcess>();
  const onClockMoved = async (at: number): Promise<void> => (await started.promise).moveClock(at);
  const dms = await startDmsSimulator({ port: 0, onClockMoved, ...dmsOptions }).catch(async (error: unknown) => {
    await slack.close();
    throw error;
  });
  const data = dataDir ?? temporaryFolder();
  async function stopServers(): Promise<void> {
    await slack.close();
    await dms.close();
    if (dataDir === undefined) rmSync(data, { recursive: true, force: true });
  }
  try {
    const bot = await startBot({
      stdio,
      env: {
        DMS_BASE_URL: dms.url,
        DMS_AUTH: 'none',
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        // The simulator uses the codes of the example.
        LEADBELL_CONFIG: catalogueFile,
        // Ignores a database that the machine sets for other programs.
        DATABASE_URL: '',
        LEADBELL_DATA: data,
        POLL_SECONDS: '5',
        // Real time until it is moved.
        LEADBELL_CLOCK: 'now',
        ...env,
      },
    });
    started.resolve(bot);
    return {
      slack,
      dms,
      bot,
      moveClock(at) {
        dms.clock.set(at);
        return bot.moveClock(dms.clock.now());
      },
      async stop() {
        await bot.stop();
        await stopServers();
      },
    };
  } catch (error) {
    await stopServers();
    throw error;
  }
}

/** A folder that other accounts can enter: PostgreSQL does not run as root. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadbell-sandbox-'));
  chmodSync(folder, 0o711);
  return folder;
}
