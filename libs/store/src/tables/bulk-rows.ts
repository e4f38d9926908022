/**
 * Writes the rows of observed bulks, their leads, history, events and kinds of errors. Works in the caller's
 * transaction. Throws the driver's errors.
 */
import { sql } from 'kysely';
import {
  type BulkEvent,
  type BulkObservation,
  type BulkSnapshot,
  generalForm,
  type Instant,
  nextCheckAt,
  type ObservedLead,
} from '@leadbell/domain';
import type { StoredEvent } from '../bulks.ts';
import { isoOrNull } from './bulk-checks.ts';
import { keptColumns, keptFacts } from './bulk-facts.ts';
import type { Database } from './database.ts';
import { isSameLead, type StoredSnapshot } from './stored-leads.ts';

/** A bulk of an answer, and the row in which it is stored. */
export interface FoundBulk {
  readonly observation: BulkObservation;
  /** The id of the row; null for a new bulk. */
  readonly id: number | null;
  readonly snapshot: BulkSnapshot;
  readonly previous: StoredSnapshot | null;
  readonly events: readonly BulkEvent[];
}

/** Counts the leads of a bulk by their outcomes. Leads that are gone are counted separately. */
function countsOf({ leads }: Pick<BulkSnapshot, 'leads'>) {
  const counts = {
    leads: 0,
    created: 0,
    errored: 0,
    pending: 0,
    missing: 0,
    resent_errored: 0,
    gone: 0,
    gone_errored: 0,
  };
  for (const lead of leads.values()) {
    const isErrored = lead.outcome === 'errored';
    if (lead.gone === true) {
      counts.gone += 1;
      if (isErrored) counts.gone_errored += 1;
      continue;
    }
    counts.leads += 1;
    if (lead.missed !== undefined) counts.missing += 1;
    if (lead.replaced !== true) counts[lead.outcome] += 1;
    else if (isErrored) counts.resent_errored += 1;
  }
  return counts;
}

export async function writeBulks(
  tx: Database,
  connection: string,
  found: readonly FoundBulk[],
  at: Instant,
): Promise<number[]> {
  const rows = found.map(({ id, snapshot, observation }, n) => {
    const counts = countsOf(snapshot);
    return {
      n,
      id,
      dms_id: snapshot.dmsId,
      key: snapshot.key,
      created_at: isoOrNull(snapshot.createdAt),
      created_by: snapshot.createdBy,
      state: snapshot.state,
      total_records: snapshot.totalRecords,
      error_records: snapshot.errorRecords,
      ...counts,
      fingerprint: observation.fingerprint,
      observed_at: isoOrNull(snapshot.observedAt),
      first_seen_at: isoOrNull(snapshot.firstSeenAt),
      next_check_at: isoOrNull(nextCheckAt({ ...snapshot, ...counts }, at)),
    };
  });
  const known = rows.filter(({ id }) => id !== null);
  await sql`
    update bulks b set dms_id = r.dms_id, key = r.key, created_at = r.created_at, created_by = r.created_by, state = r.state,
      total_records = r.total_records, error_records = r.error_records, leads = r.leads, created = r.created, errored = r.errored,
      pending = r.pending, missing = r.missing, resent_errored = r.resent_errored, gone = r.gone, gone_errored = r.gone_errored,
      fingerprint = r.fingerprint, observed_at = r.observed_at, next_check_at = r.next_check_at,
      misses = 0, missing_since = null
    from jsonb_populate_recordset(null::bulks, ${JSON.stringify(known)}::jsonb) r
    where b.id = r.id and b.id = any(${known.map(({ id }) => id)}::bigint[])`.execute(tx);
  const fresh = rows.filter(({ id }) => id === null);
  const { rows: inserted } = await sql<{ id: number }>`
    insert into bulks (connection_id, dms_id, key, created_at, created_by, state, total_records, error_records, leads, created, errored,
      pending, missing, resent_errored, gone, gone_errored, fingerprint, observed_at, first_seen_at, next_check_at)
    select ${connection}, r.dms_id, r.key, r.created_at, r.created_by, r.state, r.total_records, r.error_records, r.leads, r.created,
      r.errored, r.pending, r.missing, r.resent_errored, r.gone, r.gone_errored, r.fingerprint, r.observed_at, r.first_seen_at, r.next_check_at
    from jsonb_array_elements(${JSON.stringify(fresh)}::jsonb) with ordinality as e (value, place)
    cross join lateral jsonb_populate_record(null::bulks, e.value) r order by e.place
    returning id`.execute(tx);
  const freshIds = new Map(fresh.map(({ n }, place) => [n, inserted[place]?.id ?? 0]));
  return rows.map(({ id, n }) => id ?? freshIds.get(n) ?? 0);
}

