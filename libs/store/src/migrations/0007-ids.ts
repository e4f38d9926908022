/**
 * Lets an external id be any text, and stores null for a lead without a number in the DMS, because 0 is not a
 * number.
 */
import { type Kysely, sql } from 'kysely';

/** Uses one statement, so that a table of millions of leads is rewritten only once. */
const statement = `
  alter table bulk_leads
    alter column external_id type text using nullif(external_id, 0)::text,
    alter column dms_id drop not null,
    alter column dms_id type bigint using case when dms_id > 0 then dms_id end`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statement).execute(db);
}
