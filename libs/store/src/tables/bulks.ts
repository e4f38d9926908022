/** Bulks, their leads and events; see `../bulks.ts`. */
import { sql } from 'kysely';
import {
  type BulkEvent,
  type BulkObservation,
  type BulkSnapshot,
  diffBulk,
  type Instant,
  isStoredIn,
  matchBulk,
  matchLegacyBulk,
  nextCheckAt,
  nextSearchAt,
  type ObservedLead,
  type PlainDate,
  withStoredKeys,
  type Window,
} from '@leadbell/domain';
import type { Applied, Bulks, StoredEvent } from '../bulks.ts';
import { errorsOfBulk, traitsOfBulk } from './bulk-facts.ts';
import { counted, writeCounters } from './counters.ts';
import { type Database, databaseOf } from './database.ts';
import { isSameLead, leadsOf, type StoredLead, type StoredSnapshot } from './stored-leads.ts';
import { leadName, type NewLead, replacedIn, type Resent, sentAgainIn, writeResends } from './resends.ts';

interface BulkRow extends Omit<BulkSnapshot, 'leads'> {
  readonly id: number;
  readonly fingerprint: string;
  readonly missing: number;
}

const columns = sql`id, key, dms_id::text as "dmsId", created_at as "createdAt", created_by::text as "createdBy", state,
  total_records as "totalRecords", error_records as "errorRecords", first_seen_at as "firstSeenAt", observed_at as "observedAt", fingerprint, missing`;

export function createBulks(database: Database): Bulks {
  return {
    apply: (transaction, connection, observations, at, dayOf) =>
      apply(databaseOf(transaction), connection, observations, at, dayOf),

    missed: (transaction, connection, window, at, except = []) =>
      missed(databaseOf(transaction), connection, window, at, except),

    async isKnown(connection, { from, to }) {
      const { rows } = await sql<{ isKnown: boolean }>`
        select exists (select from bulks where connection_id = ${connection} and misses = 0 and leads > 0
          and created_at >= ${new Date(from)} and created_at < ${new Date(to)}) as "isKnown"`.execute(database);
      return rows[0]?.isKnown ?? false;
    },

    sentAgain: (transaction, connection, keys) => sentAgainIn(databaseOf(transaction), connection, keys),

    replaced: (transaction, bulkIds) => replacedIn(databaseOf(transaction), bulkIds),

    async undated(transaction, bulkIds) {
      if (bulkIds.length === 0) return [];
      const { rows } = await sql<{ key: string; firstSeenAt: Instant }>`
        select key, first_seen_at as "firstSeenAt" from bulks
        where id = any(${[...bulkIds]}::bigint[]) and created_at is null`.execute(databaseOf(transaction));
      return rows;
    },

    async snapshots(connection, from, to) {
      const { rows } = await sql<BulkRow>`
        select ${columns} from bulks
        where connection_id = ${connection} and created_at >= ${new Date(from)} and created_at < ${new Date(to)}
        order by created_at, key`.execute(database);
      const leads = await leadsOf(
        database,
        rows.map(({ id }) => id),
      );
      return rows.map((row) => snapshotOf(row, leads.get(row.id)));
    },
  };
}

function snapshotOf(row: BulkRow, leads: BulkSnapshot['leads'] = new Map()): BulkSnapshot {
  const { key, dmsId, createdAt, createdBy, state, totalRecords, errorRecords, firstSeenAt, observedAt } = row;
  return { key, dmsId, createdAt, createdBy, state, totalRecords, errorRecords, leads, firstSeenAt, observedAt };
}

interface Found {
  readonly observation: BulkObservation;
  /** Of the row; null for a new bulk. */
  readonly id: number | null;
  readonly snapshot: BulkSnapshot;
  readonly previous: StoredSnapshot | null;
  readonly events: readonly BulkEvent[];
}

/** More are not compared by their leads: a DMS that dates no bulk would have all of them read with each poll. */
const undatedCompared = 200;

/** Bulks without an instant that one of the observations may be of: by its key, or the latest. */
function undated(connection: string, observations: readonly BulkObservation[]) {
  const keys = observations.flatMap(({ info, keyAliases }) =>
    info.createdAt === null ? [info.key, ...keyAliases] : [],
  );
  if (keys.length === 0) return sql`select null::bigint`;
  return sql`
    (select id from bulks where connection_id = ${connection} and created_at is null and key = any(${keys}::text[]))
    union all
    (select id from bulks where connection_id = ${connection} and created_at is null order by observed_at desc, id desc
      limit ${undatedCompared})`;
}

