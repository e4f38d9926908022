/**
 * The facts of a bulk for the alert rules, counted from its leads, for a row `b` of `bulks`. Inside this package only.
 */
import { type RawBuilder, sql } from 'kysely';
import { type BulkFacts, eachWordOnce, type LeadTraits } from '@leadbell/domain';

const shownErrors = 20;

/** Its errors by number of leads, the most frequent first. */
export const errorsOfBulk: RawBuilder<unknown> = sql`
  case when b.errored = 0 then '[]' else
    coalesce((select jsonb_agg(jsonb_build_object('fingerprint', e.f, 'leads', e.n) order by e.n desc, e.f) from (
      select f, count(*)::int as n from bulk_leads l cross join unnest(l.errors) as f
      where l.bulk_id = b.id and l.superseded_by is null and l.gone_at is null
      group by f order by n desc, f limit ${sql.lit(shownErrors)}) e), '[]') end`;

/** The traits of its errored leads. */
export const traitsOfBulk: RawBuilder<unknown> = sql`
  case when b.errored = 0 then '{"source":[],"brand":[],"branch":[]}'::jsonb else
    (select jsonb_build_object(
      'source', coalesce(jsonb_agg(distinct coalesce(l.source, '')), '[]'),
      'brand', coalesce(jsonb_agg(distinct coalesce(l.brand, '')), '[]'),
      'branch', coalesce(jsonb_agg(distinct coalesce(l.branch, '')), '[]'))
      from bulk_leads l where l.bulk_id = b.id and l.outcome = 'errored' and l.superseded_by is null and l.gone_at is null) end`;

/** One spelling of each, if several differ only in spelling. */
export function eachTraitOnce<T extends Pick<BulkFacts, 'traits'>>(facts: T): T {
  const { source, brand, branch } = facts.traits;
  return {
    ...facts,
    traits: { source: eachWordOnce(source), brand: eachWordOnce(brand), branch: eachWordOnce(branch) },
  };
}

/** Like `LeadTraits`; null if it is unknown whether the DMS sent one. */
export type StoredTraits = Readonly<Record<keyof LeadTraits, string | null>>;

/** For a row `l` of `bulk_leads`. */
export const traitsOfLead: RawBuilder<unknown> = sql`jsonb_build_object('source', coalesce(l.source, ''), 'subSource', l.sub_source,
  'brand', coalesce(l.brand, ''), 'branch', coalesce(l.branch, ''), 'priority', l.priority)`;
