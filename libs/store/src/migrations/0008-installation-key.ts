/**
 * Fingerprints of the installation's keys that rows were hashed with. And 0 names no bulk and no user, as it names no lead:
 * what was stored with one must be found by an answer that is now read without.
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
