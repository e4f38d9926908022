import { fakeClock } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { progressOf } from './progress.ts';

test('a command that takes long reports the number of its rows every two seconds', async () => {
  const said: string[] = [];
  const { now, tick } = fakeClock('2025-08-25T09:00:00.000Z');
  const { onRows } = progressOf((text) => said.push(text), now);
  for (let n = 0; n < 50; n += 1) {
    onRows(100);
    await tick(100);
  }
  expect(said).toEqual(['2,100 rows so far …', '4,100 rows so far …']);
});
