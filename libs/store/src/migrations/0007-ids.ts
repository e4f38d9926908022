/** A sender's name for a lead may be any text, and a lead without a number in the DMS has none: 0 is no number. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table bulk_leads alter column external_id type text using nullif(external_id, 0)::text`,
  `alter table bulk_leads alter column dms_id drop not null`,
  `update bulk_leads set dms_id = null where dms_id <= 0`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
