import { fakeClock } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { createDeduplicator } from './deduplicator.ts';

test('a key counts as seen until its time has passed', async () => {
  const clock = fakeClock('2025-08-24T12:00:00Z');
  const seen = createDeduplicator(clock.now);
  expect([seen.first('a', 1_000), seen.first('a', 1_000), seen.first('b', 1_000)]).toEqual([true, false, true]);
  await clock.tick(999);
  expect(seen.first('a', 1_000)).toBe(false);
  await clock.tick(1);
  expect(seen.first('a', 1_000)).toBe(true);
});

test('when there are too many keys, the oldest are forgotten', () => {
  const seen = createDeduplicator(() => 0);
  for (let n = 0; n <= 5_000; n += 1) seen.first(`key ${n}`, 1_000);
  expect(seen.first('key 5000', 1_000)).toBe(false);
  expect(seen.first('key 0', 1_000)).toBe(true);
});
