/**
 * Proves that a backup can be restored: makes a backup, restores it into a new database on the same server, compares
 * each row, erases forgotten people whose keys the backup lacks, and drops that database. Effects: writes a file, and
 * creates and drops a database. Throws `StoreError`, also if the account can't create a database.
 */
import { hash } from 'node:crypto';
import { cutText, type Instant } from '@leadbell/domain';
import { sql } from 'kysely';
import { StoreError } from './errors.ts';
import type { Tombstone } from './persons.ts';
import { migrations } from './migrations/index.ts';
import { openStore } from './open-store.ts';
import { appliedMigrations } from './schema/bring-up-to-date.ts';
import type { Database } from './tables/database.ts';
import { dump, withDatabase } from './backup/dump.ts';
import { backupToFile, restoreFromFile } from './backup/file.ts';
import type { BackupOptions, OnDumped, RestoreOptions } from './backup/options.ts';

export interface DrillOptions extends BackupOptions {
  readonly keys: NonNullable<RestoreOptions['keys']>;
  /** The keys of forgotten people; older backups lack some of them. */
  readonly tombstones: readonly Tombstone[];
  /** Called before each step; the step waits until it returns. */
  readonly onStep?: (step: DrillStep) => void | Promise<void>;
}

export type DrillStep = 'backup' | 'restore' | 'compare' | 'forget';

export interface DrillReport {
  /** The time at which the backup was made, by the database's clock. */
  readonly at: Instant;
  readonly rows: number;
  /** How many tables the backup contains. */
  readonly tables: number;
  /** The tables whose rows changed in the backup or the restore. */
  readonly different: readonly string[];
  /** How many keys of forgotten people the backup lacked. */
  readonly forgotten: number;
}

export async function drillBackup(options: DrillOptions, file: string): Promise<DrillReport> {
  const { keys, tombstones, onStep = () => {} } = options;
  await withDatabase(options, refuseEarlier);
  const before = createSums();
  await onStep('backup');
  const { at, rows } = await backupToFile(options, file, before.add);
  return withThrowAway(options, async (url) => {
    const place = { ...options, url };
    await onStep('restore');
    await restoreFromFile({ ...place, keys }, file);
    await onStep('compare');
    const after = await sumsOf(place);
    await onStep('forget');
    const forgotten = await forgetIn(place, tombstones);
    const tables = Object.keys(rows);
    return {
      at,
      rows: Object.values(rows).reduce((sum, count) => sum + count, 0),
      tables: tables.length,
      different: tables.filter((table) => before.of(table) !== after.of(table)),
      forgotten,
    };
  });
}

/** Throws for a database of an earlier release, because its rows would look different in the tables of this release. */
async function refuseEarlier(database: Database): Promise<void> {
  const applied = await appliedMigrations(database, migrations);
  if (applied.length > 0 && applied.length < Object.keys(migrations).length)
    throw new StoreError('backup', 'The tables are of an earlier Leadbell: run leadbell migrate before a drill');
}

interface Sums {
  readonly add: OnDumped;
  /** Returns the same text for the same rows in any order. */
  of(table: string): string;
}

function createSums(): Sums {
  const sums = new Map<string, { rows: number; sum: bigint }>();
  return {
    add(table, rows) {
      const own = sums.get(table) ?? { rows: 0, sum: 0n };
      sums.set(table, own);
      own.rows += rows.length;
      for (const row of rows)
        own.sum = BigInt.asUintN(64, own.sum + hash('sha256', asKept(table, row), 'buffer').readBigUInt64LE());
    },
    of(table) {
      const { rows, sum } = sums.get(table) ?? { rows: 0, sum: 0n };
      return `${rows} ${sum}`;
    },
  };
}

/** Leaves out whether a channel sleeps, because a restore puts all channels to sleep. */
function asKept(table: string, row: string): string {
  return table === 'channels' ? row.replace(/"wake_at": (?:null|"[^"]*")/, '') : row;
}

async function sumsOf(options: BackupOptions): Promise<Sums> {
  const sums = createSums();
  await withDatabase(options, (database) => dump(database, migrations, drain, sums.add));
  return sums;
}

async function drain(lines: AsyncIterable<string>): Promise<void> {
  const reading = lines[Symbol.asyncIterator]();
  while ((await reading.next()).done !== true);
}

async function forgetIn({ url, caFile = null }: BackupOptions, tombstones: readonly Tombstone[]): Promise<number> {
  const store = await openStore({ url, caFile, pool: 1, name: 'leadbell drill' });
  try {
    return tombstones.length === 0 ? 0 : await store.persons.adopt(tombstones);
  } finally {
    await store.close();
  }
}

/** Marks our database, so that it is not mistaken for one that a person made under the same name. */
const mark = 'made by leadbell backup --drill';
/**
 * A connection limit that marks our database from its creation, because a drill may be killed before it writes the
 * comment.
 */
const markingLimit = 23;
const longestName = 50;
/** Long enough for the server to notice that a killed drill is gone, and to free its lock. */
const lockPatience = '10s';

/**
 * Gives `work` a new database, which is dropped afterwards. Only one drill runs at a time; the database that a killed
 * drill left is dropped first.
 */
function withThrowAway<T>(options: BackupOptions, work: (url: string) => Promise<T>): Promise<T> {
  return withDatabase(options, (all) =>
    all.connection().execute(async (database) => {
      await lock(database);
      const name = await make(database);
      const url = new URL(options.url);
      url.pathname = `/${encodeURIComponent(name)}`;
      try {
        return await work(url.href);
      } finally {
        await drop(database, name);
      }
    }),
  );
}

async function lock(database: Database): Promise<void> {
  try {
    await sql`select set_config('lock_timeout', ${lockPatience}, false)`.execute(database);
    await sql`select pg_advisory_lock(hashtextextended('leadbell drill', 0))`.execute(database);
  } catch (error) {
    throw notMade(error);
  }
}

async function drop(database: Database, name: string): Promise<void> {
  await sql`drop database if exists ${sql.id(name)} with (force)`.execute(database);
}

async function make(database: Database): Promise<string> {
  const own = await sql<{ own: string }>`select current_database() as own`.execute(database);
  const name = `${cutText(own.rows[0]?.own ?? '', longestName)}_drill`;
  const { rows } = await sql<{ isOurs: boolean }>`
    select coalesce(shobj_description(oid, 'pg_database') = ${mark}, datconnlimit = ${markingLimit}) as "isOurs"
    from pg_database where datname = ${name}`.execute(database);
  if (rows.some(({ isOurs }) => !isOurs))
    throw new StoreError('backup', `There is a database ${name} already: rename it, a drill needs that name`);
  try {
    // Also closes connections that the killed drill left.
    await drop(database, name);
    await sql`create database ${sql.id(name)} template template0 connection limit ${sql.lit(markingLimit)}`.execute(
      database,
    );
    await sql`comment on database ${sql.id(name)} is ${sql.lit(mark)}`.execute(database);
    return name;
  } catch (error) {
    throw notMade(error);
  }
}

function notMade(error: unknown): StoreError {
  const { code } = error as { readonly code?: unknown };
  if (code === '55P03') return new StoreError('backup', 'Another drill is running: wait for it', { cause: error });
  if (code === '42501')
    return new StoreError(
      'backup',
      'The account may not make a database to restore into: as the administrator of PostgreSQL, run alter role … createdb',
      { cause: error },
    );
  return new StoreError(
    'backup',
    `No database could be made to restore into (${typeof code === 'string' ? code : 'no answer'})`,
    {
      cause: error,
    },
  );
}
