/**
 * Records for each subscription up to when its digests are written, so that a digest is due until its message is
 * stored. Also records which failures the owner was notified of.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table subscriptions add column covered_to timestamptz, add column tries integer not null default 0,
    add column failure text, add column next_try_at timestamptz`,
  `alter table workspaces add column asked_to_wait_until timestamptz`,
  `alter table outbox add column owner_told boolean not null default false`,
  // Old failures count as announced.
  `update outbox set owner_told = true where state = 'dead'`,
  `create index outbox_untold on outbox (id) where state = 'dead' and not owner_told`,
  // When a message is deleted, the occurrences that refer to it lose the reference.
  `create index occurrences_of_message on occurrences (outbox_id) where outbox_id is not null`,
  `create index outbox_of_subscription on outbox (subscription_id, id) where subscription_id is not null`,
  `update occurrences set outbox_id = o.id from outbox o
    where o.subscription_id = occurrences.subscription_id
      and o.key = 'digest ' || occurrences.subscription_id || ' ' || (extract(epoch from occurrences.scheduled_for) * 1000)::bigint`,
  // If a digest's job was not done, its scheduled time is owed again, and so are all earlier times that the job was to
  // cover.
  `with told as (
      select subscription_id, max(scheduled_for) as at from occurrences where outbox_id is not null group by subscription_id),
    left_over as (
      select o.subscription_id, greatest(coalesce(max(t.at) + interval '1 second', min(o.scheduled_for)), max(s.created_at)) as at
      from occurrences o join subscriptions s on s.id = o.subscription_id left join told t on t.subscription_id = o.subscription_id
      where o.scheduled_for > coalesce(t.at, '-infinity') and o.scheduled_for > greatest(s.created_at, leadbell_now() - interval '31 days')
      group by o.subscription_id)
    update subscriptions s set next_run_at = l.at from left_over l
    where s.id = l.subscription_id and s.kind = 'digest' and s.paused_at is null and s.next_run_at > l.at
      and s.definition ->> 'skipEmpty' is distinct from 'true'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
