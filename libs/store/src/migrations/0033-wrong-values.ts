/** Stores the value that each error of a lead is about, such as a model that the DMS does not know. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table bulk_leads add column wrong_values text[] not null default '{}'`.execute(db);
}