export async function writeLeads(
  tx: Database,
  found: readonly FoundBulk[],
  ids: readonly number[],
  at: Instant,
): Promise<void> {
  const rows = found.flatMap(({ observation, previous }, n) =>
    [...observation.leads].flatMap(([key, lead]) =>
      isSameLead(previous?.leads.get(key), lead) ? [] : [{ b: ids[n], k: key, ...rowOf(lead) }],
    ),
  );
  if (rows.length > 0)
    await sql`
    insert into bulk_leads (bulk_id, key, external_id, dms_id, outcome, errors, source, brand, branch, sub_source, priority, wrong_values, first_seen_at, changed_at,
      marks_key, phone_mark, email_mark, name_mark, persons, is_forgotten)
    select b, k, case when not f.is_one then x end, d, o, e, s, m, r, u, p, case when f.is_one then '{}' else w end, ${new Date(at)}, ${new Date(at)},
      case when not f.is_one then mk end, case when not f.is_one then mp end, case when not f.is_one then me end,
      case when not f.is_one then mn end, case when f.is_one then '{}' else ps end, f.is_one
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as l (b bigint, k text, x text, d bigint, o text, e text[], s text, m text, r text, u text, p text, w text[], mk text, mp text, me text, mn text, ps text[])
    cross join lateral (select exists (select from forgotten where person = any(ps)) as is_one) f
    on conflict (bulk_id, key) do update
      set dms_id = excluded.dms_id, outcome = excluded.outcome, errors = excluded.errors, changed_at = excluded.changed_at,
        source = excluded.source, brand = excluded.brand, branch = excluded.branch, sub_source = excluded.sub_source, priority = excluded.priority,
        missed = 0, gone_at = null,
        -- Nothing more is written about a forgotten person.
        (external_id, marks_key, phone_mark, email_mark, name_mark, persons, wrong_values, is_forgotten) = (select
          (case when not n.is_one then excluded.external_id end), (case when not n.is_one then excluded.marks_key end),
          (case when not n.is_one then excluded.phone_mark end), (case when not n.is_one then excluded.email_mark end),
          (case when not n.is_one then excluded.name_mark end),
          (case when n.is_one then '{}' else excluded.persons end),
          (case when n.is_one then '{}' else excluded.wrong_values end), n.is_one
          from (select bulk_leads.is_forgotten or excluded.is_forgotten as is_one) n)`.execute(tx);
  await writeMissing(tx, found, ids, at);
}

function rowOf({ externalId, dmsId, outcome, errors, wrong = [], traits, marks, persons }: ObservedLead) {
  const [mark] = marks?.() ?? [];
  return {
    x: externalId,
    d: dmsId,
    o: outcome,
    e: errors,
    w: wrong,
    s: traits.source,
    u: traits.subSource ?? '',
    p: traits.priority ?? '',
    m: traits.brand,
    r: traits.branch,
    mk: mark?.keyId ?? null,
    mp: mark?.phone ?? null,
    me: mark?.email ?? null,
    mn: mark?.name ?? null,
    ps: persons?.() ?? [],
  };
}

/** Updates leads that the answer did not list. */
async function writeMissing(
  tx: Database,
  found: readonly FoundBulk[],
  ids: readonly number[],
  at: Instant,
): Promise<void> {
  const rows = found.flatMap(({ observation, previous, snapshot }, n) =>
    [...snapshot.leads].flatMap(([key, { missed = 0, gone = false }]) => {
      const was = previous?.leads.get(key);
      const isSame = (was?.missed ?? 0) === missed && (was?.gone ?? false) === gone;
      return observation.leads.has(key) || isSame ? [] : [{ b: ids[n], k: key, m: missed, g: gone }];
    }),
  );
  if (rows.length === 0) return;
  await sql`
    update bulk_leads l set missed = r.m, gone_at = case when r.g then coalesce(l.gone_at, ${new Date(at)}::timestamptz) end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (b bigint, k text, m smallint, g boolean)
    where l.bulk_id = r.b and l.key = r.k`.execute(tx);
}

