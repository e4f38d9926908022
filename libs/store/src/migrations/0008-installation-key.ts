/**
 * Stores the fingerprints of the installation's keys with which rows were hashed. Also stores null instead of 0 as the
 * number of a bulk or user, as for leads. Answers are now read in this way, so stored rows would otherwise not be
 * found.
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
