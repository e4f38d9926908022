/**
 * Backs up all of Leadbell's data as one stream of bytes, and restores it. A backup shows the data of one instant while
 * other processes write, and needs constant memory. Waiting jobs are not included: the job engine keeps them. For the
 * format see `lines.ts`. Effects: connects to PostgreSQL. Throws `StoreError` (`backup`, `version`, `unreachable`), and
 * errors of the driver and of the streams. A restore that fails changes nothing.
 */
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { BackupOptions, BackupSummary, OnDumped, RestoreOptions } from './options.ts';
import { restoreWith } from './restore.ts';
import { migrations } from '../migrations/index.ts';
import { dump, withDatabase } from './dump.ts';

/**
 * Writes the backup to the stream and ends it. Does not change the database; its schema may be that of an earlier
 * Leadbell.
 */
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
 * Restores into a database without Leadbell's data, and brings its schema up to date. Throws `StoreError` (`key`) if
 * the backup was made with another key.
 */
export function restore(options: RestoreOptions, source: Readable): Promise<BackupSummary> {
  return restoreWith(options, source, migrations);
}
