/** Stores when Slack said that the app was removed from a workspace, or that its token was revoked. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table workspaces add column uninstalled_at timestamptz`.execute(db);
}
