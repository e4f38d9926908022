import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fileSetting, readSecretFile } from './secret-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadbell-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['hush', 'hush'],
  ['hush\n', 'hush'],
  ['\uFEFFhush\r\n\r\n', 'hush'],
  ['  two words \n', 'two words'],
])('a file with %j holds the secret %j', (content, text) => {
  writeFileSync(join(folder, 'one'), content);
  expect(readSecretFile(join(folder, 'one'))).toEqual({ text });
});

test.each([
  ['', 'a file with the value, which this one does not have'],
  [' \n', 'a file with the value, which this one does not have'],
  ['hush\nhush', 'a file with one line'],
  ['hush'.repeat(50_000), 'a file with one line'],
])('a file that holds something else is refused, and the refusal does not quote it', (content, problem) => {
  writeFileSync(join(folder, 'one'), content);
  expect(readSecretFile(join(folder, 'one'))).toEqual({ problem });
});

test('a missing file is refused, and so is a folder', () => {
  for (const file of [join(folder, 'none'), folder])
    expect(readSecretFile(file)).toEqual({ problem: 'a file that can be read' });
  expect(fileSetting('DATABASE_URL')).toBe('DATABASE_URL_FILE');
});
