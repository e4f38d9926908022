/**
 * All that Leadbell knows, as one stream of bytes, and back: of one instant, while writes go on, with memory that does not grow. Not in it: waiting jobs,
 * which their engine keeps. The format: `backup-lines.ts`. Effects: a connection to PostgreSQL.
 * Errors: `StoreError` (`backup`, `version`, `unreachable`); the driver's and the streams' own. Whatever fails, nothing of a restore is kept.
 */
import { pipeline as pipe, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Instant } from '@leadbell/domain';
import { readLines } from './backup-lines.ts';
import { StoreError } from './errors.ts';
import { migrations } from './migrations/index.ts';
import { dump, withDatabase } from './tables/backup.ts';
import { load } from './tables/backup-load.ts';

export interface BackupOptions {
  readonly url: string;
  readonly caFile?: string | null;
  /** How long the database may take to appear. Default 30 s. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
}

export interface BackupSummary {
  /** When the backup was made, by the database's clock. */
  readonly at: Instant;
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Writes and ends the stream. Changes nothing in the database, which may be one of an earlier Leadbell. */
export function backup(options: BackupOptions, target: Writable): Promise<BackupSummary> {
  return withDatabase(options, (database) =>
    dump(database, migrations, (lines) =>
      pipeline(lines, createGzip(), target, options.signal === undefined ? {} : { signal: options.signal }),
    ),
  );
}

/** Into a database without data of ours, which is afterwards as this Leadbell needs it. */
export function restore(options: BackupOptions, source: Readable): Promise<BackupSummary> {
  return restoreWith(options, source, migrations);
}

/** With other migrations than there are, for tests. */
export async function restoreWith(
  options: BackupOptions,
  source: Readable,
  known: typeof migrations,
): Promise<BackupSummary> {
  const text = createGunzip();
  // Its errors come out where the text is read, some of them twice.
  pipe(source, text, () => {});
  text.on('error', () => {});
  const stop = () => text.destroy(new StoreError('backup', 'Stopped: nothing was restored'));
  options.signal?.addEventListener('abort', stop);
  if (options.signal?.aborted === true) stop();
  try {
    const lines = readLines(text);
    return await withDatabase(options, (database) => load(database, known, lines));
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
