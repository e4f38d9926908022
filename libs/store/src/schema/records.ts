/**
 * The migrations that a database records as applied, with their checksums at that time. The table is the one that
 * Kysely's migrator used in earlier releases. Inside this package only.
 */
import { sql } from 'kysely';
import { presentTables } from '../tables/catalogue.ts';
import type { Database } from '../tables/database.ts';

const table = 'kysely_migration';

export interface Records {
  /** The names, sorted. */
  readonly names: readonly string[];
  /** Checksums by migration. Migrations that were applied by a release without checksums are left out. */
  readonly checksums: ReadonlyMap<string, string>;
}

export async function readRecords(database: Database): Promise<Records> {
  if ((await presentTables(database, [table])).length === 0) return { names: [], checksums: new Map() };
  // Another program's table of that name may lack these columns.
  const { rows } = await sql<{ name: string | null; checksum: string | null }>`
    select to_jsonb(t) ->> 'name' as name, to_jsonb(t) ->> 'checksum' as checksum from ${sql.table(table)} t`.execute(
    database,
  );
  return {
    names: rows.map(({ name }) => name ?? '').toSorted(),
    checksums: new Map(
      rows.flatMap(({ name, checksum }) => (name === null || checksum === null ? [] : [[name, checksum]])),
    ),
  };
}

/** Creates the table if it does not exist, in a form that earlier releases can read. */
export async function prepareRecords(tx: Database): Promise<void> {
  await sql`
    create table if not exists ${sql.table(table)} (
      name varchar(255) primary key,
      "timestamp" varchar(255) not null
    )`.execute(tx);
  await sql`alter table ${sql.table(table)} add column if not exists checksum text`.execute(tx);
}

/** Records a migration that was just applied, or that a release without checksums had applied. */
export async function record(tx: Database, name: string, checksum: string): Promise<void> {
  await sql`
    insert into ${sql.table(table)} as r (name, "timestamp", checksum)
    values (${name}, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), ${checksum})
    on conflict (name) do update set checksum = excluded.checksum where r.checksum is null`.execute(tx);
}

export async function rename(tx: Database, from: string, to: string): Promise<void> {
  await sql`update ${sql.table(table)} set name = ${to} where name = ${from}`.execute(tx);
}

export async function forgetRecords(tx: Database): Promise<void> {
  await sql`delete from ${sql.table(table)}`.execute(tx);
}
