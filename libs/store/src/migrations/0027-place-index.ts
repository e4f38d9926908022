/**
 * Adds an index for finding all rows of one place in Slack, because a list or a file can contain thousands of people.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index person_index_by_place on person_index (ref, channel_id, workspace_id, kind)`.execute(db);
}
