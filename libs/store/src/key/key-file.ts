/**
 * Reads and writes files with keys, one key on each line, the current one first. Throws `StoreError` (`key`); its
 * message names the file, but never quotes its content.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keysIn, keyTextProblem } from '../config.ts';
import { StoreError } from '../errors.ts';
import { newKeyText } from './installation-key.ts';

/** The name of the file in the data folder. */
export const keyFileName = 'installation.key';

export type KeyFile = { readonly text: string } | { readonly problem: string };

/**
 * `problem` completes a sentence that begins with “expected”, so it says how the file should be. A relative path starts
 * at the working directory.
 */
export function readKeyFile(file: string): KeyFile {
  try {
    const { mode } = statSync(file);
    if (process.platform !== 'win32' && (mode & 0o006) !== 0)
      return { problem: 'a file that not everybody on this machine can read or write (chmod 600)' };
    const text = readFileSync(file, 'utf8');
    const problem = keyTextProblem(text);
    return problem === null ? { text } : { problem: `a file with ${problem}` };
  } catch {
    return { problem: 'a file that can be read' };
  }
}

/** Reads the keys in the data folder, the current one first; returns null if there are none. */
export function keysOfFolder(dataDir: string): readonly string[] | null {
  const file = join(dataDir, keyFileName);
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return null;
  const read = readKeyFile(file);
  if ('problem' in read) throw new StoreError('key', `${file}: expected ${read.problem}`);
  return keysIn(read.text);
}

/**
 * Creates the first key of the data folder. If several processes start at once, one creates it and all of them return
 * it.
 */
export function makeKeyInFolder(dataDir: string): readonly string[] {
  const file = join(dataDir, keyFileName);
  const fresh = writeAside(file, `${newKeyText()}\n`);
  try {
    putIfNone(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
  syncFolder(dataDir);
  return keysOfFolder(dataDir) ?? [];
}

/** Puts a new key before the keys in the data folder. */
export function addKeyInFolder(dataDir: string): readonly string[] {
  const file = join(dataDir, keyFileName);
  const keys = [newKeyText(), ...(keysOfFolder(dataDir) ?? [])];
  renameSync(writeAside(file, keys.map((key) => `${key}\n`).join('')), file);
  syncFolder(dataDir);
  return keys;
}

/**
 * Writes the text to a new file beside `file`. Only its owner can read the new file; the caller then renames it to
 * `file`.
 */
export function writeAside(file: string, text: string): string {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(aside, text, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StoreError('key', `${file} could not be written (${code ?? 'no reason given'})`, { cause: error });
  }
  return aside;
}

/** Puts the file in place, and never replaces an existing file. With hard links, the file is complete or absent. */
function putIfNone(from: string, file: string): void {
  try {
    linkSync(from, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    // The file system has no hard links.
    try {
      copyFileSync(from, file, constants.COPYFILE_EXCL);
    } catch (again) {
      if ((again as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new StoreError('key', `${file} could not be written (${code ?? 'no reason given'})`, { cause: again });
    }
  }
}

/**
 * Writes the folder to the disk too, so that a file's new name survives a power failure. If a key is lost, the rows
 * that were hashed with it can't be found any more.
 */
export function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    fsyncSync(handle);
    closeSync(handle);
  } catch {
    // Not every system can sync a folder.
  }
}