async function apply(
  tx: Database,
  connection: string,
  observations: readonly BulkObservation[],
  at: Instant,
  dayOf: (instant: Instant) => PlainDate,
): Promise<Applied> {
  if (observations.length === 0) return { events: [], changed: [], changedKeys: new Set() };
  const { rows } = await sql<BulkRow>`
    select ${columns} from bulks where connection_id = ${connection} and (
      created_at = any(${instantsOf(observations)}::timestamptz[])
      or dms_id = any(${observations.flatMap(({ info: { id } }) => id ?? [])}::bigint[])
      or id in (${undated(connection, observations)}))
    order by id`.execute(tx);
  const unchanged = sameAsBefore(rows, observations);
  const changed = observations.filter((observation) => !unchanged.has(observation));
  await touch(tx, [...unchanged.values()], at);
  const isTaken = new Set(unchanged.values());
  const open = rows.filter(({ id }) => !isTaken.has(id));
  const known = await leadsOf(tx, changed.length === 0 ? [] : open.map(({ id }) => id));
  const candidates = open.map((row) => ({ ...row, leads: known.get(row.id) ?? new Map<string, StoredLead>() }));
  const found: Found[] = [];
  for (const seen of changed) {
    const match = matchStored(
      seen,
      candidates.filter(({ id }) => !isTaken.has(id)),
    );
    if (match !== null) isTaken.add(match.id);
    const observation = match === null ? seen : withStoredKeys(seen, match.leads);
    // Answers come here in the order they were asked for; a clock that was set back does not make them late.
    const seenAt = Math.max(at, match?.observedAt ?? at) as Instant;
    const { snapshot, events } = diffBulk(match, observation, seenAt);
    found.push({ observation, id: match?.id ?? null, previous: match, snapshot, events });
  }
  const ids = await writeBulks(tx, connection, found, at);
  await writeLeads(tx, found, ids, at);
  const resent = await writeResends(tx, connection, addedLeads(found, ids), cameOrWent(found, ids));
  const others = await changedElsewhere(tx, resent, at);
  const happened = [
    ...found.flatMap(({ events, snapshot }, n) => events.map((event) => ({ bulkId: ids[n] ?? 0, event, snapshot }))),
    ...others,
  ];
  const changedIds = [...new Set([...ids, ...others.map(({ bulkId }) => bulkId)])];
  await writeHistory(tx, changedIds, at);
  await writeErrorKinds(tx, connection, found, at);
  await writeEvents(tx, connection, happened, at);
  await writeCounters(tx, connection, counted(found, resent, dayOf));
  return {
    events: happened,
    changed: changedIds,
    changedKeys: new Set(found.map(({ observation }) => observation.info.key)),
  };
}

/** Leads with a sender's number that are not in the database yet. */
function addedLeads(found: readonly Found[], ids: readonly number[]): Map<string, NewLead> {
  const added = new Map<string, NewLead>();
  for (const [n, { observation, previous }] of found.entries()) {
    for (const [key, { externalId, marks }] of observation.leads) {
      if (externalId === null || marks === undefined || previous?.leads.has(key) === true) continue;
      added.set(leadName(ids[n] ?? 0, key), { externalId, marks: marks() });
    }
  }
  return added;
}

/** Leads that are gone now, or are there again. */
function cameOrWent(
  found: readonly Found[],
  ids: readonly number[],
): { readonly bulkId: number; readonly key: string }[] {
  return found.flatMap(({ previous, snapshot }, n) =>
    [...(previous?.leads ?? [])].flatMap(([key, { externalId, gone }]) =>
      externalId !== null && gone !== snapshot.leads.get(key)?.gone ? [{ bulkId: ids[n] ?? 0, key }] : [],
    ),
  );
}

