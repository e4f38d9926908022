/**
 * Builds the bot as one file, and again when the content of its sources has changed. The file
 * starts in half the time of its thousand sources, and needs less memory. Effects: writes files in
 * the bot's `out` folder, and starts a process to build. Errors: those of rolldown, for sources
 * that can't be built.
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Build, Built } from './build-program.ts';

/** The sources from which the program was built. */
interface Stamp {
  readonly program: string;
  readonly hash: string;
  /** The paths of the sources from the root. */
  readonly sources: readonly string[];
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const usual: Build = { root, entry: 'apps/slackbot/src/main.ts', folder: 'apps/slackbot/out/start' };
/** Libraries change only together with the lockfile, so the lockfile is compared instead of their sources. */
const lockfile = 'pnpm-lock.yaml';
const stampName = 'built.json';

/**
 * Returns the address of the program. If the folder can't be written to and the program is outdated,
 * returns the sources instead.
 */
export async function builtBot(places: Build = usual): Promise<URL> {
  const stamp = readStamp(join(places.root, places.folder, stampName));
  if (stamp !== null && hashOf(places.root, stamp.sources) === stamp.hash) return urlOf(places, stamp.program);
  try {
    mkdirSync(join(places.root, places.folder), { recursive: true });
    return urlOf(places, await build(places));
  } catch (error) {
    if (!isRefusedWrite(error)) throw error;
    return pathToFileURL(join(places.root, places.entry));
  }
}

async function build(places: Build): Promise<string> {
  const folder = join(places.root, places.folder);
  const { code, sources } = await readBuilt(places);
  const stamp = { program: `${digest(code)}.mjs`, sources, hash: hashOf(places.root, sources) ?? '' };
  // Another process may build at the same time, so each file is put in place as a whole.
  put(folder, stamp.program, code);
  put(folder, stampName, JSON.stringify(stamp));
  for (const name of readdirSync(folder))
    if (name.endsWith('.mjs') && name !== stamp.program) rmSync(join(folder, name), { force: true });
  return stamp.program;
}

async function readBuilt(places: Build): Promise<Extract<Built, { readonly code: string }>> {
  const child = fork(fileURLToPath(new URL('build-program.ts', import.meta.url)), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
  });
  child.send(places satisfies Build);
  const ended = once(child, 'exit').then(([code]) => ({ problem: `the build ended with ${String(code)}` }));
  const built = await Promise.race([once(child, 'message').then(([answer]) => answer as Built), ended]);
  if ('problem' in built) throw new Error(built.problem);
  return built;
}

function put(folder: string, name: string, text: string): void {
  const before = join(folder, `${name}.${process.pid}`);
  writeFileSync(before, text);
  renameSync(before, join(folder, name));
}

/** Returns null if one of the sources is missing. */
function hashOf(from: string, sources: readonly string[]): string | null {
  const hash = createHash('sha256');
  try {
    for (const file of [lockfile, ...sources]) hash.update(`${file}\n`).update(readFileSync(join(from, file)));
  } catch {
    return null;
  }
  return hash.digest('hex');
}

function readStamp(file: string): Stamp | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stamp;
  } catch {
    return null;
  }
}

function urlOf({ root: from, folder }: Build, program: string): URL {
  return pathToFileURL(join(from, folder, program));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function isRefusedWrite(error: unknown): boolean {
  return ['EACCES', 'EROFS', 'EPERM', 'ENOSPC'].includes((error as NodeJS.ErrnoException).code ?? '');
}
