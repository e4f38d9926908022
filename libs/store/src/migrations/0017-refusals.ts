/**
 * A message that Slack refuses for now waits outside the queue, so later messages of its channel are sent before it.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table outbox add column refused_since timestamptz, add column not_before timestamptz`,
  `create index outbox_aside on outbox (workspace_id, channel_id, not_before) where not_before is not null and state in ('pending', 'sending')`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
