/**
 * Stores for each waiting channel the kind of its first message. A delivery can then find the few channels that may
 * send now among many thousands.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table channels add column waits_for text not null default 'post' check (waits_for in ('post', 'reply', 'update', 'reconcile'))`,
  `update channels c set waits_for = case
      when o.ts is not null then 'update' when o.state = 'sending' then 'reconcile' when o.thread_of is not null then 'reply' else 'post' end
    from channels w cross join lateral (
      select * from outbox o
      where o.workspace_id = w.workspace_id and o.channel_id = w.id and o.state in ('pending', 'sending')
      order by (o.ts is not null), o.queued limit 1) o
    where c.workspace_id = w.workspace_id and c.id = w.id`,
  `update channels c set wake_at = null where wake_at is not null and not exists (
    select from outbox o where o.workspace_id = c.workspace_id and o.channel_id = c.id and o.state in ('pending', 'sending'))`,
  `create index channels_waiting_for on channels (workspace_id, waits_for, wake_at) where wake_at is not null`,
  `drop index channels_waiting`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
