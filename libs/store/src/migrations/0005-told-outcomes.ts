/**
 * Stores each lead's outcome at the time of its last message to a channel, so that the lead's card is updated when the
 * outcome changes.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table leads_told add column outcome text').execute(db);
}
