/**
 * Stores people's actions in Slack before they are acknowledged, so that any process can finish them. Times are real,
 * because they are for leases and retries.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table inbox (
    id bigint generated always as identity primary key,
    workspace_id text not null,
    key text not null,
    object text not null,
    same text,
    body jsonb,
    created_at timestamptz not null default clock_timestamp(),
    lease integer not null default 1,
    lease_until timestamptz,
    marked_at timestamptz,
    done_at timestamptz,
    unique (workspace_id, key)
  )`,
  `create index inbox_open on inbox (lease_until) where done_at is null`,
  `create index inbox_objects on inbox (workspace_id, object, id)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
