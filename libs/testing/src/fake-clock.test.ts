import { describe, expect, it } from 'vitest';
import { fakeClock } from './fake-clock.ts';

describe('fakeClock', () => {
  it('the clock stands still until it is ticked', async () => {
    const { now, tick } = fakeClock('2025-08-25T09:00:00.000Z');
    const before = now();
    expect(now()).toBe(before);
    await tick(1500);
    expect(now() - before).toBe(1500);
  });

  it('a tick wakes each sleeper at its own instant, in order', async () => {
    const { now, sleep, tick, sleeping } = fakeClock('2025-08-25T09:00:00.000Z');
    const start = now();
    const woken: [string, number][] = [];
    const late = sleep(300).then(() => woken.push(['late', now() - start]));
    const early = sleep(100).then(() => woken.push(['early', now() - start]));
    expect(sleeping()).toEqual([100, 300]);
    await tick(299);
    expect(woken).toEqual([['early', 100]]);
    await tick(1);
    await Promise.all([late, early]);
    expect(woken).toEqual([
      ['early', 100],
      ['late', 300],
    ]);
  });

  it('a sleeper can sleep again during one tick', async () => {
    const { now, sleep, tick } = fakeClock('2025-08-25T09:00:00.000Z');
    const start = now();
    const seen: number[] = [];
    async function beat(): Promise<void> {
      for (let beats = 0; beats < 3; beats += 1) {
        await sleep(10);
        seen.push(now() - start);
      }
    }
    const beating = beat();
    await tick(25);
    expect(seen).toEqual([10, 20]);
    await tick(5);
    await beating;
    expect(seen).toEqual([10, 20, 30]);
  });

  it('a sleep rejects if it is aborted, before it begins or later', async () => {
    const { sleep, sleeping } = fakeClock('2025-08-25T09:00:00.000Z');
    const controller = new AbortController();
    const under = sleep(1000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(under).rejects.toThrow('enough');
    await expect(sleep(1000, controller.signal)).rejects.toThrow('enough');
    expect(sleeping()).toEqual([]);
  });

  it('a start that is not an instant is refused', () => {
    expect(() => fakeClock('noon')).toThrow(RangeError);
  });
});
