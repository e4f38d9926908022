// Vitest's global setup: the resources shared by the files of a run. It chooses a folder: the first
// file that needs a database starts the server in it, every process shares the compile cache in it,
// and all other temporary files of the tests are in it too. The folder is removed after the run,
// even after a kill.
import { chmodSync, existsSync, mkdtempSync, readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import { reapWithThisProcess } from './launcher/src/reaper.ts';

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

const root = join(import.meta.dirname, '..');

/**
 * Builds each app whose processes a package's tests start as one file: loading a thousand files
 * takes several times as long.
 */
async function buildPrograms(folder) {
  const { programs = [] } = JSON.parse(readFileSync('package.json', 'utf8')).leadbell ?? {};
  for (const app of programs) {
    const name = `LEADBELL_TEST_${app.toUpperCase()}`;
    if (process.env[name] !== undefined) continue;
    const file = join(folder, `programs/${app}.mjs`);
    await build({
      input: join(root, `apps/${app}/src/main.ts`),
      platform: 'node',
      output: { file, format: 'esm', codeSplitting: false },
      logLevel: 'silent',
    });
    process.env[name] = file;
  }
  // Lets a file outside of the tree find the PostgreSQL that Leadbell bundles.
  if (programs.length > 0) process.env['NODE_PATH'] = join(root, 'libs/postgres/node_modules');
}

export async function setup() {
  const folder = mkdtempSync(join(place(), 'leadbell-tests-'));
  // PostgreSQL's account must be able to enter it.
  chmodSync(folder, 0o711);
  const reaper = reapWithThisProcess(folder);
  process.env['LEADBELL_TEST_SERVER'] = folder;
  process.env['TMPDIR'] = folder;
  process.env['NODE_COMPILE_CACHE'] ??= join(folder, 'compiled');
  await buildPrograms(folder);
  return () => reaper.reap();
}
