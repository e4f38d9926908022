// Vitest's global setup: what the files of a run share. It names a folder: the first file that needs a database starts the server in it, and
// every process finds there what the ones before have compiled.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const inMemory = '/dev/shm';
/** Several times what a run writes. */
const enoughBytes = 8 * 2 ** 30;

/** In memory where there is plenty: a database is some three hundred files, and a run makes a hundred of them. */
function place() {
  if (!existsSync(inMemory)) return tmpdir();
  const { bavail, bsize } = statfsSync(inMemory);
  return bavail * bsize > enoughBytes ? inMemory : tmpdir();
}

export async function setup() {
  const folder = mkdtempSync(join(place(), 'leadbell-tests-'));
  // The account that PostgreSQL runs under must enter it.
  chmodSync(folder, 0o711);
  process.env['LEADBELL_TEST_SERVER'] = folder;
  process.env['NODE_COMPILE_CACHE'] ??= join(folder, 'compiled');
  return async () => {
    await stop(join(folder, 'data/cluster/postmaster.pid'));
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Nothing in it is kept, so it needs no orderly end. */
async function stop(pidFile) {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  try {
    for (process.kill(pid, 'SIGQUIT'); existsSync(pidFile); process.kill(pid, 0)) await delay(20);
  } catch {
    // It was gone already.
  }
}
