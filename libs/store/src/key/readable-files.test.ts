import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readableByEveryone } from './readable-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadbell-readable-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, '.env');
writeFileSync(file, '');
symlinkSync(file, join(folder, 'link'));
mkdirSync(join(folder, 'data'));

const says = (path: string) => `every account of this machine can read ${path}: chmod 600 ${path}`;

test.each([
  [0o600, false],
  [0o640, false],
  [0o644, true],
  [0o604, true],
])('with mode %o a file is reported only if every account can read it', (mode, isReported) => {
  chmodSync(file, mode);
  expect(readableByEveryone([file])).toEqual(isReported ? [says(file)] : []);
  expect(readableByEveryone([join(folder, 'link')])).toEqual(isReported ? [says(join(folder, 'link'))] : []);
});

test.each([
  [0o700, false],
  [0o711, false],
  [0o755, true],
])('with mode %o a folder is reported only if every account can read its files', (mode, isReported) => {
  const data = join(folder, 'data');
  chmodSync(data, mode);
  const reason = `every account of this machine can read ${data}: chmod o-r ${data}`;
  expect(readableByEveryone([data, join(folder, 'none')])).toEqual(isReported ? [reason] : []);
});
