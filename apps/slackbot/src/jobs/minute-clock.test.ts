import type { Instant } from '@leadbell/domain';
import { expect, it } from 'vitest';
import type { Log } from '../log.ts';
import { startMinuteClock } from './minute-clock.ts';

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A simulated clock: each wait takes exactly its length, and each call takes `busyMs`. */
async function calls(start: number, busyMs: number, failing: ReadonlySet<number> = new Set()): Promise<number[]> {
  let at = start;
  const called: number[] = [];
  const enough = Promise.withResolvers<void>();
  const clock = startMinuteClock({
    now: () => Promise.resolve(at as Instant),
    async atMinute() {
      called.push(at);
      at += busyMs;
      if (called.length === 5) enough.resolve();
      if (failing.has(called.length)) throw new Error('the database is gone');
    },
    sleep(ms, signal) {
      at += ms;
      if (called.length < 5) return Promise.resolve();
      return new Promise((_, reject) => {
        if (signal.aborted) reject(new Error('stopped'));
        signal.addEventListener('abort', reject);
      });
    },
    log: silent,
  });
  await enough.promise;
  await clock.stop();
  return called;
}

it('the minute clock calls at once, and then just after each full minute', async () => {
  expect(await calls(10_500, 300)).toEqual([10_500, 60_020, 120_020, 180_020, 240_020]);
});

it('the minute clock skips the minutes that a call takes, and is then on time again', async () => {
  expect(await calls(10_500, 70_000)).toEqual([10_500, 120_020, 240_020, 360_020, 480_020]);
});

it('the minute clock calls again at once when the time is moved, even during a call, and then follows the new time', async () => {
  let at = 10_500;
  const called: number[] = [];
  const waits: number[] = [];
  const moves = new Map([
    [1, 3_600_000],
    [3, 5_400_000],
  ]);
  const waiting = Promise.withResolvers<void>();
  const clock = startMinuteClock({
    now: () => Promise.resolve(at as Instant),
    async atMinute() {
      called.push(at);
      const to = moves.get(called.length);
      if (to === undefined) return;
      at = to;
      clock.look();
    },
    sleep(ms, signal) {
      waits.push(ms);
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new Error('woken'));
        signal.addEventListener('abort', () => reject(new Error('woken')));
        if (ms === 0) return resolve();
        if (called.length === 2) clock.look();
        else waiting.resolve();
      });
    },
    log: silent,
  });
  await waiting.promise;
  await clock.stop();
  expect(called).toEqual([10_500, 3_600_000, 3_600_000, 5_400_000]);
  expect(waits.at(-1)).toBe(60_020);
});

it('the minute clock calls again after a failure', async () => {
  expect(await calls(10_500, 0, new Set([2]))).toEqual([10_500, 60_020, 90_020, 120_020, 180_020]);
});
