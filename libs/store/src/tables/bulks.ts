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
  type PlainDate,
  withStoredErrors,
  withStoredKeys,
} from '@leadbell/domain';
import type { Applied, Bulks, StoredEvent } from '../bulks.ts';
import { checkAgainAt, missed, touch } from './bulk-checks.ts';
import { type FoundBulk, writeBulks, writeErrorKinds, writeEvents, writeHistory, writeLeads } from './bulk-rows.ts';
import { counted, writeCounters } from './counters.ts';
import { type Database, databaseOf } from './database.ts';
import { leadsOf, type StoredLead, type StoredSnapshot } from './stored-leads.ts';
import { replacedIn, sentAgainIn } from './resend-chains.ts';
import { leadName, type NewLead } from './resend-groups.ts';
import { type Resent, writeResends } from './resends.ts';
import { isOfOthers, peopleOf, placeInTime, undatedIds, vagueOf } from './vague-bulks.ts';

interface BulkRow extends Omit<BulkSnapshot, 'leads'> {
  readonly id: number;
  readonly fingerprint: string;
  readonly missing: number;
  readonly nextCheckAt: Instant | null;
}

const columns = sql`id, key, dms_id::text as "dmsId", created_at as "createdAt", created_by::text as "createdBy", state,
  total_records as "totalRecords", error_records as "errorRecords", first_seen_at as "firstSeenAt", observed_at as "observedAt", fingerprint, missing,
  next_check_at as "nextCheckAt"`;

