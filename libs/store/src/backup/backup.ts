/**
 * Backs up all of Leadbell's data as one stream of bytes, and restores it: consistent as of one instant while writes go
 * on, in constant memory. Waiting jobs, which the job engine keeps, are not included. For the format see `lines.ts`.
 * Effects: a connection to PostgreSQL. Errors: `StoreError` (`backup`, `version`, `unreachable`); the driver's and the
 * streams' own. If anything fails, the restore changes nothing.
 */
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { BackupOptions, BackupSummary, OnDumped, RestoreOptions } from './options.ts';
import { restoreWith } from './restore.ts';
import { migrations } from '../migrations/index.ts';
import { dump, withDatabase } from './dump.ts';

/** Writes and ends the stream. Changes nothing in the database, which may be an earlier Leadbell's. */
export function backup(options: BackupOptions, target: Writable, onDumped?: OnDumped): Promise<BackupSummary> {
  const { signal, onRows } = options;
  return withDatabase(options, (database) =>
    dump(
      database,
      migrations,
      (lines) => pipeline(lines, createGzip(), target, signal === undefined ? {} : { signal }),
      (table, rows) => {
        onRows?.(rows.length);
        onDumped?.(table, rows);
      },
    ),
  );
}

/**
 * Restores into a database without our data, which then has the newest schema of this Leadbell. Throws `StoreError`
 * (`key`) for a backup made with another key.
 */
export function restore(options: RestoreOptions, source: Readable): Promise<BackupSummary> {
  return restoreWith(options, source, migrations);
}
