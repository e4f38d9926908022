/**
 * Calls at each full minute of the database's clock, within milliseconds. The job engine's cron is
 * up to three seconds late, a tenth of the time that a busy workspace's digests take; it remains as
 * a fallback. Effects: by its options. Errors: none escape; they are logged.
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
  /** Call when the clock was moved: runs at once, and then at the new clock's minutes. */
  look(): void;
  /** Waits for a running call. */
  stop(): Promise<void>;
}

const minuteMs = 60_000;
/**
 * Our timer may run slightly faster than the database's clock, where the minute must also have
 * begun.
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
      // Set before the call, so that a move during the call causes another one.
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
