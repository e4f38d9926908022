/**
 * Numbers the decisions about alerts: a decision is written only if no other decision was written since it began. Also
 * stores which change of a bulk was evaluated last.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table dms_connections
    add column decisions bigint not null default 0,
    add column evaluated_to bigint not null default 0`,
  // Earlier releases evaluated a change in the transaction that stored it.
  `update dms_connections c set evaluated_to = coalesce((select max(h.id) from bulk_history h where h.connection_id = c.id), 0)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
