/** The tables of alerts and silences; see `../alerts.ts`. */
import { sql } from 'kysely';
import type {
  AlertFacts,
  AlertMember,
  AlertState,
  BulkFacts,
  Id,
  Instant,
  LeadError,
  LeadErrorMessages,
  SilenceMatcher,
} from '@leadbell/domain';
import { isClosedByHand } from '@leadbell/domain';
import type { Alerts, Basis, Silence, StoredAlert } from '../alerts.ts';
import { notWatched } from '../connections.ts';
import { eachTraitOnce, factsNow } from './bulk-facts.ts';
import { businessNow } from './clock.ts';
import { overdueSince } from './connections.ts';
import { type Database, databaseOf, reserveIds } from './database.ts';

/** Whether new findings of the alert's group are added to this alert. */
function isHeld(state: AlertState): boolean {
  return state.status !== 'resolved' || isClosedByHand(state);
}

const columns = sql`id, connection_id as connection, rule, group_key as "group", state`;
const openLimit = 2_000;
const weeks = 4;
const undisturbed = { failedSince: null, failure: null, overdueSince: null, gapSince: null };

export function createAlerts(database: Database): Alerts {
  return {
    async basis(transaction, connection) {
      const { rows } = await sql<AlertFacts['connection'] & Omit<Basis, 'connection'>>`
        select failed_since as "failedSince", failure, ${overdueSince} as "overdueSince", (
          select min(o.started_at) from dms_outages o
          where o.connection_id = c.id and o.failure = ${notWatched}
            and o.ended_at > coalesce(c.last_ok_at, '-infinity') and o.ended_at <= ${businessNow}) as "gapSince",
          decisions as version, h.ids as changed, h.last as "changedTo"
        from dms_connections c cross join lateral (
          select coalesce(array_agg(distinct h.bulk_id), '{}') as ids, coalesce(max(h.id), c.evaluated_to) as last
          from bulk_history h where h.connection_id = c.id and h.id > c.evaluated_to) h
        where c.id = ${connection}`.execute(databaseOf(transaction));
      const [row] = rows;
      if (row === undefined) return { version: 0, connection: undisturbed, changed: [], changedTo: 0 };
      const { version, changed, changedTo, ...standing } = row;
      return { version, connection: standing, changed, changedTo };
    },

    async decide(transaction, connection, { version, changedTo = 0 }) {
      const { numAffectedRows } = await sql`
        update dms_connections set decisions = decisions + 1, evaluated_to = greatest(evaluated_to, ${changedTo}::bigint)
        where id = ${connection} and decisions = ${version}`.execute(databaseOf(transaction));
      return Number(numAffectedRows ?? 0) > 0;
    },

    async bulks(transaction, connection, ids, now) {
      const { rows } = await sql<BulkFacts>`
        select ${factsNow}
        from bulks b
        where coalesce(b.connection_id = ${connection}, false) and b.id = any(${[...ids]}::bigint[] || array(
          select o.id from bulks o
          where o.connection_id = ${connection} and o.next_check_at is not null and o.state in ('created', 'in-progress')
            -- Keeps the planner from the index of times: the index of unsettled bulks is better.
            and coalesce(o.created_at > ${new Date(now)}::timestamptz - interval '7 days', false)
          order by o.created_at + interval '0 s' desc limit ${openLimit}))
        order by b.id`.execute(databaseOf(transaction));
      return rows.map(eachTraitOnce);
    },

    async visibleFrom(transaction, bulkIds, at) {
      const { rows } = await sql<{ from: Instant | null }>`
        select min(visible_from) as from from (
          select distinct on (bulk_id) visible_from from bulk_history
          where bulk_id = any(${[...bulkIds]}::bigint[])
            and at <= ${new Date(at)} and at > ${new Date(at)}::timestamptz - interval '1 minute'
          order by bulk_id, id desc) h`.execute(databaseOf(transaction));
      return rows[0]?.from ?? null;
    },

    async newErrors(transaction, connection, now) {
      const { rows } = await sql<{ fingerprint: string }>`
        select fingerprint from error_kinds
        where connection_id = ${connection} and first_seen_at > ${new Date(now)}::timestamptz - interval '1 hour'
          and exists (select 1 from bulks b
            where b.connection_id = ${connection} and b.first_seen_at < ${new Date(now)}::timestamptz - interval '1 day')
        limit 200`.execute(databaseOf(transaction));
      return new Set(rows.map(({ fingerprint }) => fingerprint));
    },

    async pace(transaction, connection, now) {
      const { rows } = await sql<{ week: number; leads: number }>`
        select w.week, coalesce(sum(b.leads), 0)::int as leads
        from generate_series(0, ${weeks}) as w (week)
        left join bulks b on b.connection_id = ${connection}
          and b.created_at > ${new Date(now)}::timestamptz - interval '2 hours' - w.week * interval '7 days'
          and b.created_at <= ${new Date(now)}::timestamptz - w.week * interval '7 days'
        where exists (select 1 from bulks o where o.connection_id = ${connection}
          and o.created_at < ${new Date(now)}::timestamptz - interval '2 hours' - w.week * interval '7 days') or w.week = 0
        group by w.week order by w.week`.execute(databaseOf(transaction));
      const [lately, ...past] = rows.map(({ leads }) => leads);
      if (lately === undefined || past.length === 0) return null;
      return { lately, usual: past.reduce((sum, leads) => sum + leads, 0) / past.length };
    },

    async errorTexts(transaction, connection, fingerprints) {
      const { rows } = await sql<
        Pick<LeadError, 'message' | 'code' | 'field'> & { fingerprint: string; messages: LeadErrorMessages | null }
      >`
        select fingerprint, message, code, field, messages from error_kinds
        where connection_id = ${connection} and fingerprint = any(${[...fingerprints]}::text[])`.execute(
        databaseOf(transaction),
      );
      return new Map(
        rows.map(({ fingerprint, messages, ...error }) => [
          fingerprint,
          messages === null ? error : { ...error, messages },
        ]),
      );
    },

    async current(transaction, connection, endedSince) {
      const { rows } = await sql<StoredAlert>`
        select distinct on (rule, group_key) ${columns} from (
          select * from alerts where connection_id = ${connection} and is_open
          union all
          -- Each change sets \`changed_at\`, which has an index.
          select * from alerts where connection_id = ${connection} and not is_open
            and changed_at >= ${new Date(endedSince)} and (state ->> 'resolvedAt')::float8 > ${endedSince}) a
        order by rule, group_key, is_open desc, id desc`.execute(databaseOf(transaction));
      return rows.map(asItIsNow);
    },

    async find(transaction, id) {
      const { rows } = await sql<StoredAlert>`select ${columns} from alerts where id = ${id}`.execute(
        databaseOf(transaction),
      );
      return rows[0] === undefined ? null : asItIsNow(rows[0]);
    },

    async ofIds(transaction, ids) {
      const { rows } = await sql<StoredAlert>`
        select ${columns} from alerts where id = any(${[...ids]}::bigint[]) order by id`.execute(
        databaseOf(transaction),
      );
      return rows.map(asItIsNow);
    },

    async open(connection, owner, limit) {
      const { rows } = await sql<StoredAlert & { total: number }>`
        with open as (
          select id, connection_id, rule, group_key, state from alerts
          where connection_id = ${connection} and is_open and state ->> 'status' = 'firing' and state ->> 'firedAt' is not null)
        select ${columns}, (select count(*)::int from open) as total from open
        order by coalesce(state ->> 'owner', state ->> 'acknowledgedBy') is not distinct from ${owner} desc, id desc limit ${limit}`.execute(
        database,
      );
      const first = rows.map(({ total: _total, ...alert }) => asItIsNow(alert));
      return { count: rows[0]?.total ?? 0, first };
    },

    async latest(connection, limit) {
      const { rows } = await sql<StoredAlert>`
        select ${columns} from alerts where connection_id = ${connection} and state ->> 'firedAt' is not null
        order by (state ->> 'status') <> 'resolved' desc, id desc limit ${limit}`.execute(database);
      return rows.map(asItIsNow);
    },

    reserve: (transaction, count) => reserveIds(databaseOf(transaction), 'alerts', count),

    async add(transaction, alerts) {
      if (alerts.length === 0) return;
      const all = alerts.map(({ id, connection, rule, group, state }) => ({
        id,
        connection,
        rule,
        group,
        state,
        is_open: isHeld(state),
      }));
      await sql`
        insert into alerts (id, connection_id, rule, group_key, state, is_open) overriding system value
        select id, connection, rule, "group", state, is_open from jsonb_to_recordset(${JSON.stringify(all)}::jsonb)
          as a (id bigint, connection text, rule text, "group" text, state jsonb, is_open boolean)`.execute(
        databaseOf(transaction),
      );
    },

    async save(transaction, alerts) {
      if (alerts.length === 0) return;
      const all = alerts.map(({ id, state }) => ({ id, state, is_open: isHeld(state) }));
      await sql`
        update alerts a set state = g.state, is_open = g.is_open, changed_at = ${businessNow}
        from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as g (id bigint, state jsonb, is_open boolean)
        where a.id = g.id and a.id = any(${alerts.map(({ id }) => id)}::bigint[])`.execute(databaseOf(transaction));
    },

    async silence(transaction, { workspace, matcher, reason, createdBy, startsAt, endsAt }) {
      const tx = databaseOf(transaction);
      await sql`insert into workspaces (id) values (${workspace}) on conflict do nothing`.execute(tx);
      const { rows } = await sql<{ id: number }>`
        insert into silences (workspace_id, matcher, reason, created_by, starts_at, ends_at)
        values (${workspace}, ${JSON.stringify(matcher)}::jsonb, ${reason}, ${createdBy}, ${new Date(startsAt)}, ${new Date(endsAt)})
        returning id`.execute(tx);
      return rows[0]?.id ?? 0;
    },

    async silences(transaction, now) {
      const { rows } = await sql<Silence & { matcher: SilenceMatcher }>`
        select id, workspace_id as workspace, matcher, reason, created_by as "createdBy", starts_at as "startsAt", ends_at as "endsAt"
        from silences where ends_at > ${new Date(now)}
        order by ends_at, id`.execute(databaseOf(transaction));
      return rows;
    },

    async endSilence(transaction, id, now: Instant) {
      const { numAffectedRows } = await sql`
        update silences set ends_at = greatest(${new Date(now)}::timestamptz, starts_at + interval '1 millisecond')
        where id = ${id} and ends_at > ${new Date(now)}`.execute(databaseOf(transaction));
      return Number(numAffectedRows ?? 0) > 0;
    },
  };
}

/** Converts an alert of an earlier release, which stored the DMS's bulk numbers as JSON numbers. */
function asItIsNow(alert: StoredAlert): StoredAlert {
  const members = Object.entries<Omit<AlertMember, 'dmsId'> & { readonly dmsId: Id | number | null }>(
    alert.state.members,
  );
  if (members.every(([, { dmsId }]) => typeof dmsId !== 'number')) return alert;
  const texts = members.map(([key, member]): [string, AlertMember] => [
    key,
    { ...member, dmsId: member.dmsId === null ? null : String(member.dmsId) },
  ]);
  return { ...alert, state: { ...alert.state, members: Object.fromEntries(texts) } };
}
