/**
 * Adds indexes for reads that run with each poll, each minute or each retention. A bulk is looked up by its key
 * whenever a lead is announced or opened. `outbox_full` replaces `outbox_done` and contains only messages with text,
 * because before `0050-sent-rows` no code searched for other messages by their time. A message keeps its text for at
 * least a day after it was sent.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create index bulks_by_key on bulks (connection_id, key)`,
  `create index bulks_settled on bulks (observed_at) where next_check_at is null`,
  `create index alerts_latest on alerts (connection_id, ((state ->> 'status') <> 'resolved'), id)
    where state ->> 'firedAt' is not null`,
  `create index alert_summaries_open on alert_summaries (subscription_id) where (state ->> 'isOpen')::boolean`,
  `create index alert_summaries_by_time on alert_summaries (changed_at)`,
  `create index subscriptions_to_check on subscriptions (coalesce(holder_checked_at, '-infinity'), id) where paused_at is null`,
  `create index subscriptions_of_owner on subscriptions (workspace_id, owner_id)`,
  `create index homes_by_claim on homes (workspace_id, claimed_at)`,
  `create index occurrences_by_time on occurrences (created_at)`,
  `create index audit_log_unusual on audit_log (actor, at) where action = 'unusual reading'`,
  `create index outbox_full on outbox (sent_at) where state = 'sent' and payload is not null`,
  `drop index outbox_done`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
