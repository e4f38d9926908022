/**
 * Business time in this process: real time plus an offset for demonstrations. The database has the
 * same offset. Effects: reads the system's clock.
 */
import { type Instant, instant, parseIsoInstant } from '@leadbell/domain';

export interface Clock {
  now(): Instant;
  /** Business time minus real time, in milliseconds. */
  readonly offsetMs: number;
  /** Sets business time, which continues from there. */
  moveTo(at: Instant): void;
}

/** `start` is the current business time; null or `now` means real time. */
export function createClock(start: Instant | 'now' | null): Clock {
  let offsetMs = 0;
  const clock: Clock = {
    now: () => instant(Date.now() + offsetMs),
    get offsetMs() {
      return offsetMs;
    },
    moveTo(at) {
      offsetMs = at - Date.now();
    },
  };
  if (typeof start === 'number') clock.moveTo(start);
  return clock;
}

/**
 * Reads the parent's request to move the clock, `{ clock: '2025-08-25T08:30:00+03:00' }`; null for
 * any other message.
 */
export function readMove(message: unknown): Instant | null {
  if (typeof message !== 'object' || message === null || !('clock' in message)) return null;
  return typeof message.clock === 'string' ? parseIsoInstant(message.clock) : null;
}
