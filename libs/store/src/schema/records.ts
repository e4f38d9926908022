/**
 * The migrations recorded in a database, with the checksums they were applied with. The table is the one of Kysely's
 * migrator in earlier releases. Inside this package only.
 */
import { sql } from 'kysely';
import { presentTables } from '../tables/catalogue.ts';
import type { Database } from '../tables/database.ts';

const table = 'kysely_migration';

export interface Records {
  /** Sorted. */
  readonly names: readonly string[];
  /** By name; missing for migrations applied by a release without checksums. */
  readonly checksums: ReadonlyMap<string, string>;
}

export async function readRecords(database: Database): Promise<Records> {
  if ((await presentTables(database, [table])).length === 0) return { names: [], checksums: new Map() };
  // Other programs' tables of that name may lack these columns.
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

/** Creates the table if it is missing, in a form that earlier releases can read. */
export async function prepareRecords(tx: Database): Promise<void> {
  await sql`
    create table if not exists ${sql.table(table)} (
      name varchar(255) primary key,
      "timestamp" varchar(255) not null
    )`.execute(tx);
  await sql`alter table ${sql.table(table)} add column if not exists checksum text`.execute(tx);
}

/** Records a migration that was applied now, or by a release without checksums. */
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