export function createBulks(database: Database): Bulks {
  return {
    apply: (transaction, connection, observations, at, dayOf) =>
      apply(databaseOf(transaction), connection, observations, at, dayOf),

    missed: (connection, window, at, except = []) => missed(database, connection, window, at, except),

    async visibleFrom(transaction, connection, keys, at) {
      const { rows } = await sql<{ key: string; from: Instant }>`
        select b.key, h.visible_from as from from bulks b join bulk_history h on h.bulk_id = b.id and h.at = ${new Date(at)}
        where b.connection_id = ${connection} and b.key = any(${[...keys]}::text[]) and h.visible_from is not null
        order by h.id`.execute(databaseOf(transaction));
      return new Map(rows.map(({ key, from }) => [key, from]));
    },

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
      const { rows } = await sql<{ id: number; key: string; firstSeenAt: Instant }>`
        select id, key, first_seen_at as "firstSeenAt" from bulks
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

async function apply(
  tx: Database,
  connection: string,
  observations: readonly BulkObservation[],
  at: Instant,
  dayOf: (instant: Instant) => PlainDate,
): Promise<Applied> {
  if (observations.length === 0) return { events: [], changed: [], changedKeys: new Set() };
  const { rows } = await sql<BulkRow>`
    select ${columns} from bulks where id = any(array(
      select id from bulks where connection_id = ${connection} and created_at = any(${instantsOf(observations)}::timestamptz[])
      union all
      select id from bulks where connection_id = ${connection}
        and dms_id = any(${observations.flatMap(({ info: { id } }) => id ?? [])}::bigint[])
      union all ${undatedIds(connection, observations)}))
    order by id`.execute(tx);
  const vague = vagueOf(rows, observations, dayOf);
  const asShown = new Set([...vague].map(sameness));
  const same = await peopleOf(
    tx,
    idsOf(rows, (row) => asShown.has(sameness(row))),
  );
  const unchanged = sameAsBefore(
    rows,
    observations,
    (seen, { id }) => vague.has(seen) && isOfOthers(seen, same.get(id)),
  );
  const changed = observations.filter((observation) => !unchanged.has(observation));
  await touch(tx, [...unchanged.values()], at);
  const isTaken = new Set(unchanged.values());
  const open = rows.filter(({ id }) => !isTaken.has(id));
  const changedPlaces = new Set(changed.filter((one) => vague.has(one)).map(({ info }) => placeInTime(info)));
  const people = await peopleOf(
    tx,
    idsOf(open, (row) => changedPlaces.has(placeInTime(row))),
  );
  const isAnother = (seen: BulkObservation, { id }: BulkRow): boolean =>
    vague.has(seen) && isOfOthers(seen, people.get(id));
  const known = await leadsOf(tx, changed.length === 0 ? [] : open.map(({ id }) => id));
  const candidates = open.map((row) => ({ ...row, leads: known.get(row.id) ?? new Map<string, StoredLead>() }));
  const found: FoundBulk[] = [];
  // The time at which each bulk was last seen. Null for a settled bulk, because polls do not record when they saw it.
  const lastLooks: (Instant | null)[] = [];
  for (const seen of changed) {
    const match = matchStored(
      seen,
      candidates.filter((one) => !isTaken.has(one.id) && !isAnother(seen, one)),
    );
    if (match !== null) isTaken.add(match.id);
    const observation = match === null ? seen : asStored(seen, match.leads);
    // A later answer never gets an earlier time, even if the clock was set back in between.
    const seenAt = Math.max(at, match?.observedAt ?? at) as Instant;
    const { snapshot, events } = diffBulk(match, observation, seenAt);
    lastLooks.push(match === null || match.nextCheckAt === null ? null : match.observedAt);
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
  const seenBefore = lastLooks.flatMap((look, n) => (look === null ? [] : [[ids[n] ?? 0, look] as const]));
  await writeHistory(tx, changedIds, at, new Map(seenBefore));
  await writeErrorKinds(tx, connection, found, at);
  await writeEvents(tx, connection, happened, at);
  await writeCounters(tx, connection, counted(found, resent, dayOf));
  return {
    events: happened,
    changed: changedIds,
    changedKeys: new Set(found.map(({ observation }) => observation.info.key)),
  };
}

/** Gives a bulk's leads the keys under which they are stored, and their errors the stored fingerprints. */
function asStored(seen: BulkObservation, stored: StoredSnapshot['leads']): BulkObservation {
  const observation = withStoredKeys(seen, stored);
  const leads = new Map(observation.leads);
  for (const [key, lead] of leads) {
    const errors = withStoredErrors(lead.errors, stored.get(key)?.errors ?? lead.errors);
    if (errors !== lead.errors) leads.set(key, { ...lead, errors });
  }
  return { ...observation, leads };
}

/** Finds leads with an external id that the database does not have yet. */
function addedLeads(found: readonly FoundBulk[], ids: readonly number[]): Map<string, NewLead> {
  const added = new Map<string, NewLead>();
  for (const [n, { observation, previous }] of found.entries()) {
    for (const [key, { externalId, marks }] of observation.leads) {
      if (externalId === null || marks === undefined || previous?.leads.has(key) === true) continue;
      added.set(leadName(ids[n] ?? 0, key), { externalId, marks: marks() });
    }
  }
  return added;
}

/** Finds leads that are gone now or are back. */
function cameOrWent(
  found: readonly FoundBulk[],
  ids: readonly number[],
): { readonly bulkId: number; readonly key: string }[] {
  return found.flatMap(({ previous, snapshot }, n) =>
    [...(previous?.leads ?? [])].flatMap(([key, { externalId, gone }]) =>
      externalId !== null && gone !== snapshot.leads.get(key)?.gone ? [{ bulkId: ids[n] ?? 0, key }] : [],
    ),
  );
}

/**
 * Finds the events of two kinds of leads: those that a later lead now replaces, and those that are no longer replaced
 * and count again. The bulks of these leads may be missing from the answer.
 */
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

/** Finds the stored bulk by any key under which the bulk and its leads may be stored. */
function matchStored(seen: BulkObservation, candidates: readonly Candidate[]): Candidate | null {
  const named = candidates.map((candidate) => ({
    ...candidate,
    candidate,
    key: seen.keyAliases.includes(candidate.key) ? seen.info.key : candidate.key,
    leads: { size: candidate.leads.size, has: (key: string) => isStoredIn(candidate.leads, seen, key) },
  }));
  return matchBulk(seen, named)?.candidate ?? matchLegacyBulk(seen, candidates);
}

/** Finds the bulks that have not changed. Most bulks have not changed, and the leads of such bulks need not be read. */
function sameAsBefore(
  rows: readonly BulkRow[],
  observations: readonly BulkObservation[],
  isAnother: (seen: BulkObservation, row: BulkRow) => boolean,
): Map<BulkObservation, number> {
  const byKey = new Map<string, BulkRow[]>();
  for (const row of rows) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row]);
  const same = new Map<BulkObservation, number>();
  for (const observation of observations) {
    const ofKey = byKey.get(observation.info.key) ?? [];
    const place = ofKey.findIndex((one) => one.fingerprint === observation.fingerprint && !isAnother(observation, one));
    const [row] = place === -1 ? [] : ofKey.splice(place, 1);
    // A bulk with a missing lead is compared again although its fingerprint is the same: the lead was missing from only
    // one answer, and counts as gone after a second one.
    if (row?.missing === 0) same.set(observation, row.id);
  }
  return same;
}

function sameness(one: BulkRow | BulkObservation): string {
  return `${'info' in one ? one.info.key : one.key} ${one.fingerprint}`;
}

function idsOf(rows: readonly BulkRow[], isWanted: (row: BulkRow) => boolean): number[] {
  return rows.filter(isWanted).map(({ id }) => id);
}

function instantsOf(observations: readonly BulkObservation[]): Date[] {
  return observations.flatMap(({ info: { createdAt } }) => (createdAt === null ? [] : [new Date(createdAt)]));
}
