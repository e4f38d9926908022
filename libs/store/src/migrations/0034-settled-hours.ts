/**
 * Stores the time before which a subscription owes no hours: digests have covered these hours, or a person's pause has
 * dropped them.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table subscriptions add column settled_to timestamptz`.execute(db);
  await sql`
    update subscriptions s set settled_to = coalesce(s.covered_to, o.last)
    from (select subscription_id, max(scheduled_for) as last from occurrences group by 1) o
    where o.subscription_id = s.id`.execute(db);
}
