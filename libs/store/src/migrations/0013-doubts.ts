/**
 * A message in doubt is looked for outside its channel's queue; the process that holds a channel is identified by its
 * database session.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table outbox add column look_at timestamptz, add column holds_until timestamptz, add column sought jsonb`,
  `create index outbox_sending on outbox (workspace_id, channel_id) where state = 'sending'`,
  `alter table channels add column owner integer`,
  `update channels set waits_for = 'reconcile' where wake_at is not null and lease_until is not null`,
  `alter table workspaces add column history_tokens double precision not null default 1000,
    add column history_at timestamptz not null default clock_timestamp()`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
