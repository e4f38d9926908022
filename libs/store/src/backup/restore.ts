/** Restores a database from the bytes of a backup; see `backup.ts`. Only this package uses it. */
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Migration } from 'kysely/migration';
import type { BackupSummary, RestoreOptions } from './options.ts';
import { readLines } from './lines.ts';
import { StoreError } from '../errors.ts';
import { withDatabase } from './dump.ts';
import { load } from './load.ts';

/** `known`: Leadbell's migrations; tests pass others. */
export async function restoreWith(
  options: RestoreOptions,
  source: Readable,
  known: Readonly<Record<string, Migration>>,
): Promise<BackupSummary> {
  const text = createGunzip();
  // Errors of the stream are ignored here, because the code that reads the text gets them too.
  pipeline(source, text, () => {});
  text.on('error', () => {});
  const stop = () => text.destroy(new StoreError('backup', 'Stopped: nothing was restored'));
  options.signal?.addEventListener('abort', stop);
  if (options.signal?.aborted === true) stop();
  try {
    const lines = readLines(text);
    return await withDatabase(options, (database) => load(database, known, lines, options));
  } catch (error) {
    throw isBroken(error)
      ? new StoreError('backup', 'The file is no backup of Leadbell’s, or it is cut off or damaged')
      : error;
  } finally {
    options.signal?.removeEventListener('abort', stop);
    source.destroy();
    text.destroy();
  }
}

function isBroken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('Z_');
}
