/**
 * All that Leadbell knows, as one stream of bytes, and back: of one instant, while writes go on, with memory that does not grow. Not in it: waiting jobs,
 * which their engine keeps. The format: `lines.ts`. Effects: a connection to PostgreSQL.
 * Errors: `StoreError` (`backup`, `version`, `unreachable`); the driver's and the streams' own. Whatever fails, nothing of a restore is kept.
 */
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { BackupOptions, BackupSummary, RestoreOptions } from './options.ts';
import { restoreWith } from './restore.ts';
import { migrations } from '../migrations/index.ts';
import { dump, withDatabase } from './dump.ts';

/** Writes and ends the stream. Changes nothing in the database, which may be one of an earlier Leadbell. */
export function backup(options: BackupOptions, target: Writable): Promise<BackupSummary> {
  return withDatabase(options, (database) =>
    dump(database, migrations, (lines) =>
      pipeline(lines, createGzip(), target, options.signal === undefined ? {} : { signal: options.signal }),
    ),
  );
}

/** Into a database without data of ours, which is afterwards as this Leadbell needs it. Throws `StoreError` (`key`) for a backup of another key. */
export function restore(options: RestoreOptions, source: Readable): Promise<BackupSummary> {
  return restoreWith(options, source, migrations);
}
