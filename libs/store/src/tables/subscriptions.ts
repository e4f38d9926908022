/** The subscriptions' table; see `../subscriptions.ts`. */
import { sql } from 'kysely';
import type { Instant } from '@leadbell/domain';
import type { Subscription, Subscriptions } from '../subscriptions.ts';
import { businessNow } from './clock.ts';
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

    async find(ids) {
      const { rows } = await sql<Subscription>`
        select ${columns} from subscriptions where id = any(${[...ids]}::bigint[]) order by id`.execute(database);
      return rows;
    },

    async ofKind(transaction, kind) {
      const { rows } = await sql<Subscription>`
        select ${columns} from subscriptions where kind = ${kind} and paused_at is null order by id`.execute(
        databaseOf(transaction),
      );
      return rows;
    },

    async tellLeads(transaction, id, leads) {
      const { rows } = await sql<{ key: string; told: string; isNew: boolean }>`
        with given as (
            select * from jsonb_to_recordset(${JSON.stringify(leads)}::jsonb)
              as g (key text, aliases text[], outcome text, "isWanted" boolean)),
          known as (
            select g.key, g.outcome as now, a.place, t.lead, t.outcome
            from given g cross join unnest(g.key || g.aliases) with ordinality as a (name, place)
            join leads_told t on t.subscription_id = ${id} and t.lead = a.name),
          -- What was told once stands for one lead, though several may have been told by it.
          first as (select distinct on (lead) * from known order by lead, place, key),
          changed as (
            update leads_told t set outcome = k.now from first k
            where t.subscription_id = ${id} and t.lead = k.lead and t.outcome is distinct from k.now returning t.lead),
          added as (
            insert into leads_told (subscription_id, lead, outcome)
            select ${id}, g.key, g.outcome from given g where g."isWanted" and not exists (select from known k where k.key = g.key)
            on conflict do nothing returning lead)
        select lead as key, lead as told, true as "isNew" from added
        union all
        -- For a lead that was told before outcomes were kept we cannot say whether this one is news.
        select k.key, k.lead, false from changed c join first k on k.lead = c.lead where k.outcome is not null`.execute(
        databaseOf(transaction),
      );
      const known = rows.filter(({ isNew }) => !isNew).map(({ key, told }) => [key, told] as const);
      return { arrived: new Set(rows.flatMap(({ key, isNew }) => (isNew ? [key] : []))), changed: new Map(known) };
    },

    async toldSince(transaction, id, since) {
      const { rows } = await sql<{ leads: number }>`
        select count(*)::int as leads from leads_told where subscription_id = ${id} and told_at >= ${new Date(since)}`.execute(
        databaseOf(transaction),
      );
      return rows[0]?.leads ?? 0;
    },

    async change(transaction, id, { workspace, channel }, { definition, nextRunAt, pausedReason }) {
      const { numAffectedRows } = await sql`
        update subscriptions set
          -- Since when it tells what it tells now.
          created_at = case when ${definition !== undefined || pausedReason === null} then ${businessNow} else created_at end,
          definition = coalesce(${definition === undefined ? null : JSON.stringify(definition)}::jsonb, definition),
          next_run_at = coalesce(${dateOrNull(nextRunAt ?? null)}::timestamptz, next_run_at),
          paused_reason = case when ${pausedReason === undefined} then paused_reason else ${pausedReason ?? null}::text end,
          paused_at = case when ${pausedReason === undefined} then paused_at
            when ${pausedReason ?? null}::text is null then null else coalesce(paused_at, ${businessNow}) end
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
          -- Where nothing can be posted it becomes late: one message about all of it, once it can.
          and not exists (select from workspaces w where w.id = subscriptions.workspace_id and w.blocked_reason is not null)
        -- Of those of one minute in no order: a workspace with many must not hold up the others.
        order by next_run_at, hashint8(id) limit ${limit} for update skip locked`.execute(databaseOf(transaction));
      return rows;
    },

    async serve(transaction, served) {
      const all = JSON.stringify(
        served.map(({ id, scheduledFor, nextRunAt }) => ({
          id,
          at: new Date(scheduledFor),
          next: new Date(nextRunAt),
        })),
      );
      const { rows } = await sql<{ id: number }>`
        with s as (select * from jsonb_to_recordset(${all}::jsonb) as s (id bigint, at timestamptz, next timestamptz)),
          moved as (update subscriptions set next_run_at = s.next from s where subscriptions.id = s.id)
        insert into occurrences (subscription_id, scheduled_for) select id, at from s
        on conflict do nothing returning subscription_id as id`.execute(databaseOf(transaction));
      return new Set(rows.map(({ id }) => id));
    },
  };
}

function dateOrNull(at: Instant | null): Date | null {
  return at === null ? null : new Date(at);
}
