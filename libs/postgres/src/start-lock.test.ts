import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from './testing.ts';
import { whileStarting } from './start-lock.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));
const lock = () => join(folder, 'starting.lock');

it('the lock lets in one process at a time', async () => {
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 5 }, () =>
      whileStarting(lock(), async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
        inside -= 1;
      }),
    ),
  );
  expect(most).toBe(1);
});

it('when a process was killed while writing the lock file, others wait only briefly', async () => {
  writeFileSync(lock(), '');
  expect(await whileStarting(lock(), () => Promise.resolve('in'))).toBe('in');
});

it.each([
  ['a process that is gone', '999999999 1'],
  ['another process that now has its number', `${process.ppid} 1`],
  ['an earlier process with our number', `${process.pid} 1`],
  ['nobody', 'nonsense'],
])('a start is not blocked by the lock of %s', async (_, text) => {
  writeFileSync(lock(), text);
  expect(await whileStarting(lock(), () => Promise.resolve('in'))).toBe('in');
});
