/** Writes and reads all tables with SQL; see `backup.ts`. */
import type { Migration } from 'kysely/migration';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Instant } from '@leadbell/domain';
import type { BackupOptions, BackupSummary, OnDumped } from './options.ts';
import { endLine, headerLine, rowLines } from './lines.ts';
import { StoreError } from '../errors.ts';
import { createPool } from '../pool.ts';
import { untilReady } from '../ready.ts';
import { appliedMigrations } from '../schema/bring-up-to-date.ts';
import { backupTables } from '../tables/backup-plan.ts';
import { presentTables, sequencesOf } from '../tables/catalogue.ts';
import type { Database } from '../tables/database.ts';
import type { Tables } from '../tables/tables.ts';

const statementTimeoutMs = 12 * 60 * 60_000;
/** The number of rows to fetch at a time. */
const batch = 250;

/** Opens one connection whose statements may take a long time. */
export async function withDatabase<T>(
  { url, caFile = null, patienceMs = 30_000, name = 'leadbell backup' }: BackupOptions & { readonly name?: string },
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const pool = createPool({ url, size: 1, caFile, name, statementTimeoutMs });
  // If the connection breaks between two statements, the next statement reports it.
  pool.on('connect', (client) => client.on('error', () => {}));
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await untilReady(pool, patienceMs);
    return await work(database);
  } finally {
    // Kysely does not end a pool on which it made no query.
    await pool.end();
  }
}

/** Writes the contents of the database at one instant as lines. */
export async function dump(
  database: Database,
  known: Readonly<Record<string, Migration>>,
  write: (lines: AsyncIterable<string>) => Promise<void>,
  onDumped: OnDumped = () => {},
): Promise<BackupSummary> {
  const tables = await presentTables(database, backupTables);
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
      await sql`set local extra_float_digits = 1`.execute(tx);
      // Otherwise times would be written in the time zone of the database.
      await sql`set local time zone 'UTC'`.execute(tx);
      // Locks the tables before the name of the last migration is read, so that no other migration runs before the rows
      // are read.
      if (tables.length > 0) {
        await sql`lock table ${sql.join(tables.map((table) => sql.table(table)))} in access share mode`.execute(tx);
      }
      const migration = (await appliedMigrations(tx, known)).at(-1);
      if (migration === undefined) {
        throw new StoreError('backup', 'There is nothing to back up: no Leadbell has used this database yet');
      }
      const at = await now(tx);
      const rows: Record<string, number> = {};
      async function* lines(): AsyncGenerator<string> {
        yield headerLine({ migration: migration ?? '', at: new Date(at).toISOString() });
        for (const table of tables) {
          rows[table] = 0;
          for await (const some of rowsOf(tx, table)) {
            rows[table] += some.length;
            onDumped(table, some);
            yield* rowLines(table, some);
          }
        }
        yield endLine({ rows, sequences: await lastNumbers(tx, tables) });
      }
      await write(lines());
      return { at, rows };
    });
}

async function* rowsOf(tx: Database, table: string): AsyncGenerator<readonly string[]> {
  await sql`declare backup_rows no scroll cursor for select to_jsonb(t)::text as row from ${sql.table(table)} t`.execute(
    tx,
  );
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(batch)} from backup_rows`.execute(tx);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await sql`close backup_rows`.execute(tx);
}

/** A sequence keeps its position even if the rows with its numbers were deleted. */
async function lastNumbers(tx: Database, tables: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { table, column, sequence } of await sequencesOf(tx, tables)) {
    const { rows } = await sql<{ last: string }>`
      select last_value::text as last from ${sql.raw(sequence)} where is_called`.execute(tx);
    const [row] = rows;
    if (row !== undefined) found[`${table}.${column}`] = row.last;
  }
  return found;
}

async function now(tx: Database): Promise<Instant> {
  const { rows } = await sql<{ now: Instant }>`select now() as now`.execute(tx);
  return rows[0]?.now ?? (0 as Instant);
}
