/** Sets of leads, in SQL; see `../lead-sets.ts`. */
import { sql } from 'kysely';
import type { Instant } from '@leadbell/domain';
import type { LeadNow, LeadSet, LeadSets, NewLeadSet } from '../lead-sets.ts';
import { type Database, databaseOf } from './database.ts';
import { mostOfNumber } from './resend-groups.ts';

/** The key as in `leads_told`: the bulk's creation time and creator, and the lead's key in the bulk. */
const announcedKey = sql`coalesce((extract(epoch from b.created_at) * 1000)::bigint::text, '') || ' '
  || coalesce(b.created_by::text, '') || ' ' || l.key`;

export function createLeadSets(database: Database): LeadSets {
  return {
    async add(transaction, { workspace, id, connection, leads, readIn, told }) {
      const tx = databaseOf(transaction);
      const [from, to] = [readIn?.from, readIn?.to].map((at) => (at === undefined ? null : new Date(at)));
      await sql`
        insert into lead_sets (workspace_id, id, connection_id, size, read_from, read_to)
        values (${workspace}, ${id}, ${connection}, 0, ${from}, ${to})
        on conflict (workspace_id, id) do update set
          read_from = least(lead_sets.read_from, excluded.read_from),
          read_to = greatest(lead_sets.read_to, excluded.read_to)`.execute(tx);
      await sql`
        with added as (
          insert into lead_set_members (workspace_id, set_id, lead)
          select ${workspace}, ${id}, lead from (
            select unnest(${[...leads]}::text[]) as lead
            union
            select lead from leads_told where subscription_id = ${told?.by ?? null} and told_at >= ${sinceOf(told)}) l
          on conflict do nothing returning 1)
        update lead_sets set size = size + (select count(*) from added)
        where workspace_id = ${workspace} and id = ${id}`.execute(tx);
    },
    async find(workspace, id) {
      const { rows } = await sql<LeadSet & { readFrom: Instant | null; readTo: Instant | null }>`
        select connection_id as connection, size, read_from as "readFrom", read_to as "readTo",
          array(select lead from lead_set_members m where m.workspace_id = s.workspace_id and m.set_id = s.id
            order by lead) as leads
        from lead_sets s where workspace_id = ${workspace} and id = ${id}`.execute(database);
      const [found] = rows;
      if (found === undefined) return null;
      const { readFrom: from, readTo: to, ...set } = found;
      return { ...set, readIn: from === null || to === null ? null : { from, to } };
    },
    async ofBulks(connection, bulkIds) {
      const { rows } = await sql<{ lead: string }>`
        select ${announcedKey} as lead from bulk_leads l join bulks b on b.id = l.bulk_id
        where b.connection_id = ${connection} and b.id = any(${[...bulkIds]}::bigint[])
          and l.superseded_by is null and l.gone_at is null
        order by b.created_at, l.key`.execute(database);
      const { rows: undated } = await sql<{ from: Instant | null; to: Instant | null }>`
        select min(first_seen_at) - interval '1 day' as from, max(first_seen_at) + interval '1 day' as to from bulks
        where connection_id = ${connection} and id = any(${[...bulkIds]}::bigint[]) and created_at is null`.execute(
        database,
      );
      const { from = null, to = null } = undated[0] ?? {};
      const readIn = from === null || to === null ? null : { from, to };
      return { connection, leads: rows.map(({ lead }) => lead), size: rows.length, readIn };
    },
    async bulkNumber(connection, keys) {
      const { rows } = await sql<{ id: number }>`
        select id from bulks where connection_id = ${connection} and key = any(${[...keys]}::text[])
        order by array_position(${[...keys]}::text[], key), id limit 1`.execute(database);
      return rows[0]?.id ?? null;
    },
    async now({ connection, leads }) {
      const { rows } = await sql<{ lead: string; place: string; createdAt: Instant | null }>`
        with recursive member as (
          select m.lead, split_part(m.lead, ' ', 1) as at, split_part(m.lead, ' ', 2) as by,
            substr(m.lead, length(split_part(m.lead, ' ', 1)) + length(split_part(m.lead, ' ', 2)) + 3) as key
          from unnest(${[...leads]}::text[]) as m (lead)),
        chain as (
          select m.lead, 0 as depth, l.bulk_id, l.key, l.superseded_by, l.superseded_by_key
          from member m
          cross join lateral (
            select id from bulks where connection_id = ${connection}
              and created_at = to_timestamp(nullif(m.at, '')::double precision / 1000) and coalesce(created_by::text, '') = m.by
            offset 0) b
          join bulk_leads l on l.bulk_id = b.id and l.key = m.key
          union all
          select c.lead, c.depth + 1, l.bulk_id, l.key, l.superseded_by, l.superseded_by_key
          from chain c join bulk_leads l on l.bulk_id = c.superseded_by and l.key = c.superseded_by_key
          where c.depth < ${mostOfNumber})
        select c.lead, ${announcedKey} as place, b.created_at as "createdAt"
        from chain c join bulks b on b.id = c.bulk_id join bulk_leads l on l.bulk_id = c.bulk_id and l.key = c.key
        order by c.lead, c.depth`.execute(database);
      const found = Map.groupBy(rows, ({ lead }) => lead);
      return leads.map((lead): LeadNow => {
        const its = found.get(lead) ?? [];
        const createdAt = its.at(-1)?.createdAt ?? timeOf(lead);
        return { lead, places: [...new Set([lead, ...its.map(({ place }) => place)])], createdAt };
      });
    },
  };
}

function sinceOf(told: NewLeadSet['told']): Date | null {
  return told === undefined ? null : new Date(told.since);
}

/** Reads the creation time of the lead's bulk from the key under which the lead was announced. */
function timeOf(lead: string): Instant | null {
  const [at = ''] = lead.split(' ', 1);
  return /^\d+$/.test(at) ? (Number(at) as Instant) : null;
}
