/** What rules look at of a bulk, counted from its leads: of a row `b` of `bulks`. Inside this package only. */
import { type RawBuilder, sql } from 'kysely';
import { type BulkFacts, eachWordOnce, type LeadTraits } from '@leadbell/domain';

const shownErrors = 20;

/** Its errors by how many leads have them, the most first. */
export const errorsOfBulk: RawBuilder<unknown> = sql`
  case when b.errored = 0 then '[]' else
    coalesce((select jsonb_agg(jsonb_build_object('fingerprint', e.f, 'leads', e.n) order by e.n desc, e.f) from (
      select f, count(*)::int as n from bulk_leads l cross join unnest(l.errors) as f
      where l.bulk_id = b.id and l.superseded_by is null and l.gone_at is null
      group by f order by n desc, f limit ${sql.lit(shownErrors)}) e), '[]') end`;

/** Where its errored leads come from. */
export const traitsOfBulk: RawBuilder<unknown> = sql`
  case when b.errored = 0 then '{"source":[],"brand":[],"branch":[]}'::jsonb else
    (select jsonb_build_object(
      'source', coalesce(jsonb_agg(distinct coalesce(l.source, '')), '[]'),
      'brand', coalesce(jsonb_agg(distinct coalesce(l.brand, '')), '[]'),
      'branch', coalesce(jsonb_agg(distinct coalesce(l.branch, '')), '[]'))
      from bulk_leads l where l.bulk_id = b.id and l.outcome = 'errored' and l.superseded_by is null and l.gone_at is null) end`;

/** One spelling of each, of those that differ only in how they are written. */
export function eachTraitOnce<T extends Pick<BulkFacts, 'traits'>>(facts: T): T {
  const { source, brand, branch } = facts.traits;
  return {
    ...facts,
    traits: { source: eachWordOnce(source), brand: eachWordOnce(brand), branch: eachWordOnce(branch) },
  };
}

/** As `LeadTraits`; null where it is not known whether the DMS sent one. */
export type StoredTraits = Readonly<Record<keyof LeadTraits, string | null>>;

/** Of a row `l` of `bulk_leads`. */
export const traitsOfLead: RawBuilder<unknown> = sql`jsonb_build_object('source', coalesce(l.source, ''), 'subSource', l.sub_source,
  'brand', coalesce(l.brand, ''), 'branch', coalesce(l.branch, ''), 'priority', l.priority)`;
