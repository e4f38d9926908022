/** Reads the contents of the database from its catalogue. Inside this package only. */
import { sql } from 'kysely';
import { ownSequences } from './backup-plan.ts';
import type { Database } from './database.ts';

export async function presentTables<T extends string>(database: Database, names: readonly T[]): Promise<readonly T[]> {
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${[...names]}::text[]) name where to_regclass(quote_ident(name)) is not null`.execute(
    database,
  );
  return names.filter((name) => rows.some((row) => row.name === name));
}

/** The name in `sequence` is quoted if necessary. */
export async function sequencesOf(
  database: Database,
  tables: readonly string[],
): Promise<readonly { readonly table: string; readonly column: string; readonly sequence: string }[]> {
  const { rows } = await sql<{ table: string; column: string; sequence: string }>`
    select name as table, a.attname as column, pg_get_serial_sequence(quote_ident(name), a.attname) as sequence
    from unnest(${[...tables]}::text[]) name
    join pg_attribute a on a.attrelid = to_regclass(quote_ident(name)) and a.attidentity <> ''
    order by name, a.attname`.execute(database);
  return [...rows, ...ownSequences.filter(({ table }) => tables.includes(table))];
}
