/**
 * The facts about a bulk that alert rules need: how live evaluation and replays read each fact, and which facts the
 * history keeps. Inside this package only.
 */
import { type RawBuilder, sql } from 'kysely';
import { type BulkFacts, eachWordOnce, type LeadTraits } from '@leadbell/domain';
import type { Tables } from './tables.ts';

const shownErrors = 20;
const shownValues = 5;

/** The errors of the bulk by number of leads, the most frequent first. */
const errorsOfBulk: RawBuilder<unknown> = sql`
  case when b.errored = 0 then '[]' else
    coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('fingerprint', e.f, 'leads', e.n, 'values', to_jsonb(e.v))) order by e.n desc, e.f) from (
      select f, count(*)::int as n, (array_agg(distinct v order by v) filter (where v <> ''))[1:${sql.lit(shownValues)}] as v
      from bulk_leads l cross join unnest(l.errors, l.wrong_values) as e (f, v)
      where l.bulk_id = b.id and l.superseded_by is null and l.gone_at is null
      group by f order by n desc, f limit ${sql.lit(shownErrors)}) e), '[]') end`;

/** The traits of the bulk's errored leads. */
const traitsOfBulk: RawBuilder<unknown> = sql`
  case when b.errored = 0 then '{"source":[],"brand":[],"branch":[]}'::jsonb else
    (select jsonb_build_object(
      'source', coalesce(jsonb_agg(distinct coalesce(l.source, '')), '[]'),
      'brand', coalesce(jsonb_agg(distinct coalesce(l.brand, '')), '[]'),
      'branch', coalesce(jsonb_agg(distinct coalesce(l.branch, '')), '[]'))
      from bulk_leads l where l.bulk_id = b.id and l.outcome = 'errored' and l.superseded_by is null and l.gone_at is null) end`;

type FixedFact = 'id' | 'dmsId' | 'createdAt' | 'firstSeenAt';
type Fact = keyof BulkFacts;

/** Facts that the bulk's own row keeps for good, so the history does not repeat them. */
const fixedFacts: Readonly<Record<FixedFact, RawBuilder<unknown>>> = {
  id: sql`b.id`,
  dmsId: sql`b.dms_id::text`,
  createdAt: sql`b.created_at`,
  firstSeenAt: sql`b.first_seen_at`,
};

/** All other facts: `now` reads the fact from the bulk, and `kept` is the column of the history that keeps it. */
const changingFacts: Readonly<
  Record<Exclude<Fact, FixedFact>, { readonly now: RawBuilder<unknown>; readonly kept: keyof Tables['bulk_history'] }>
> = {
  state: { now: sql`b.state`, kept: 'state' },
  totalRecords: { now: sql`b.total_records`, kept: 'total_records' },
  errorRecords: { now: sql`b.error_records`, kept: 'error_records' },
  leads: { now: sql`b.leads`, kept: 'leads' },
  errored: { now: sql`b.errored`, kept: 'errored' },
  resentErrored: { now: sql`b.resent_errored`, kept: 'resent_errored' },
  missing: { now: sql`b.missing`, kept: 'missing' },
  gone: { now: sql`b.gone`, kept: 'gone' },
  goneErrored: { now: sql`b.gone_errored`, kept: 'gone_errored' },
  errors: { now: errorsOfBulk, kept: 'errors' },
  traits: { now: traitsOfBulk, kept: 'traits' },
};

const fixed = Object.entries(fixedFacts);
const changing = Object.entries(changingFacts);

function selected(facts: readonly (readonly [name: string, value: RawBuilder<unknown>])[]): RawBuilder<unknown> {
  return sql.join(facts.map(([name, value]) => sql`${value} as ${sql.id(name)}`));
}

/** All facts of a row `b` of `bulks` as they are now. */
export const factsNow: RawBuilder<unknown> = selected([
  ...fixed,
  ...changing.map(([name, { now }]) => [name, now] as const),
]);
/** All facts as a row `h` of `bulk_history` keeps them; `b` is the bulk of this row. */
export const factsThen: RawBuilder<unknown> = selected([
  ...fixed,
  ...changing.map(([name, { kept }]) => [name, sql.ref(`h.${kept}`)] as const),
]);
/** The columns of the history, and their values for bulks `b`. */
export const keptColumns: RawBuilder<unknown> = sql.join(changing.map(([, { kept }]) => sql.id(kept)));
export const keptFacts: RawBuilder<unknown> = sql.join(changing.map(([, { now }]) => now));

/** Keeps only one spelling of each value. */
export function eachTraitOnce<T extends Pick<BulkFacts, 'traits'>>(facts: T): T {
  const { source, brand, branch } = facts.traits;
  return {
    ...facts,
    traits: { source: eachWordOnce(source), brand: eachWordOnce(brand), branch: eachWordOnce(branch) },
  };
}

/** Like `LeadTraits`; null if it is unknown whether the DMS sent the trait. */
export type StoredTraits = Readonly<Record<keyof LeadTraits, string | null>>;

/** The traits of a row `l` of `bulk_leads`. */
export const traitsOfLead: RawBuilder<unknown> = sql`jsonb_build_object('source', coalesce(l.source, ''), 'subSource', l.sub_source,
  'brand', coalesce(l.brand, ''), 'branch', coalesce(l.branch, ''), 'priority', l.priority)`;
