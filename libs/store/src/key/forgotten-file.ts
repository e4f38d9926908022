/**
 * The file of tombstones, beside the installation's key. It is not part of backups, so restoring an older backup does
 * not lose tombstones. Each line has a person's key and the receipt, and no name. Throws `StoreError` (`key`).
 */
import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseConfig } from '../config.ts';
import { StoreError } from '../errors.ts';
import type { Tombstone } from '../persons.ts';
import { syncFolder, writeAside } from './key-file.ts';

const forgottenFileName = 'forgotten.keys';

/** `folder`: the data folder of the bundled PostgreSQL, if it is used. */
export function forgottenFile(
  { keyFile, dataDir }: Pick<DatabaseConfig, 'keyFile' | 'dataDir'>,
  folder: string | null,
) {
  return join(keyFile === null ? (folder ?? dataDir) : dirname(keyFile), forgottenFileName);
}

/** Returns an empty list if there is no file. Skips lines that are not tombstones. */
export function readForgotten(file: string): readonly Tombstone[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new StoreError('key', `${file} could not be read (${code ?? 'no reason given'})`, { cause: error });
  }
  return text.split('\n').flatMap((line) => {
    const [, person, receipt] = /^(p1\.[0-9a-f]{8}\.[\w-]{22}) ([\w-]{1,40})$/.exec(line.trim()) ?? [];
    return person === undefined || receipt === undefined ? [] : [{ person, receipt }];
  });
}

/** Adds the tombstones that the file lacks. Only the file's owner can read the file. */
export function keepForgotten(file: string, tombstones: readonly Tombstone[]): void {
  const kept = new Map(readForgotten(file).map((one) => [one.person, one.receipt]));
  const missing = tombstones.filter(({ person }) => !kept.has(person));
  if (missing.length === 0) return;
  for (const { person, receipt } of missing) kept.set(person, receipt);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    renameSync(writeAside(file, [...kept].map((words) => `${words.join(' ')}\n`).join('')), file);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new StoreError('key', `${file} could not be written (${code ?? 'no reason given'})`, { cause: error });
  }
  syncFolder(dirname(file));
}

/** A receipt is easy to read aloud, because it has no characters that can be mistaken for others. */
export function newReceipt(): string {
  const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
  return `F-${Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')}`;
}
