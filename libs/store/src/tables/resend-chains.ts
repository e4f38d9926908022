/** Queries for answers and alerts about leads that a later bulk sent again, in SQL. */
import { sql } from 'kysely';
import type { Instant } from '@leadbell/domain';
import type { LeadPlace, SentAgainLead } from '../bulks.ts';
import type { Database } from './database.ts';
import { leadName, mostOfNumber } from './resend-groups.ts';

/**
 * Among the leads of the bulks with these keys, returns the leads that other bulks have had too. For each lead, returns
 * its places in earlier bulks, and whether a later bulk replaces the lead.
 */
export async function sentAgainIn(
  tx: Database,
  connection: string,
  keys: readonly string[],
): Promise<readonly SentAgainLead[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<LeadPlace & { bulkId: number; leadKey: string; isReplaced: boolean; depth: number }>`
    with recursive chain as (
      select b.id as of_bulk, l.key as of_key, 0 as depth, b.id as bulk_id, l.key, l.superseded_by is not null as is_replaced,
        l.sent_again_of, l.sent_again_of_key
      from bulks b join bulk_leads l on l.bulk_id = b.id
      where b.connection_id = ${connection} and b.key = any(${[...keys]}::text[])
        and (l.superseded_by is not null or l.sent_again_of is not null)
      union all
      select c.of_bulk, c.of_key, c.depth + 1, l.bulk_id, l.key, false, l.sent_again_of, l.sent_again_of_key
      from chain c join bulk_leads l on l.bulk_id = c.sent_again_of and l.key = c.sent_again_of_key
      where c.depth < ${mostOfNumber})
    select c.of_bulk as "bulkId", c.of_key as "leadKey", c.depth, c.key, c.is_replaced as "isReplaced",
      b.created_at as "createdAt", b.created_by::text as "createdBy"
    from chain c join bulks b on b.id = c.bulk_id order by c.of_bulk, c.of_key, c.depth`.execute(tx);
  return [...Map.groupBy(rows, ({ bulkId, leadKey }) => leadName(bulkId, leadKey)).values()].flatMap(
    ([own, ...before]): SentAgainLead[] => {
      if (own === undefined) return [];
      const earlier = before.map(({ createdAt, createdBy, key }) => ({ createdAt, createdBy, key }));
      return [
        { createdAt: own.createdAt, createdBy: own.createdBy, key: own.key, isReplaced: own.isReplaced, earlier },
      ];
    },
  );
}

export async function replacedIn(
  tx: Database,
  bulkIds: readonly number[],
): Promise<readonly { readonly createdAt: Instant | null; readonly externalId: string }[]> {
  if (bulkIds.length === 0) return [];
  const { rows } = await sql<{ createdAt: Instant | null; externalId: string }>`
    select b.created_at as "createdAt", l.external_id as "externalId" from bulk_leads l join bulks b on b.id = l.bulk_id
    where l.bulk_id = any(${[...bulkIds]}::bigint[]) and l.superseded_by is not null
      -- If two people in a bulk share the number, both must have been sent again.
      and not exists (select from bulk_leads o where o.bulk_id = l.bulk_id and o.external_id = l.external_id
        and o.superseded_by is null and o.gone_at is null)`.execute(tx);
  return rows;
}
