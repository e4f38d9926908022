/**
 * Stores each workspace as the running Leadbell finds it: its access rules, and the scopes that Slack did not give the
 * app.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table workspaces
    add column access jsonb,
    add column missing_scopes text[],
    add column looked_at timestamptz`.execute(db);
}
