/** The subscriptions' table; see `../subscriptions.ts`. */
import { sql } from 'kysely';
import type { Subscription, Subscriptions } from '../subscriptions.ts';
import { type Database, databaseOf } from './database.ts';

export function createSubscriptions(database: Database): Subscriptions {
  return {
    async add(transaction, { workspace, channel, owner, kind, definition }) {
      const tx = databaseOf(transaction);
      await sql`insert into workspaces (id) values (${workspace}) on conflict do nothing`.execute(tx);
      const { rows } = await sql<{ id: number }>`
        insert into subscriptions (workspace_id, channel_id, owner_id, kind, definition)
        values (${workspace}, ${channel}, ${owner}, ${kind}, ${JSON.stringify(definition)}::jsonb) returning id`.execute(
        tx,
      );
      return rows[0]?.id ?? 0;
    },
    async ofChannel(workspace, channel) {
      const { rows } = await sql<Subscription>`
        select id, workspace_id as workspace, channel_id as channel, owner_id as owner, kind, definition,
          paused_reason as "pausedReason", paused_at as "pausedAt"
        from subscriptions where workspace_id = ${workspace} and channel_id = ${channel} order by id`.execute(database);
      return rows;
    },
  };
}
