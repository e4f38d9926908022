/**
 * Stores how a DMS behaves where its API's specification leaves a choice, in the form of
 * `libs/domain/src/leads/dms-habits.ts`.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table dms_connections add column habits jsonb not null default '{}'`).execute(db);
}
