/** How a lead stood when a channel was last told of it: its card is changed when that changes. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table leads_told add column outcome text').execute(db);
}
