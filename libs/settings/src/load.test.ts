import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { socket } from './settings-fixtures.ts';

/** `nobody`, where the tests run as root, whom no file refuses. */
const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
const load = new URL('load.ts', import.meta.url).pathname;

function folderOfAll(): string {
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => {
    chmodSync(join(folder, 'etc'), 0o755);
    rmSync(folder, { recursive: true, force: true });
  });
  mkdirSync(join(folder, 'etc'));
  return folder;
}

/** By another process, as another account; `[]` if all is well. */
function problemsIn(folder: string, file: string): unknown {
  const program = `const { loadSettings } = await import(${JSON.stringify(load)});
    console.log(JSON.stringify(loadSettings(process.env).result.problems ?? []));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: folder,
    env: { ...socket, LEADBELL_CONFIG: file },
    encoding: 'utf8',
    ...account,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const expected = 'a file that the account of Leadbell can read';
const hint = 'EACCES: let that account read the file, and enter each folder above it';

test('a settings file that can not be read is told apart from one that is not there', () => {
  const folder = folderOfAll();
  const [file, other] = [join(folder, 'etc/leadbell.config.json'), join(folder, 'etc/other.json')];
  writeFileSync(file, '{}');
  expect(problemsIn(folder, file)).toEqual([]);
  expect(problemsIn(folder, other)).toEqual([
    { name: 'LEADBELL_CONFIG', expected: 'an existing file', hint: `there is no ${other}` },
  ]);
  chmodSync(file, 0);
  expect(problemsIn(folder, file)).toEqual([{ name: file, expected, hint }]);
  chmodSync(file, 0o644);
  chmodSync(join(folder, 'etc'), 0);
  expect(problemsIn(folder, file)).toEqual([{ name: file, expected, hint }]);
  expect(problemsIn(folder, folder)).toEqual([{ name: folder, expected, hint: 'it is a folder' }]);
});

test('so is a .env that can not be read', () => {
  const folder = folderOfAll();
  const file = join(folder, 'etc/leadbell.config.json');
  writeFileSync(file, '{}');
  writeFileSync(join(folder, '.env'), 'PORT=3000\n', { mode: 0o000 });
  expect(problemsIn(folder, file)).toEqual([{ name: '.env', expected, hint }]);
});
