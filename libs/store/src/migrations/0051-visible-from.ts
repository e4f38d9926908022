/**
 * The earliest time at which the DMS can have shown a change of a bulk, and with it the news that a message tells. Null
 * if it is not known, and for rows of earlier releases.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table bulk_history add column visible_from timestamptz`,
  `alter table outbox add column visible_from timestamptz`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
