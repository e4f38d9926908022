/** If the DMS gives an error in two languages, each reader is shown the one in their language. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table error_kinds add column messages jsonb`.execute(db);
}
