/**
 * Stores fingerprints of the installation's keys that rows were hashed with. Also treats 0 as no number for bulks and
 * users, as for leads: answers are now read without a 0, and must still find the rows that were stored with one.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table installation_keys (
    id text primary key,
    since timestamptz not null,
    dropped_at timestamptz
  )`,
  `update bulks set created_by = null where created_by <= 0`,
  `update bulks set dms_id = null where dms_id <= 0`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
