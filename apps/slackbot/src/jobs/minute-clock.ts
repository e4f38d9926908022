/**
 * Makes a call within milliseconds after each full minute of the database's clock. The job engine's
 * cron, which remains as a fallback, is up to half a minute late. In half a minute, Leadbell can
 * make all digests of a busy workspace. Effects: those of its options. Errors: all are logged.
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
  /**
   * Call when the clock was moved. The work then runs at once, and after that at the full minutes of
   * the moved clock.
   */
  look(): void;
  /** Stops the clock, and waits for a call that is running. */
  stop(): Promise<void>;
}

const minuteMs = 60_000;
/**
 * The call comes this long after the full minute. Our timer may run slightly faster than the
 * database's clock, and the database's clock must have reached the minute too.
 */
const afterMs = 20;

export function startMinuteClock({ now, atMinute, sleep, log }: MinuteClockOptions): MinuteClock {
  const stopping = new AbortController();
  let moved = new AbortController();
  const running = run();

  async function run(): Promise<void> {
    for (let waitMs = 0; ;) {
      await sleep(waitMs, AbortSignal.any([stopping.signal, moved.signal])).catch(() => {});
      if (stopping.signal.aborted) return;
      // Reset this before the call, so that a move of the clock during the call causes another
      // call.
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
