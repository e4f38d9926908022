/**
 * Adds summaries: one message about many alerts that arose together, or about the alerts that were open when a channel
 * subscribed.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table alert_summaries (
    id bigint generated always as identity primary key,
    subscription_id bigint not null references subscriptions on delete cascade,
    state jsonb not null,
    changed_at timestamptz not null
  )`,
  'create index alert_summaries_subscription on alert_summaries (subscription_id, changed_at)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
