/** Stores an error in both languages if the DMS gives it in two, so that each person sees it in their own language. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table error_kinds add column messages jsonb`.execute(db);
}
