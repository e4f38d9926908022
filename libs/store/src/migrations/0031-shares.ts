/** Stores for each shared post the person who shared it, so that they can take it back. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table shares (
    workspace_id text not null,
    id text not null,
    channel_id text not null,
    user_id text not null,
    ts text,
    at timestamptz not null default leadbell_now(),
    taken_back_at timestamptz,
    primary key (workspace_id, id)
  )`.execute(db);
  await sql`create index shares_by_time on shares (at)`.execute(db);
}
