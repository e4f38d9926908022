/**
 * Calls at each full minute of the database's clock, within some milliseconds: the engine's own cron is up to three seconds late, which is a tenth of what
 * a busy workspace's digests take. The cron comes all the same, for what this one misses. Effects: by what it is handed. Errors: none escape; they are logged.
 */
import type { Instant } from '@leadbell/domain';
import { errorFields } from '../log-error.ts';
import type { Log } from '../log.ts';

export interface MinuteClockOptions {
  readonly now: () => Promise<Instant>;
  readonly atMinute: () => Promise<unknown>;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

export interface MinuteClock {
  /** The clock was moved: calls at once, and then at its minutes. */
  look(): void;
  /** Lets what is under way end. */
  stop(): Promise<void>;
}

const minuteMs = 60_000;
/** Our timer may run a little fast against the database's clock: a minute must have begun by it too. */
const afterMs = 20;

export function startMinuteClock({ now, atMinute, sleep, log }: MinuteClockOptions): MinuteClock {
  const stopping = new AbortController();
  let moved = new AbortController();
  const running = run();

  async function run(): Promise<void> {
    for (let waitMs = 0; ;) {
      await sleep(waitMs, AbortSignal.any([stopping.signal, moved.signal])).catch(() => {});
      if (stopping.signal.aborted) return;
      // Before the call: a move while it runs means another one.
      moved = new AbortController();
      try {
        await atMinute();
        waitMs = minuteMs - ((await now()) % minuteMs) + afterMs;
      } catch (error) {
        log.warn(errorFields(error), 'minute.missed');
        waitMs = minuteMs / 2;
      }
    }
  }

  return {
    look: () => moved.abort(),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
