/**
 * Stores the earliest time at which the DMS may have shown a change of a bulk. The row of the change and the row of the
 * message about it each get this time. It is null if it is unknown, and in rows of earlier releases.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table bulk_history add column visible_from timestamptz`,
  `alter table outbox add column visible_from timestamptz`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
