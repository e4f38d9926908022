/**
 * The bots of a world, as numbered processes. They are started, killed and suspended; a bot that
 * exits by itself is counted and started again. Effects: starts and ends processes.
 */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type BotProcess, startBot } from '@leadbell/launcher';

export interface Bots {
  readonly count: number;
  readonly kills: number;
  /** How many exits there were without a kill or a request to stop. */
  readonly exits: number;
  /** Resolves when the bot is ready. If the bot exits before, it is started again, as a service manager does. */
  start(n: number): Promise<void>;
  /** Stops a bot gracefully, as a service manager does. */
  end(n: number): Promise<void>;
  /** Kills a bot at once by SIGKILL, even while it is starting. */
  kill(n: number): Promise<void>;
  suspend(n: number): void;
  resume(n: number): void;
  /** Moves the clock of all running bots, in epoch milliseconds; a stopped bot gets the new time when it starts. */
  moveClock(at: number): Promise<void>;
  /** Stops all bots gracefully. */
  stop(): Promise<void>;
}

interface Slot {
  bot: BotProcess | null;
  /** Whether the bot should run; false also ends a start that is in progress. */
  wanted: boolean;
  starting: Promise<void> | null;
}

const mostStarts = 40;

/** Says how a numbered bot is started. The functions are called at each start. */
export interface BotSource {
  readonly env: (n: number) => Readonly<Record<string, string>>;
  /** Returns null for the bot of this checkout. */
  readonly entry: (n: number) => URL | null;
}

export function createBots(count: number, { env, entry }: BotSource): Bots {
  const slots: Slot[] = Array.from({ length: count }, () => ({ bot: null, wanted: false, starting: null }));
  const tally = { kills: 0, exits: 0 };
  const slot = (n: number): Slot => {
    const found = slots[n];
    if (found === undefined) throw new RangeError(`no bot ${n}`);
    return found;
  };

  async function begin(n: number): Promise<void> {
    const own = slot(n);
    own.wanted = true;
    for (let attempt = 1; own.wanted; attempt += 1) {
      try {
        const file = entry(n);
        const stdio = log === undefined ? 'ignore' : 'inherit';
        const bot = await startBot({ stdio, env: env(n), ...(file === null ? {} : { entry: file }) });
        own.bot = bot;
        bot.child.once('exit', () => void ended(n, bot));
        return;
      } catch (error) {
        if (attempt > mostStarts) throw error;
        await delay(200);
      }
    }
  }

  /** Handles an exit: starts the bot again if it should still run. */
  async function ended(n: number, bot: BotProcess): Promise<void> {
    const own = slot(n);
    if (own.bot !== bot || !own.wanted) return;
    tally.exits += 1;
    own.bot = null;
    await bots.start(n);
  }

  const bots: Bots = {
    count,
    get kills() {
      return tally.kills;
    },
    get exits() {
      return tally.exits;
    },
    start(n) {
      const own = slot(n);
      if (own.bot !== null) return Promise.resolve();
      own.starting ??= begin(n).finally(() => (own.starting = null));
      return own.starting;
    },
    async end(n) {
      const own = slot(n);
      await own.starting;
      own.wanted = false;
      const { bot } = own;
      own.bot = null;
      bot?.child.kill('SIGCONT');
      await bot?.stop();
    },
    async kill(n) {
      const own = slot(n);
      // A bot that is starting can't be reached before it is ready.
      await own.starting;
      const { bot } = own;
      own.wanted = false;
      own.bot = null;
      if (bot === null || bot.child.exitCode !== null || bot.child.signalCode !== null) return;
      tally.kills += 1;
      const gone = once(bot.child, 'exit');
      bot.child.kill('SIGKILL');
      await gone;
    },
    suspend: (n) => void slot(n).bot?.child.kill('SIGSTOP'),
    resume: (n) => void slot(n).bot?.child.kill('SIGCONT'),
    async moveClock(at) {
      // A bot that is killed meanwhile does not answer.
      await Promise.allSettled(slots.flatMap(({ bot }) => (bot === null ? [] : [bot.moveClock(at)])));
    },
    async stop() {
      await Promise.all(slots.map((_, n) => bots.end(n)));
    },
  };
  return bots;
}

/** `TORTURE_LOG=warn` shows the bots' log on this terminal. */
export const log: string | undefined = process.env['TORTURE_LOG'];
