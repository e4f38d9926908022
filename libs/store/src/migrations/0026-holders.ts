/**
 * A subscription shows a channel no more than its owner may see: their scope (null: all leads), when
 * it was last looked up, and since when they have no right any more.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table subscriptions
    add column scope jsonb,
    add column holder_checked_at timestamptz,
    add column unheld_since timestamptz`.execute(db);
}