/**
 * Writes the facts that alert rules see, for replays. `seenBefore`: when each bulk was last seen before its change. A
 * new bulk has been visible since it was created; if it was created before Leadbell watched the DMS, this time is
 * unknown.
 */
export async function writeHistory(
  tx: Database,
  ids: readonly number[],
  at: Instant,
  seenBefore: ReadonlyMap<number, Instant>,
): Promise<void> {
  if (ids.length === 0) return;
  const seen = ids.map((id) => isoOrNull(seenBefore.get(id) ?? null));
  await sql`
    insert into bulk_history (connection_id, bulk_id, at, visible_from, ${keptColumns})
    select b.connection_id, b.id, ${new Date(at)},
      coalesce(s.at, case when b.first_seen_at = ${new Date(at)} and b.created_at >= c.watched_since then b.created_at end), ${keptFacts}
    from bulks b join unnest(${[...ids]}::bigint[], ${seen}::timestamptz[]) as s (id, at) on s.id = b.id
    left join dms_connections c on c.id = b.connection_id
    order by b.id`.execute(tx);
}

export async function writeErrorKinds(
  tx: Database,
  connection: string,
  found: readonly FoundBulk[],
  at: Instant,
): Promise<void> {
  const texts = new Map(found.flatMap(({ observation }) => [...observation.errorTexts]));
  if (texts.size === 0) return;
  const since = await knownSince(tx, connection, [...texts.keys()]);
  const rows = [...texts].map(([fingerprint, error]) => ({
    fingerprint,
    ...error,
    since: isoOrNull(since.get(fingerprint) ?? null),
  }));
  // An earlier release stored an error in one language; the other languages are added when the error is seen again.
  await sql`
    insert into error_kinds as k (connection_id, fingerprint, message, code, field, messages, first_seen_at)
    select ${connection}, fingerprint, message, code, field, messages, coalesce(since, ${new Date(at)})
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as e (fingerprint text, message text, code text, field text, messages jsonb, since timestamptz)
    on conflict (connection_id, fingerprint) do update set messages = excluded.messages
    where k.messages is null and excluded.messages is not null`.execute(tx);
}

/**
 * Returns the time at which an error was first seen under an earlier text. The text of an error changes when a word is
 * learned, or when a release hides more.
 */
async function knownSince(
  tx: Database,
  connection: string,
  fingerprints: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  const { rows: news } = await sql<{ fingerprint: string }>`
    select fingerprint from unnest(${[...fingerprints]}::text[]) as f (fingerprint)
    where not exists (select from error_kinds k where k.connection_id = ${connection} and k.fingerprint = f.fingerprint)`.execute(
    tx,
  );
  const since = new Map<string, Instant>();
  const unclear = news.filter(({ fingerprint }) => generalForm(fingerprint).includes('…'));
  if (unclear.length === 0) return since;
  const { rows: known } = await sql<{ fingerprint: string; at: Instant }>`
    select fingerprint, first_seen_at as at from error_kinds where connection_id = ${connection}
    order by first_seen_at desc`.execute(tx);
  const firstOf = new Map(known.map(({ fingerprint, at }) => [generalForm(fingerprint), at]));
  for (const { fingerprint } of unclear) {
    const at = firstOf.get(generalForm(fingerprint));
    if (at !== undefined) since.set(fingerprint, at);
  }
  return since;
}

export async function writeEvents(
  tx: Database,
  connection: string,
  happened: readonly StoredEvent[],
  at: Instant,
): Promise<void> {
  const rows = happened.map(({ bulkId, event }) =>
    'leads' in event
      ? { b: bulkId, k: event.kind, l: event.leads, d: {} }
      : { b: bulkId, k: event.kind, l: [], d: { from: event.from, to: event.to } },
  );
  if (rows.length === 0) return;
  await sql`
    insert into bulk_events (connection_id, bulk_id, kind, at, leads, detail)
    select ${connection}, b, k, ${new Date(at)}, l, d
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (b bigint, k text, l text[], d jsonb)`.execute(tx);
}
