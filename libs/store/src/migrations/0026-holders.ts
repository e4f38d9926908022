/**
 * A subscription shows a channel only leads that its owner may see. For each subscription, stores the owner's scope
 * (null: all leads), when their rights were last looked up, and since when they have had no rights.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table subscriptions
    add column scope jsonb,
    add column holder_checked_at timestamptz,
    add column unheld_since timestamptz`.execute(db);
}
