/** The outcome of a lead when a channel was last notified: its card is updated when that changes. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table leads_told add column outcome text').execute(db);
}
