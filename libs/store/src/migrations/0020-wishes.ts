/**
 * Keeps a *Send now* request until its message is in the outbox. Keeps the pauses of a digest subscription while the
 * subscription owes hours from before these pauses.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table digest_wishes (
    subscription_id bigint not null references subscriptions on delete cascade,
    key text not null,
    about timestamptz not null,
    asked_by text not null,
    asked_at timestamptz not null,
    tries integer not null default 0,
    next_try_at timestamptz,
    primary key (subscription_id, key)
  )`,
  `alter table subscriptions add column pauses jsonb not null default '[]'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
