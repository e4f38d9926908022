import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reapWithThisProcess } from './reaper.ts';

const module = JSON.stringify(new URL('reaper.ts', import.meta.url).href);
const newFolder = () => mkdtempSync(join(tmpdir(), 'leadbell-reaper-'));

/**
 * Starts a process that looks like a database: it has its own process group, a file in the folder contains
 * its process id, and SIGQUIT ends it.
 */
function startServer(folder: string): number {
  const { pid = 0 } = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' }).on('exit', () => {});
  writeFileSync(join(folder, 'postmaster.pid'), `${pid}\n${folder}\n`);
  return pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('the folder and the databases of a killed process are removed', async () => {
  const folder = newFolder();
  const server = startServer(folder);
  const script = `import { reapWithThisProcess } from ${module}; reapWithThisProcess(process.argv[1]); console.log('on'); setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect([isAlive(server), existsSync(folder)]).toEqual([true, true]);
  child.kill('SIGKILL');
  await expect.poll(() => [isAlive(server), existsSync(folder)]).toEqual([false, false]);
});

test('reap waits until the databases and the folder are gone', async () => {
  const folder = newFolder();
  const server = startServer(folder);
  await reapWithThisProcess(folder).reap();
  expect([isAlive(server), existsSync(folder)]).toEqual([false, false]);
});

test('reap ends no process if the file has no valid process id', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'postmaster.pid'), '-1\n');
  await reapWithThisProcess(folder).reap();
  expect(existsSync(folder)).toBe(false);
});
