/**
 * Lets the audit log be searched for a lead by its number in the DMS. Adds an index for counting the different leads
 * that a person has seen since a given time.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table audit_log add column numbers text[] not null default '{}'`,
  'create index audit_log_by_number on audit_log using gin (numbers)',
  `create index audit_log_of_people on audit_log (actor, at) where leads <> '{}'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