/** What happened to leads because others came or went, in bulks that may not have been looked at. */
async function changedElsewhere(
  tx: Database,
  { replaced, restored }: Resent,
  at: Instant,
): Promise<readonly StoredEvent[]> {
  if (replaced.length === 0 && restored.length === 0) return [];
  const again = Map.groupBy(replaced, ({ bulkId }) => bulkId);
  const back = Map.groupBy(restored, ({ bulkId }) => bulkId);
  const bulkIds = [...new Set([...again.keys(), ...back.keys()])];
  const { rows } = await sql<BulkRow & { pending: number; errored: number }>`
    select ${columns}, pending, errored from bulks
    where id = any(${bulkIds}::bigint[]) order by id`.execute(tx);
  const leads = await leadsOf(tx, bulkIds);
  await checkAgainAt(
    tx,
    rows.map((row) => ({ id: row.id, at: nextCheckAt(row, at) })),
  );
  return rows.flatMap((row) => {
    const snapshot = snapshotOf(row, leads.get(row.id));
    const sentAgain = again.get(row.id)?.map(({ key }) => key) ?? [];
    const errored = back.get(row.id)?.flatMap(({ key, outcome }) => (outcome === 'errored' ? [key] : [])) ?? [];
    const events: BulkEvent[] = [
      ...(sentAgain.length > 0 ? [{ kind: 'lead-sent-again' as const, leads: sentAgain }] : []),
      ...(errored.length > 0 ? [{ kind: 'lead-errored' as const, leads: errored }] : []),
    ];
    return events.map((event) => ({ bulkId: row.id, event, snapshot }));
  });
}

type Candidate = BulkRow & StoredSnapshot;

/** Under whatever keys the bulk and its leads are stored. */
function matchStored(seen: BulkObservation, candidates: readonly Candidate[]): Candidate | null {
  const named = candidates.map((candidate) => ({
    ...candidate,
    candidate,
    key: seen.keyAliases.includes(candidate.key) ? seen.info.key : candidate.key,
    leads: { size: candidate.leads.size, has: (key: string) => isStoredIn(candidate.leads, seen, key) },
  }));
  return matchBulk(seen, named)?.candidate ?? matchLegacyBulk(seen, candidates);
}

/** Most polls find most bulks as they were: those cost no look at their leads. */
function sameAsBefore(
  rows: readonly BulkRow[],
  observations: readonly BulkObservation[],
): Map<BulkObservation, number> {
  const byKey = new Map<string, BulkRow[]>();
  for (const row of rows) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row]);
  const same = new Map<BulkObservation, number>();
  for (const observation of observations) {
    const row = byKey.get(observation.info.key)?.shift();
    // A lead that is missing once is not gone yet: the next answer without it says the same again.
    if (row?.fingerprint === observation.fingerprint && row.missing === 0) same.set(observation, row.id);
  }
  return same;
}

function instantsOf(observations: readonly BulkObservation[]): Date[] {
  return observations.flatMap(({ info: { createdAt } }) => (createdAt === null ? [] : [new Date(createdAt)]));
}

/** Nothing happened; only when to look again changes. */
async function touch(tx: Database, ids: readonly number[], at: Instant): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<{
    id: number;
    state: string;
    createdAt: Instant | null;
    firstSeenAt: Instant;
    pending: number;
    errored: number;
  }>`
    update bulks set observed_at = greatest(observed_at, ${new Date(at)}), misses = 0, missing_since = null where id = any(${[...ids]}::bigint[]) and next_check_at is not null
    returning id, state, created_at as "createdAt", first_seen_at as "firstSeenAt", pending, errored`.execute(tx);
  await checkAgainAt(
    tx,
    rows.map((row) => ({ id: row.id, at: nextCheckAt(row, at) })),
  );
}

async function checkAgainAt(
  tx: Database,
  bulks: readonly { readonly id: number; readonly at: Instant | null }[],
): Promise<void> {
  if (bulks.length === 0) return;
  const next = bulks.map(({ id, at }) => ({ id, at: isoOrNull(at) }));
  await sql`update bulks b set next_check_at = n.at
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as n (id bigint, at timestamptz) where b.id = n.id`.execute(
    tx,
  );
}

/** What counts in a bulk, and what was there and does not. */
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

