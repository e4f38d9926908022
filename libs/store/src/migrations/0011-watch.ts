/**
 * Stores more about the watched DMS: bulks that could not be stored, bulks that vanished, and since when the DMS is
 * watched.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table set_aside (
    id bigint generated always as identity primary key,
    connection_id text not null references dms_connections,
    key text not null,
    fingerprint text not null,
    dms_id bigint,
    created_at timestamptz,
    leads integer not null,
    errored integer not null,
    reason text not null,
    since timestamptz not null,
    last_at timestamptz not null,
    tries integer not null default 1,
    next_try_at timestamptz not null,
    unique (connection_id, key)
  )`,
  `alter table bulks add column misses integer not null default 0, add column missing_since timestamptz`,
  `create index bulks_undated on bulks (connection_id, observed_at desc) where created_at is null`,
  `alter table dms_connections add column watched_since timestamptz not null default leadbell_now(),
    add column not_found_since timestamptz, add column answered_at_address text,
    add column unread_windows jsonb not null default '[]'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
