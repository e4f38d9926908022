import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { socket } from './settings-fixtures.ts';

/**
 * Root can read every file, so if the tests run as root, the child process becomes `nobody`. It does so only after the code is
 * loaded, because `nobody` may not be able to read the code.
 */
const becomeNobody =
  process.getuid?.() === 0 ? 'process.setgroups([]); process.setgid(65534); process.setuid(65534);' : '';
const load = new URL('load.ts', import.meta.url).pathname;

/** Makes a folder that every account can enter. */
function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'good.json'), '{}');
  return folder;
}

/** Reads the settings in another process, as another account; returns the problems with each of the files. */
function problemsIn(folder: string, ...files: readonly string[]): unknown {
  const program = `const { loadSettings } = await import(${JSON.stringify(load)});
    ${becomeNobody}
    const read = (file) => loadSettings({ ...process.env, LEADBELL_CONFIG: file }).result.problems ?? [];
    console.log(JSON.stringify(${JSON.stringify(files)}.map(read)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: folder,
    env: { ...socket },
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const expected = 'a file that the account of Leadbell can read';
const hint = 'EACCES: let that account read the file, and enter each folder above it';

test("a settings file that can't be read is distinguished from one that does not exist", () => {
  const folder = openFolder();
  writeFileSync(join(folder, 'closed.json'), '{}', { mode: 0o000 });
  const shut = join(folder, 'shut');
  mkdirSync(shut, { mode: 0o000 });
  // The last registered function runs first, so this function opens the folder before another one removes it.
  onTestFinished(() => chmodSync(shut, 0o755));
  expect(problemsIn(folder, 'good.json', 'other.json', 'closed.json', 'shut/any.json', folder)).toEqual([
    [],
    [{ name: 'LEADBELL_CONFIG', expected: 'an existing file', hint: 'there is no other.json' }],
    [{ name: 'closed.json', expected, hint }],
    [{ name: 'shut/any.json', expected, hint }],
    [{ name: folder, expected, hint: 'it is a folder' }],
  ]);
});

test('a .env that can’t be read is distinguished from one that does not exist', () => {
  const folder = openFolder();
  writeFileSync(join(folder, '.env'), 'PORT=3000\n', { mode: 0o000 });
  expect(problemsIn(folder, 'good.json')).toEqual([[{ name: '.env', expected, hint }]]);
});