async function writeBulks(tx: Database, connection: string, found: readonly Found[], at: Instant): Promise<number[]> {
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
    from jsonb_populate_recordset(null::bulks, ${JSON.stringify(known)}::jsonb) r where b.id = r.id`.execute(tx);
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

async function writeLeads(tx: Database, found: readonly Found[], ids: readonly number[], at: Instant): Promise<void> {
  const rows = found.flatMap(({ observation, previous }, n) =>
    [...observation.leads].flatMap(([key, lead]) =>
      isSameLead(previous?.leads.get(key), lead) ? [] : [{ b: ids[n], k: key, ...rowOf(lead) }],
    ),
  );
  if (rows.length > 0)
    await sql`
    insert into bulk_leads (bulk_id, key, external_id, dms_id, outcome, errors, source, brand, branch, sub_source, priority, first_seen_at, changed_at,
      marks_key, phone_mark, email_mark, name_mark)
    select b, k, x, d, o, e, s, m, r, u, p, ${new Date(at)}, ${new Date(at)}, mk, mp, me, mn
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as l (b bigint, k text, x text, d bigint, o text, e text[], s text, m text, r text, u text, p text, mk text, mp text, me text, mn text)
    on conflict (bulk_id, key) do update
      set external_id = excluded.external_id, dms_id = excluded.dms_id, outcome = excluded.outcome, errors = excluded.errors, changed_at = excluded.changed_at,
        source = excluded.source, brand = excluded.brand, branch = excluded.branch, sub_source = excluded.sub_source, priority = excluded.priority,
        missed = 0, gone_at = null,
        marks_key = excluded.marks_key, phone_mark = excluded.phone_mark, email_mark = excluded.email_mark, name_mark = excluded.name_mark`.execute(
      tx,
    );
  await writeMissing(tx, found, ids, at);
}

function rowOf({ externalId, dmsId, outcome, errors, traits, marks }: ObservedLead) {
  const [mark] = marks?.() ?? [];
  return {
    x: externalId,
    d: dmsId,
    o: outcome,
    e: errors,
    s: traits.source,
    u: traits.subSource ?? '',
    p: traits.priority ?? '',
    m: traits.brand,
    r: traits.branch,
    mk: mark?.keyId ?? null,
    mp: mark?.phone ?? null,
    me: mark?.email ?? null,
    mn: mark?.name ?? null,
  };
}

/** Leads that the answer did not list. */
async function writeMissing(tx: Database, found: readonly Found[], ids: readonly number[], at: Instant): Promise<void> {
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

/** As rules of alerts see it: so that they can be replayed. */
async function writeHistory(tx: Database, ids: readonly number[], at: Instant): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    insert into bulk_history (connection_id, bulk_id, at, state, total_records, error_records, leads, errored, missing, resent_errored, gone,
      gone_errored, errors, traits)
    select b.connection_id, b.id, ${new Date(at)}, b.state, b.total_records, b.error_records, b.leads, b.errored,
      b.missing, b.resent_errored, b.gone, b.gone_errored, ${errorsOfBulk}, ${traitsOfBulk}
    from bulks b where b.id = any(${[...ids]}::bigint[]) order by b.id`.execute(tx);
}

async function writeErrorKinds(tx: Database, connection: string, found: readonly Found[], at: Instant): Promise<void> {
  const texts = new Map(found.flatMap(({ observation }) => [...observation.errorTexts]));
  if (texts.size === 0) return;
  const rows = [...texts].map(([fingerprint, error]) => ({ fingerprint, ...error }));
  // Kinds that an earlier release stored have their languages added when they are seen again.
  await sql`
    insert into error_kinds as k (connection_id, fingerprint, message, code, field, messages, first_seen_at)
    select ${connection}, fingerprint, message, code, field, messages, ${new Date(at)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as e (fingerprint text, message text, code text, field text, messages jsonb)
    on conflict (connection_id, fingerprint) do update set messages = excluded.messages
    where k.messages is null and excluded.messages is not null`.execute(tx);
}

async function writeEvents(
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

async function missed(
  tx: Database,
  connection: string,
  { from, to }: Window,
  at: Instant,
  except: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ id: number; misses: number; missingSince: Instant | null }>`
    select id, misses, missing_since as "missingSince" from bulks
    where connection_id = ${connection} and created_at >= ${new Date(from)} and created_at < ${new Date(to)}
      and next_check_at <= ${new Date(at)} and observed_at < ${new Date(at)} and key <> all(${[...except]}::text[])`.execute(
    tx,
  );
  if (rows.length === 0) return 0;
  const next = rows.map(({ id, misses, missingSince }) => ({
    id,
    at: isoOrNull(nextSearchAt({ missingSince: missingSince ?? at, misses: misses + 1 }, at)),
  }));
  await sql`
    update bulks b set misses = misses + 1, missing_since = coalesce(missing_since, ${new Date(at)}), next_check_at = n.at
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as n (id bigint, at timestamptz) where b.id = n.id`.execute(
    tx,
  );
  return next.filter((one) => one.at === null).length;
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
