/** An error that the DMS gives in two languages is shown in each reader's. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table error_kinds add column messages jsonb`.execute(db);
}
