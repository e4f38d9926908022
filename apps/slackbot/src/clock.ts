/** Business time in this process: real time, moved by as much as a demonstration asks for. The database has the same offset. Effects: reads the system's clock. */
import { type Instant, instant } from '@leadbell/domain';

export interface Clock {
  now(): Instant;
  /** Business time minus real time, in milliseconds. */
  readonly offsetMs: number;
  /** Goes on from there. */
  moveTo(at: Instant): void;
}

/** `start`: business time now; null: as real time is. */
export function createClock(start: Instant | null): Clock {
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
  if (start !== null) clock.moveTo(start);
  return clock;
}
