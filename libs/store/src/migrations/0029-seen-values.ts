/**
 * Stores the values of filters that leads had, each with the brand and branch that decide who may see it, and nothing
 * about a person. The table begins empty; polls and answers fill it.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table seen_values (
    connection_id text not null references dms_connections (id),
    key text not null,
    filter text not null,
    value text not null,
    brand text,
    branch text,
    leads bigint not null,
    seen_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (connection_id, key)
  )`,
  'create index seen_values_by_time on seen_values (changed_at)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
