// Vitest's global setup: what the files of a run share. It names a folder: the first file that needs a database starts the server in it, every process
// finds there what the ones before have compiled, and whatever else a test leaves in the system's temporary folder is in it too. All of it goes with the
// run, also when that is killed.
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

/** The apps whose processes a package's tests start, each as one file: to load a thousand files takes a process several times as long. */
async function buildPrograms(folder) {
  const { programs = [] } = JSON.parse(readFileSync('package.json', 'utf8')).leadbell ?? {};
  for (const app of programs) {
    const file = join(folder, `programs/${app}.mjs`);
    await build({
      input: join(root, `apps/${app}/src/main.ts`),
      platform: 'node',
      output: { file, format: 'esm', codeSplitting: false },
      logLevel: 'silent',
    });
    process.env[`LEADBELL_TEST_${app.toUpperCase()}`] = file;
  }
  // Where a file that is nowhere in the tree finds the PostgreSQL that Leadbell brings.
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
