// Vitest's global setup: the resources shared by the files of a run. It chooses a folder: the first
// file that needs a database starts the server in it, and every process shares the compile cache in
// it.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const inMemory = '/dev/shm';
/** Several times the amount that a run writes. */
const enoughBytes = 8 * 2 ** 30;

/**
 * In memory if there is plenty: a database is some three hundred files, and a run creates a hundred
 * of them.
 */
function place() {
  if (!existsSync(inMemory)) return tmpdir();
  const { bavail, bsize } = statfsSync(inMemory);
  return bavail * bsize > enoughBytes ? inMemory : tmpdir();
}

export async function setup() {
  const folder = mkdtempSync(join(place(), 'leadbell-tests-'));
  // PostgreSQL's account must be able to enter it.
  chmodSync(folder, 0o711);
  process.env['LEADBELL_TEST_SERVER'] = folder;
  process.env['NODE_COMPILE_CACHE'] ??= join(folder, 'compiled');
  return async () => {
    await stop(join(folder, 'data/cluster/postmaster.pid'));
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Its data is discarded, so no orderly shutdown is needed. */
async function stop(pidFile) {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  try {
    for (process.kill(pid, 'SIGQUIT'); existsSync(pidFile); process.kill(pid, 0)) await delay(20);
  } catch {
    // It was already gone.
  }
}
