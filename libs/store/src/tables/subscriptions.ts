/** The table of subscriptions; see `../subscriptions.ts`. */
import { sql } from 'kysely';
import type { Instant, OwedCounts } from '@leadbell/domain';
import type { LastOutcome, LeadsToTell, Subscription, Subscriptions, ToldLead } from '../subscriptions.ts';
import { asBusinessTime, businessNow } from './clock.ts';
import { type Database, databaseOf } from './database.ts';

const columns = sql`id, workspace_id as workspace, channel_id as channel, owner_id as owner, kind, definition,
  next_run_at as "nextRunAt", paused_reason as "pausedReason", paused_at as "pausedAt", created_at as "createdAt",
  covered_to as "coveredTo", scope, unheld_since as "unheldSince", pauses, tries, failure, next_try_at as "nextTryAt",
  settled_to as "settledTo"`;

/** A time further ahead than this was written before the clock was set back, and counts as due. */
export const longestWait = sql`interval '4 hours'`;

export function createSubscriptions(database: Database): Subscriptions {
  return {
    async add(transaction, { workspace, channel, owner, kind, definition, nextRunAt, coveredTo = null, scope = null }) {
      const tx = databaseOf(transaction);
      await sql`insert into workspaces (id) values (${workspace}) on conflict do nothing`.execute(tx);
      const { rows } = await sql<{ id: number }>`
        insert into subscriptions (workspace_id, channel_id, owner_id, kind, definition, next_run_at, covered_to, scope)
        values (${workspace}, ${channel}, ${owner}, ${kind}, ${JSON.stringify(definition)}::jsonb, ${dateOrNull(nextRunAt)},
          ${dateOrNull(coveredTo)}, ${scope === null ? null : JSON.stringify(scope)}::jsonb)
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

    async ofOwner(workspace, owner) {
      const { rows } = await sql<Subscription>`
        select ${columns} from subscriptions where workspace_id = ${workspace} and owner_id = ${owner} order by id`.execute(
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

    leadsToTell: (transaction, id, leads) => leadsToTell(databaseOf(transaction), id, leads, { isTold: false }),
    tellLeads: (transaction, id, leads) => leadsToTell(databaseOf(transaction), id, leads, { isTold: true }),

    async toldSince(transaction, id, since) {
      const { rows } = await sql<{ leads: number }>`
        select count(*)::int as leads from leads_told where subscription_id = ${id} and told_at >= ${new Date(since)}`.execute(
        databaseOf(transaction),
      );
      return rows[0]?.leads ?? 0;
    },

    async change(transaction, id, { workspace, channel }, change) {
      const { definition, nextRunAt, coveredTo, pauses, settledTo, pausedReason } = change;
      const { numAffectedRows } = await sql`
        update subscriptions set
          -- The time since which the current definition applies.
          created_at = case when ${definition !== undefined || pausedReason === null} then ${businessNow} else created_at end,
          definition = coalesce(${definition === undefined ? null : JSON.stringify(definition)}::jsonb, definition),
          next_run_at = coalesce(${dateOrNull(nextRunAt ?? null)}::timestamptz, next_run_at),
          covered_to = case when ${coveredTo !== undefined} and covered_to is not distinct from ${dateOrNull(coveredTo?.was ?? null)}::timestamptz
            then ${dateOrNull(coveredTo?.becomes ?? null)}::timestamptz else covered_to end,
          pauses = coalesce(${pauses === undefined ? null : JSON.stringify(pauses)}::jsonb, pauses),
          settled_to = greatest(settled_to, ${dateOrNull(settledTo ?? null)}::timestamptz),
          tries = 0, failure = null, next_try_at = null,
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

    async toCheck(transaction, before, limit) {
      const { rows } = await sql<Subscription>`
        select ${columns} from subscriptions
        where paused_at is null and coalesce(holder_checked_at, '-infinity') < ${new Date(before)}
        order by coalesce(holder_checked_at, '-infinity'), id limit ${limit} for update skip locked`.execute(
        databaseOf(transaction),
      );
      return rows;
    },

    async hold(transaction, id, was, { owner, scope, unheldSince }) {
      const { numAffectedRows } = await sql`
        update subscriptions set owner_id = ${owner}, scope = ${scope === null ? null : JSON.stringify(scope)}::jsonb,
          unheld_since = ${dateOrNull(unheldSince)}, holder_checked_at = ${businessNow}
        where id = ${id} and owner_id = ${was.owner}
          and unheld_since is not distinct from ${dateOrNull(was.unheldSince)}::timestamptz`.execute(
        databaseOf(transaction),
      );
      return Number(numAffectedRows ?? 0) > 0;
    },

    async due(transaction, at, limit) {
      const { rows } = await sql<Subscription>`
        select ${columns} from subscriptions
        where paused_at is null and next_run_at <= ${new Date(at)}
          and (next_try_at is null or next_try_at <= ${new Date(at)} or next_try_at > ${new Date(at)}::timestamptz + ${longestWait})
          -- While a workspace is blocked its digests wait, and one message then covers all of them.
          and not exists (select from workspaces w where w.id = subscriptions.workspace_id and w.blocked_reason is not null)
        -- Equal times come in arbitrary order, so that a workspace with many subscriptions does not delay the others.
        order by next_run_at, hashint8(id) limit ${limit} for update skip locked`.execute(databaseOf(transaction));
      return rows;
    },

    async isUnchanged(transaction, { id, owner, definition, nextRunAt, coveredTo, pauses, pausedAt, failure }) {
      const { rows } = await sql`
        select id from subscriptions
        where id = ${id} and owner_id = ${owner} and definition = ${JSON.stringify(definition)}::jsonb
          and next_run_at is not distinct from ${dateOrNull(nextRunAt)}::timestamptz
          and covered_to is not distinct from ${dateOrNull(coveredTo)}::timestamptz
          and pauses = ${JSON.stringify(pauses)}::jsonb
          and paused_at is not distinct from ${dateOrNull(pausedAt)}::timestamptz
          and failure is not distinct from ${failure}::text
        for update`.execute(databaseOf(transaction));
      return rows.length > 0;
    },

    async putOff(transaction, ids, until) {
      await sql`update subscriptions set next_try_at = ${new Date(until)} where id = any(${[...ids]}::bigint[])`.execute(
        databaseOf(transaction),
      );
    },

    async failed(ids, failure, { firstMs, longestMs }) {
      await sql`
        update subscriptions set tries = tries + 1, failure = ${failure},
          next_try_at = ${businessNow} + least(${longestMs}, ${firstMs} * 2 ^ least(tries, 20)) * interval '1 millisecond'
        where id = any(${[...ids]}::bigint[])`.execute(database);
    },

    async cover(transaction, covered) {
      const all = JSON.stringify(
        covered.map(({ id, was, scheduledFor, message, coveredTo, nextRunAt, pauses }) => ({
          id,
          definition: was.definition,
          was_next: dateOrNull(was.nextRunAt),
          was_covered: dateOrNull(was.coveredTo),
          was_pauses: was.pauses,
          pauses,
          at: new Date(scheduledFor),
          message,
          covered: new Date(coveredTo),
          next: new Date(nextRunAt),
        })),
      );
      const { rows } = await sql<{ id: number }>`
        with c as (
            select * from jsonb_to_recordset(${all}::jsonb)
              as c (id bigint, definition jsonb, was_next timestamptz, was_covered timestamptz, was_pauses jsonb, pauses jsonb, at timestamptz,
                message bigint, covered timestamptz, next timestamptz)),
          paid as (
            update subscriptions s set next_run_at = c.next, covered_to = c.covered, settled_to = c.covered, pauses = c.pauses, tries = 0, failure = null, next_try_at = null
            from c where s.id = c.id and s.paused_at is null and s.definition = c.definition
              and s.next_run_at is not distinct from c.was_next and s.covered_to is not distinct from c.was_covered
              and s.pauses = c.was_pauses
            returning s.id, c.at, c.message),
          noted as (
            insert into occurrences (subscription_id, scheduled_for, outbox_id) select id, at, message from paid
            on conflict (subscription_id, scheduled_for) do update set outbox_id = excluded.outbox_id)
        select id from paid`.execute(databaseOf(transaction));
      return new Set(rows.map(({ id }) => id));
    },

    async outcomes(workspace, channel) {
      const { rows } = await sql<LastOutcome>`
        select s.id as subscription, l.state, l.at, l.reason, l."nextTryAt"
        from subscriptions s cross join lateral (
          (select 1 as rank, case when o.ts is not null then 'posted' when o.state = 'dead' then 'dead'
              when o.state = 'sending' then 'in-doubt' else 'waiting' end as state,
            coalesce(o.sent_at, o.queued_at) as at, coalesce(o.reason, w.blocked_reason) as reason,
            case when o.state = 'pending' and o.not_before > clock_timestamp() then ${asBusinessTime(sql`o.not_before`)} end as "nextTryAt"
          from outbox o join workspaces w on w.id = o.workspace_id
          where o.subscription_id = s.id and o.kind <> 'notice' and (o.kind <> 'digest' or o.thread_of is null)
          order by o.id desc limit 1)
          union all
          (select 2, 'empty', n.scheduled_for, null, null
          from (select * from occurrences where subscription_id = s.id order by scheduled_for desc limit 1) n where n.outbox_id is null)
          order by at desc, rank limit 1) l
        where s.workspace_id = ${workspace} and s.channel_id = ${channel}`.execute(database);
      return rows;
    },

    async owed(before, workspace) {
      const { rows } = await sql<OwedCounts>`
        with owed as (
          select next_run_at, failure from subscriptions
          -- The index of the time finds only these; the index of the kind would find most subscriptions.
          where paused_at is null and coalesce(kind = 'digest', false) and next_run_at < ${new Date(before)}
            and (${workspace ?? null}::text is null or workspace_id = ${workspace ?? null}))
        select (select count(*) from owed)::int as digests, (select min(next_run_at) from owed) as since,
          coalesce((select jsonb_agg(f) from (
            select failure as reason, count(*) from owed where failure is not null group by 1 order by 2 desc, 1 limit 5) f), '[]') as failures`.execute(
        database,
      );
      return rows[0] ?? { digests: 0, since: null, failures: [] };
    },
  };
}

async function leadsToTell(
  tx: Database,
  id: number,
  leads: readonly ToldLead[],
  { isTold }: { readonly isTold: boolean },
): Promise<LeadsToTell> {
  const isChanged = sql`t.subscription_id = ${id} and t.lead = k.lead and t.outcome is distinct from k.now`;
  const changed = isTold
    ? sql`update leads_told t set outcome = k.now from first k where ${isChanged} returning t.lead`
    : sql`select t.lead from leads_told t, first k where ${isChanged}`;
  const isNew = sql`g."isWanted" and not exists (select from known k where k.key = g.key)`;
  const added = isTold
    ? sql`insert into leads_told (subscription_id, lead, outcome)
        select ${id}, g.key, g.outcome from given g where ${isNew} on conflict do nothing returning lead`
    : sql`select g.key as lead from given g where ${isNew}`;
  const { rows } = await sql<{ key: string; told: string; isNew: boolean }>`
    with given as (
        select * from jsonb_to_recordset(${JSON.stringify(leads)}::jsonb)
          as g (key text, aliases text[], outcome text, "isWanted" boolean)),
      known as (
        select g.key, g.outcome as now, a.place, t.lead, t.outcome
        from given g cross join unnest(g.key || g.aliases) with ordinality as a (name, place)
        join leads_told t on t.subscription_id = ${id} and t.lead = a.name),
      -- A stored row stands for one lead, even if several given leads match it.
      first as (select distinct on (lead) * from known order by lead, place, key),
      changed as (${changed}),
      added as (${added})
    select lead as key, lead as told, true as "isNew" from added
    union all
    -- Without a stored outcome we cannot say whether the outcome has changed.
    select k.key, k.lead, false from changed c join first k on k.lead = c.lead where k.outcome is not null`.execute(tx);
  const known = rows.filter((row) => !row.isNew).map(({ key, told }) => [key, told] as const);
  return { arrived: new Set(rows.flatMap((row) => (row.isNew ? [row.key] : []))), changed: new Map(known) };
}

function dateOrNull(at: Instant | null): Date | null {
  return at === null ? null : new Date(at);
}
