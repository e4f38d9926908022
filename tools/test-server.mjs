// Vitest's global setup: the resources that the files of a run share. A run has a folder. The first file that needs a
// database starts the server there, every process shares the compile cache there, and all other temporary files of the
// tests are there too. The folder is removed after the run, even after a kill. All suites of `npm test` share one
// folder.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  statfsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildProgram, builtProgram } from './build-program.mjs';
import { reapWithThisProcess } from './launcher/src/reaper.ts';

const inMemory = '/dev/shm';
/** Several times as much as a run writes. */
const enoughBytes = 8 * 2 ** 30;

/**
 * Chooses a folder in memory if enough is free, because a database has about three hundred files, and a run makes a
 * hundred databases.
 */
function place() {
  if (!existsSync(inMemory)) return tmpdir();
  const { bavail, bsize } = statfsSync(inMemory);
  return bavail * bsize > enoughBytes ? inMemory : tmpdir();
}

/** Makes the folder for a run, which is removed after the run. */
export function openFolder() {
  const folder = mkdtempSync(join(place(), 'leadbell-tests-'));
  // PostgreSQL's account must be able to enter the folder.
  chmodSync(folder, 0o711);
  return { folder, reaper: reapWithThisProcess(folder) };
}

/**
 * The tests of a package may start apps. Puts each of these apps into the folder as one file, because
 * loading its thousand files takes several times as long. Nx has built that file already; a run
 * without Nx builds it here.
 */
async function preparePrograms(folder) {
  const { programs = [] } = JSON.parse(readFileSync('package.json', 'utf8')).leadbell ?? {};
  for (const app of programs) {
    const name = `LEADBELL_TEST_${app.toUpperCase()}`;
    if (process.env[name] !== undefined) continue;
    const file = join(folder, `programs/${app}.mjs`);
    mkdirSync(dirname(file), { recursive: true });
    if (process.env['LEADBELL_SUITE'] === undefined) await buildProgram(app, file);
    else if (!existsSync(file)) {
      // Renamed when it is complete, so that another suite never sees half a file.
      copyFileSync(builtProgram(app), `${file}.${process.pid}`);
      renameSync(`${file}.${process.pid}`, file);
    }
    process.env[name] = file;
  }
  // A file outside of the tree must still find the PostgreSQL that Leadbell bundles.
  if (programs.length > 0) process.env['NODE_PATH'] = join(import.meta.dirname, '../libs/postgres/node_modules');
}

export async function setup() {
  const shared = process.env['LEADBELL_TEST_SERVER'];
  const { folder, reaper } = shared === undefined ? openFolder() : { folder: shared, reaper: null };
  process.env['LEADBELL_TEST_SERVER'] = folder;
  process.env['TMPDIR'] = folder;
  process.env['NODE_COMPILE_CACHE'] ??= join(folder, 'compiled');
  await preparePrograms(folder);
  return () => reaper?.reap();
}
