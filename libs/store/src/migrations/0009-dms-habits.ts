/** What a DMS does where its API's text is silent, as `libs/domain/src/leads/dms-habits.ts` writes it. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table dms_connections add column habits jsonb not null default '{}'`).execute(db);
}
