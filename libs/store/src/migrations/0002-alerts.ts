/** For alerts, stores the traits of errored leads, the texts of errors, and when each error was first seen. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table bulk_leads add column source text, add column brand text, add column branch text`,
  `create table error_kinds (
    connection_id text not null references dms_connections,
    fingerprint text not null,
    message text not null,
    code text,
    field text,
    first_seen_at timestamptz not null,
    primary key (connection_id, fingerprint)
  )`,
  `create table leads_told (
    subscription_id bigint not null references subscriptions on delete cascade,
    lead text not null,
    told_at timestamptz not null default clock_timestamp(),
    primary key (subscription_id, lead)
  )`,
  `create index leads_told_by_time on leads_told (told_at)`,
  `create index alerts_changed on alerts (connection_id, changed_at)`,
  `create index subscriptions_of_kind on subscriptions (kind) where paused_at is null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
