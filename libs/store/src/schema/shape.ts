/**
 * The shape of the tables as lines of text (`bulks.key text not null`, `unique bulks_pkey`), and the lines that each
 * migration adds and removes. The lines show whether a database contradicts its list of migrations. A test writes
 * `shapes.json`.
 */
import { sql } from 'kysely';
import shapes from '../migrations/shapes.json' with { type: 'json' };
import type { Database } from '../tables/database.ts';

export interface Change {
  readonly adds: readonly string[];
  readonly drops: readonly string[];
}

const changes: Readonly<Record<string, Change>> = shapes;

/** Returns the lines of a database in which these migrations were applied. */
export function expectedShape(migrations: readonly string[]): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const name of migrations.toSorted()) {
    const { adds, drops } = changes[name] ?? { adds: [], drops: [] };
    for (const line of drops) lines.delete(line);
    for (const line of adds) lines.add(line);
  }
  return lines;
}

export function tableOf(line: string): string | null {
  return /^(\w+)\./.exec(line)?.[1] ?? null;
}

/** The names of all tables, indexes, sequences and functions that a migration has created. */
const ours: readonly string[] = [
  ...new Set(
    Object.values(changes).flatMap(({ adds }) => adds.map((line) => tableOf(line) ?? line.split(' ')[1] ?? '')),
  ),
];

/** Describes the named tables, functions and sequences of the database, one line for each column, index and so on. */
export async function readShape(database: Database, names: readonly string[] = ours): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ line: string }>`
    with named as (
      select c.oid, c.relname, c.relkind from unnest(${[...names]}::text[]) name
      join pg_class c on c.oid = to_regclass(quote_ident(name)))
    select relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end as line
      from named join pg_attribute on attrelid = oid and attnum > 0 and not attisdropped where relkind in ('r', 'p')
    union all select 'unique ' || relname from named join pg_index on indexrelid = oid where indisunique and indisvalid
    union all select 'sequence ' || relname from named where relkind = 'S'
    union all select 'function ' || name from unnest(${[...names]}::text[]) name where to_regproc(quote_ident(name)) is not null
    order by 1`.execute(database);
  return new Set(rows.map(({ line }) => line));
}
