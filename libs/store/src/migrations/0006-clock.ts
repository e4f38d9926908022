/**
 * Adds business time, which is the database's clock plus the offset of a demonstration. `docs/storage.md` lists the
 * columns that use it.
 */
import { type Kysely, sql } from 'kysely';

const defaults: Readonly<Record<string, readonly string[]>> = {
  subscriptions: ['created_at'],
  outbox: ['queued_at', 'created_at'],
  occurrences: ['created_at'],
  alerts: ['changed_at', 'created_at'],
  leads_told: ['told_at'],
  people: ['changed_at'],
  audit: ['at'],
};

const statements = [
  `create table business_clock (
    id boolean primary key default true check (id),
    offset_ms bigint not null
  )`,
  `insert into business_clock (offset_ms) values (0)`,
  // With `begin atomic`, the function finds the table whatever search path a caller has.
  `create function leadbell_now() returns timestamptz language sql volatile begin atomic
    select clock_timestamp() + coalesce((select offset_ms from business_clock), 0) * interval '1 millisecond';
  end`,
  ...Object.entries(defaults).flatMap(([table, columns]) =>
    columns.map((column) => `alter table ${table} alter column ${column} set default leadbell_now()`),
  ),
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
