/**
 * A clock that stands still until it is ticked, for code that takes `now` or `sleep`.
 * Instants are UTC epoch milliseconds. `sleep` rejects with the signal's reason when it is aborted.
 */
import { type Instant, instant } from '@leadbell/domain';

export interface FakeClock {
  /** Can be passed on without the clock, as a plain function. */
  readonly now: () => Instant;
  /** Resolves during a `tick`; a sleep of 0 or less resolves at once. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /**
   * Moves the clock forward. On the way, the clock stops at the end of each sleep, until the code that awaits the sleep
   * has run.
   */
  readonly tick: (ms: number) => Promise<void>;
  /** Returns how long each current sleep still lasts, the shortest first. */
  readonly sleeping: () => number[];
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Takes an instant, or ISO text with `Z` or an offset. Throws `RangeError` for anything else. */
export function fakeClock(start: Instant | string): FakeClock {
  let now = instant(typeof start === 'string' ? Date.parse(start) : start);
  let sleepers: Sleeper[] = [];

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = { until: now + ms, wake: resolve };
      sleepers = [...sleepers, sleeper].toSorted((one, other) => one.until - other.until);
      signal?.addEventListener(
        'abort',
        () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
  }

  async function tick(ms: number): Promise<void> {
    const end = instant(now + ms);
    for (let next = sleepers[0]; next !== undefined && next.until <= end; next = sleepers[0]) {
      now = instant(next.until);
      sleepers = sleepers.slice(1);
      next.wake();
      await settled();
    }
    now = end;
    await settled();
  }

  return { now: () => now, sleep, tick, sleeping: () => sleepers.map(({ until }) => until - now) };
}

/** Lets the callbacks of all settled promises run, because a turn of the event loop comes after all microtasks. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
