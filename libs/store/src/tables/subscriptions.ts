/** The subscriptions' table; see `../subscriptions.ts`. */
import { sql } from 'kysely';
import type { Instant } from '@leadbell/domain';
import type { Subscription, Subscriptions } from '../subscriptions.ts';
import { type Database, databaseOf } from './database.ts';

const columns = sql`id, workspace_id as workspace, channel_id as channel, owner_id as owner, kind, definition,
  next_run_at as "nextRunAt", paused_reason as "pausedReason", paused_at as "pausedAt", created_at as "createdAt"`;

export function createSubscriptions(database: Database): Subscriptions {
  return {
    async add(transaction, { workspace, channel, owner, kind, definition, nextRunAt }) {
      const tx = databaseOf(transaction);
      await sql`insert into workspaces (id) values (${workspace}) on conflict do nothing`.execute(tx);
      const { rows } = await sql<{ id: number }>`
        insert into subscriptions (workspace_id, channel_id, owner_id, kind, definition, next_run_at)
        values (${workspace}, ${channel}, ${owner}, ${kind}, ${JSON.stringify(definition)}::jsonb, ${dateOrNull(nextRunAt)})
        returning id`.execute(tx);
      return rows[0]?.id ?? 0;
    },

    async ofChannel(workspace, channel) {
      const { rows } = await sql<Subscription>`
        select ${columns} from subscriptions where workspace_id = ${workspace} and channel_id = ${channel} order by id`.execute(
        database,
      );
      return rows;
    },

    async find(id) {
      const { rows } = await sql<Subscription>`select ${columns} from subscriptions where id = ${id}`.execute(database);
      return rows[0] ?? null;
    },

    async ofKind(transaction, kind) {
      const { rows } = await sql<Subscription>`
        select ${columns} from subscriptions where kind = ${kind} and paused_at is null order by id`.execute(
        databaseOf(transaction),
      );
      return rows;
    },

    async untold(transaction, id, leads) {
      const { rows } = await sql<{ lead: string }>`
        insert into leads_told (subscription_id, lead) select ${id}, unnest(${[...leads]}::text[])
        on conflict do nothing returning lead`.execute(databaseOf(transaction));
      return new Set(rows.map(({ lead }) => lead));
    },

    async change(transaction, id, { workspace, channel }, { definition, nextRunAt, pausedReason }) {
      const { numAffectedRows } = await sql`
        update subscriptions set
          -- Since when it tells what it tells now.
          created_at = case when ${definition !== undefined || pausedReason === null} then clock_timestamp() else created_at end,
          definition = coalesce(${definition === undefined ? null : JSON.stringify(definition)}::jsonb, definition),
          next_run_at = coalesce(${dateOrNull(nextRunAt ?? null)}::timestamptz, next_run_at),
          paused_reason = case when ${pausedReason === undefined} then paused_reason else ${pausedReason ?? null}::text end,
          paused_at = case when ${pausedReason === undefined} then paused_at
            when ${pausedReason ?? null}::text is null then null else coalesce(paused_at, clock_timestamp()) end
        where id = ${id} and workspace_id = ${workspace} and channel_id = ${channel}`.execute(databaseOf(transaction));
      return Number(numAffectedRows ?? 0) > 0;
    },

    async remove(transaction, id, { workspace, channel }) {
      const { numAffectedRows } = await sql`
        delete from subscriptions where id = ${id} and workspace_id = ${workspace} and channel_id = ${channel}`.execute(
        databaseOf(transaction),
      );
      return Number(numAffectedRows ?? 0) > 0;
    },

    async due(transaction, at, limit) {
      const { rows } = await sql<Subscription>`
        select ${columns} from subscriptions
        where paused_at is null and next_run_at <= ${new Date(at)}
        -- Of those of one minute in no order: a workspace with many must not hold up the others.
        order by next_run_at, hashint8(id) limit ${limit} for update skip locked`.execute(databaseOf(transaction));
      return rows;
    },

    async serve(transaction, id, scheduledFor, nextRunAt) {
      const tx = databaseOf(transaction);
      const { numAffectedRows } = await sql`
        insert into occurrences (subscription_id, scheduled_for) values (${id}, ${new Date(scheduledFor)})
        on conflict do nothing`.execute(tx);
      await sql`update subscriptions set next_run_at = ${new Date(nextRunAt)} where id = ${id}`.execute(tx);
      return Number(numAffectedRows ?? 0) > 0;
    },
  };
}

function dateOrNull(at: Instant | null): Date | null {
  return at === null ? null : new Date(at);
}
