/**
 * A backup as a file that is either complete or absent; only its owner can read it. Effects: writes and reads files,
 * and connects to the database. Throws the same errors as `backup.ts`, and a `StoreError` for a file that can't be
 * used.
 */
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { backup, restore } from './backup.ts';
import type { BackupOptions, BackupSummary, OnDumped, RestoreOptions } from './options.ts';
import { StoreError } from '../errors.ts';

/** Replaces an existing file when the new one is complete. */
export async function backupToFile(options: BackupOptions, file: string, onDumped?: OnDumped): Promise<BackupSummary> {
  const part = `${file}.part`;
  // If the machine went down during an earlier attempt, the file may still be there.
  await named(part, rm(part, { force: true }));
  const handle = await named(part, open(part, 'wx', 0o600));
  const { ino } = await handle.stat();
  try {
    const summary = await backup(options, handle.createWriteStream({ flush: true }), onDumped);
    if (!(await isAt(part, ino))) throw new StoreError('backup', 'Another backup to the same file is being made');
    await named(file, rename(part, file));
    await syncFolder(dirname(file));
    return summary;
  } catch (error) {
    if (await isAt(part, ino)) await rm(part, { force: true });
    throw isOfFiles(error) ? unusable(part, error) : error;
  } finally {
    await handle.close();
  }
}

export async function restoreFromFile(options: RestoreOptions, file: string): Promise<BackupSummary> {
  const handle = await named(file, open(file, 'r'));
  try {
    return await restore(options, handle.createReadStream());
  } catch (error) {
    throw isOfFiles(error) ? unusable(file, error) : error;
  } finally {
    await handle.close();
  }
}

/** Returns false if another process has put its own file there. */
async function isAt(file: string, ino: number): Promise<boolean> {
  const there = await stat(file).catch(() => null);
  return there?.ino === ino;
}

/** Writes the folder to the disk too, so that the file's new name survives a power failure. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function named<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unusable(file, error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there, or its folder is not',
  EACCES: 'you may not',
  EPERM: 'you may not',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EIO: 'the disk is broken',
  EROFS: 'the disk can only be read',
};

function unusable(file: string, error: unknown): StoreError {
  const { code } = error as NodeJS.ErrnoException;
  return new StoreError('backup', `${file} can’t be used: ${reasons[code ?? ''] ?? code ?? 'no reason given'}`, {
    cause: error,
  });
}

/** Whether a file caused the error; connection errors have none of these codes. */
function isOfFiles(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code) in reasons;
}
