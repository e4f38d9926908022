/** Stores whether a gap in watching was announced. Gaps that ended before this release count as announced. */
import { type Kysely, sql } from 'kysely';

const statements = [
  'alter table dms_outages add column announced_at timestamptz',
  'update dms_outages set announced_at = ended_at where ended_at is not null',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
