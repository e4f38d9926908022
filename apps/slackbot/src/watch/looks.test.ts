import type { Instant } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { createLooks } from './looks.ts';
import { silent } from '../testing/watch-fixtures.ts';

/** Creates the evaluations with sleeps that the test ends. `waits`: the waits that the evaluations return. */
function begin(waits: (number | null)[]) {
  const slept: { readonly ms: number; end(): void }[] = [];
  let looked = 0;
  const looks = createLooks({
    store: { now: () => Promise.resolve(0 as Instant) },
    evaluate: () => {
      looked += 1;
      return Promise.resolve(waits.shift() ?? null);
    },
    elapsed: () => 0,
    sendLook: () => Promise.resolve(),
    sleep: (ms: number) => new Promise<void>((resolve) => slept.push({ ms, end: resolve })),
    log: silent,
  });
  return { looks, slept, looked: () => looked };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('many changes within a group wait cause one evaluation, which schedules another if necessary', async () => {
  const { looks, slept, looked } = begin([7_000]);
  for (let n = 0; n < 20; n += 1) await looks.after('dms', 5_000 + n);
  expect(slept.map(({ ms }) => ms)).toEqual([5_000]);
  slept[0]?.end();
  await settled();
  expect(looked()).toBe(1);
  expect(slept.map(({ ms }) => ms)).toEqual([5_000, 7_000]);
});

test('an evaluation that is due earlier does not wait for a later evaluation, nor for another DMS', async () => {
  const { looks, slept, looked } = begin([]);
  await looks.after('dms', 5_000);
  await looks.after('dms', 0);
  await looks.after('other', 60_000);
  expect(slept.map(({ ms }) => ms)).toEqual([5_000, 0, 60_000]);
  slept[1]?.end();
  await settled();
  expect(looked()).toBe(1);
  await looks.after('dms', 9_000);
  expect(slept).toHaveLength(4);
});
