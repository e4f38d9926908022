/** Stores people's Home tabs, which all replicas update together. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table homes (
    workspace_id text not null,
    user_id text not null,
    channel_id text,
    opened_at timestamptz not null,
    claimed_at timestamptz not null,
    openings integer not null default 1,
    hash text,
    content text,
    primary key (workspace_id, user_id)
  )`.execute(db);
  await sql`create index homes_by_opening on homes (workspace_id, opened_at)`.execute(db);
}
