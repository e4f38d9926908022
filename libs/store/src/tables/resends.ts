/** Leads that a later bulk brought again, in SQL: found by the sender's number and hashed marks of the person, whatever the order in which bulks come. */
import { sql } from 'kysely';
import { findReplaced, type Instant, type KeyedMarks, type LeadOutcome, type SentLead } from '@leadbell/domain';
import type { LeadPlace, SentAgainLead } from '../bulks.ts';
import { type StoredTraits, traitsOfLead } from './bulk-facts.ts';
import type { Database } from './database.ts';

/** Leads of one number that are compared at once, and the longest chain. */
const mostOfNumber = 200;
/** A number that more new leads of one bulk share identifies none of them. */
const mostOfNumberInBulk = 100;
/** The latest leads of one number and phone, e-mail or name: the latest of a chain is what a new lead replaces. */
const mostOfMark = 25;
const chunkSize = 2_000;

export interface LeadRow {
  readonly bulkId: number;
  readonly key: string;
  readonly outcome: LeadOutcome;
  readonly dmsId: string | null;
  readonly traits: StoredTraits;
  /** When its bulk was made, or first seen. */
  readonly madeAt: Instant;
}

/** Of a lead that is new to the database. */
export interface NewLead {
  readonly externalId: string;
  readonly marks: readonly KeyedMarks[];
}

export interface Resent {
  /** Leads that a later bulk brought again, which was not known before. */
  readonly replaced: readonly LeadRow[];
  /** Leads that count again, because the later one is gone. */
  readonly restored: readonly LeadRow[];
}

export function leadName(bulkId: number, key: string): string {
  return `${bulkId} ${key}`;
}

interface Row extends LeadRow {
  readonly externalId: string;
  readonly createdAt: Instant | null;
  readonly bulkKey: string;
  readonly isGone: boolean;
  readonly marksKey: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly supersededBy: number | null;
  readonly supersededByKey: string | null;
  readonly sentAgainOf: number | null;
  readonly sentAgainOfKey: string | null;
}

interface Place {
  readonly bulkId: number;
  readonly key: string;
}

/**
 * Compares leads anew with those of their sender's number, and writes which replaces which and how many count in their bulks. `added`: leads that were
 * not in the database before, by `leadName`. `cameOrWent`: leads that are gone now, or are there again.
 */
export async function writeResends(
  tx: Database,
  connection: string,
  added: ReadonlyMap<string, NewLead>,
  cameOrWent: readonly Place[],
): Promise<Resent> {
  const groups = await readGroups(tx, connection, added, cameOrWent);
  const changed: Row[] = [];
  const replaced: Row[] = [];
  const restored: Row[] = [];
  for (const rows of groups) {
    const linked = link(rows, added);
    for (const [index, row] of linked.entries()) {
      const was = rows[index];
      if (was === undefined || isSameLink(was, row)) continue;
      changed.push(row);
      if (was.supersededBy === null && row.supersededBy !== null) replaced.push(row);
      if (was.supersededBy !== null && row.supersededBy === null && !row.isGone) restored.push(row);
    }
  }
  await writeLinks(tx, changed);
  await writeCounts(tx, replaced, restored);
  return { replaced, restored };
}

interface Mark {
  readonly kind: 'phone' | 'email' | 'name';
  readonly number: string;
  readonly keyId: string;
  readonly hash: string;
  /** Leads that it was taken from. */
  readonly of: readonly Place[];
}

const kinds = ['phone', 'email', 'name'] as const;

/**
 * Leads that share a number and a mark with one of these, those that share one with them, and so on; by number, the earliest bulk first. Of a mark
 * that more leads have, the latest: a sender may number the rows of each file from 1, so a number alone says little.
 */
async function readGroups(
  tx: Database,
  connection: string,
  added: ReadonlyMap<string, NewLead>,
  changed: readonly Place[],
): Promise<Row[][]> {
  const rows = new Map<string, Row>();
  const sizes = new Map<string, number>();
  const read = async (places: readonly Place[]): Promise<readonly Row[]> => {
    const fresh = places.filter(({ bulkId, key }) => !rows.has(leadName(bulkId, key)));
    const found = await readRows(tx, connection, fresh);
    for (const row of found) {
      rows.set(leadName(row.bulkId, row.key), row);
      sizes.set(row.externalId, (sizes.get(row.externalId) ?? 0) + 1);
    }
    return found;
  };
  const own = await read(changed);
  // Linked while another key of the installation was at hand, they may share no mark now.
  const linked = await read(own.flatMap(linksOf));
  const isSeen = new Set<string>();
  const unseen = (marks: readonly Mark[]): readonly Mark[] => {
    const fresh = new Map<string, Mark & { of: Place[] }>();
    for (const mark of marks) {
      const name = JSON.stringify([mark.kind, mark.number, mark.keyId, mark.hash]);
      if (isSeen.has(name)) continue;
      const same = fresh.get(name);
      if (same === undefined) fresh.set(name, { ...mark, of: [...mark.of] });
      else same.of.push(...mark.of);
    }
    for (const name of fresh.keys()) isSeen.add(name);
    return [...fresh.values()];
  };
  let open = unseen([...marksOfAdded(added), ...[...own, ...linked].flatMap(marksOfRow)]);
  while (open.length > 0) {
    const fresh = await read(await findPlaces(tx, open));
    open = unseen(fresh.filter(({ externalId }) => (sizes.get(externalId) ?? 0) < mostOfNumber).flatMap(marksOfRow));
  }
  // Keys of the installation hash one number differently.
  const current = new Map(
    [...added.values()].flatMap(({ externalId, marks }) => marks.map(({ number }) => [number, externalId] as const)),
  );
  return [...Map.groupBy(rows.values(), ({ externalId }) => current.get(externalId) ?? externalId).values()]
    .filter((group) => group.length > 1)
    .map((group) => group.toSorted(byBulk));
}

function linksOf({ supersededBy, supersededByKey, sentAgainOf, sentAgainOfKey }: Row): Place[] {
  return [
    ...(supersededBy === null ? [] : [{ bulkId: supersededBy, key: supersededByKey ?? '' }]),
    ...(sentAgainOf === null ? [] : [{ bulkId: sentAgainOf, key: sentAgainOfKey ?? '' }]),
  ];
}

function marksOfAdded(added: ReadonlyMap<string, NewLead>): Mark[] {
  const inBulk = Map.groupBy(
    [...added].map(([name, lead]) => ({ place: placeOf(name), lead })),
    ({ place, lead }) => leadName(place.bulkId, lead.externalId),
  );
  return [...inBulk.values()]
    .filter((leads) => leads.length <= mostOfNumberInBulk)
    .flatMap((leads) => leads.flatMap(({ place, lead }) => marksIn(place, lead.marks)));
}

/** The other way round than `leadName`. */
function placeOf(name: string): Place {
  const end = name.indexOf(' ');
  return { bulkId: Number(name.slice(0, end)), key: name.slice(end + 1) };
}

function marksOfRow({ bulkId, key, externalId, marksKey, phone, email, name }: Row): Mark[] {
  return marksKey === null
    ? []
    : marksIn({ bulkId, key }, [{ keyId: marksKey, number: externalId, phone, email, name }]);
}

function marksIn(place: Place, marks: readonly KeyedMarks[]): Mark[] {
  return marks.flatMap(({ keyId, number, ...one }) =>
    kinds.flatMap((kind) => {
      const hash = one[kind];
      return hash === null ? [] : [{ kind, number, keyId, hash, of: [place] }];
    }),
  );
}

/** Leads with these marks, where another bulk has one. Each look-up is by index alone, whatever the planner knows of the tables: new ones have no statistics. */
async function findPlaces(tx: Database, marks: readonly Mark[]): Promise<Place[]> {
  const places = new Map<string, Place>();
  for (const [kind, ofKind] of Map.groupBy(marks, (mark) => mark.kind)) {
    for (const some of chunks(ofKind)) {
      const seeds = some.map(({ number, keyId, hash, of }, n) => {
        const [bulk = 0, ...others] = new Set(of.map(({ bulkId }) => bulkId));
        return { n, number, key: keyId, hash, bulk: others.length === 0 ? bulk : null, leads: of.length };
      });
      const { rows } = await sql<Place & { seed: number }>`
        with found as materialized (
          select n.n as seed, l.bulk_id is distinct from n.bulk as is_other, l.bulk_id, l.key
          from jsonb_to_recordset(${JSON.stringify(seeds)}::jsonb)
            as n (n integer, number text, key text, hash text, bulk bigint, leads integer)
          cross join lateral (
            select bulk_id, key from bulk_leads
            where external_id = n.number and ${sql.ref(`${kind}_mark`)} = n.hash and marks_key = n.key
            order by bulk_id desc limit ${mostOfMark} + n.leads) l)
        select seed, bulk_id as "bulkId", key from found where seed in (select seed from found where is_other)`.execute(
        tx,
      );
      const own = [...new Set(rows.map(({ seed }) => seed))].flatMap((seed) => some[seed]?.of ?? []);
      for (const { bulkId, key } of [...rows, ...own]) places.set(leadName(bulkId, key), { bulkId, key });
    }
  }
  return [...places.values()];
}

async function readRows(tx: Database, connection: string, places: readonly Place[]): Promise<Row[]> {
  const all: Row[] = [];
  for (const some of chunks(places)) {
    const { rows } = await sql<Row>`
      with found as materialized (
        select l.* from unnest(${some.map(({ bulkId }) => bulkId)}::bigint[], ${some.map(({ key }) => key)}::text[]) as n (bulk_id, key)
        cross join lateral (select * from bulk_leads where bulk_id = n.bulk_id and key = n.key limit 1) l)
      select l.bulk_id as "bulkId", l.key, l.external_id as "externalId", l.outcome, l.dms_id::text as "dmsId",
        ${traitsOfLead} as traits, l.gone_at is not null as "isGone",
        l.marks_key as "marksKey", l.phone_mark as phone, l.email_mark as email, l.name_mark as name,
        l.superseded_by as "supersededBy", l.superseded_by_key as "supersededByKey",
        l.sent_again_of as "sentAgainOf", l.sent_again_of_key as "sentAgainOfKey",
        b.created_at as "createdAt", coalesce(b.created_at, b.first_seen_at) as "madeAt", b.key as "bulkKey"
      from found l join bulks b on b.id = l.bulk_id
      where l.external_id is not null and b.connection_id = ${connection}`.execute(tx);
    for (const row of rows) all.push(row);
  }
  return all;
}

/** So that no statement takes long, however many leads a bulk has. */
function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / chunkSize) }, (_, n) =>
    all.slice(n * chunkSize, (n + 1) * chunkSize),
  );
}

/** As an answer orders them: a bulk without a date is taken for older than all that have one. */
function byBulk(a: Row, b: Row): number {
  return (
    order(a.createdAt ?? -Infinity, b.createdAt ?? -Infinity) ||
    order(a.bulkKey, b.bulkKey) ||
    a.bulkId - b.bulkId ||
    order(a.key, b.key)
  );
}

function order<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The rows as they should be. */
function link(rows: readonly Row[], added: ReadonlyMap<string, NewLead>): readonly Row[] {
  const there = rows.filter(({ isGone }) => !isGone);
  const places = new Map(there.map(({ bulkId, key }, place) => [leadName(bulkId, key), place]));
  const found = findReplaced(
    there.map((row): SentLead<string> => {
      const { sentAgainOf, sentAgainOfKey, bulkId: bulk } = row;
      const before = sentAgainOf === null ? undefined : places.get(leadName(sentAgainOf, sentAgainOfKey ?? ''));
      const marks = marksOf(row, added);
      // Two keys of the installation: what was found while both were at hand can't be found again.
      const isComparable = before === undefined || there[before]?.marksKey === row.marksKey;
      return isComparable ? { bulk, marks } : { bulk, marks, replaces: before };
    }),
  );
  const later = new Map(found.map((earlier, place) => [earlier, place]));
  const isRead = new Set(rows.map(({ bulkId, key }) => leadName(bulkId, key)));
  return rows.map((row) => {
    const place = row.isGone ? -1 : there.indexOf(row);
    if (place < 0)
      return { ...row, supersededBy: null, supersededByKey: null, sentAgainOf: null, sentAgainOfKey: null };
    const by = there[later.get(place) ?? -1];
    const of = there[found[place] ?? -1];
    const [keptBy, keptOf] = [row.supersededBy, row.sentAgainOf];
    // Links to leads that were not read stay.
    const staysBy = by === undefined && keptBy !== null && !isRead.has(leadName(keptBy, row.supersededByKey ?? ''));
    const staysOf = keptOf !== null && !isRead.has(leadName(keptOf, row.sentAgainOfKey ?? ''));
    return {
      ...row,
      ...(staysBy ? {} : { supersededBy: by?.bulkId ?? null, supersededByKey: by?.key ?? null }),
      ...(staysOf ? {} : { sentAgainOf: of?.bulkId ?? null, sentAgainOfKey: of?.key ?? null }),
    };
  });
}

/** A lead at hand is known by all keys of the installation, a stored one by that it was written with. */
function marksOf({ bulkId, key, marksKey, phone, email, name }: Row, added: ReadonlyMap<string, NewLead>) {
  const all =
    added.get(leadName(bulkId, key))?.marks ?? (marksKey === null ? [] : [{ keyId: marksKey, phone, email, name }]);
  const of = (kind: 'phone' | 'email' | 'name') =>
    all.flatMap((one) => (one[kind] === null ? [] : [`${one.keyId} ${one[kind]}`]));
  return [of('phone'), of('email'), of('name')] as const;
}

function isSameLink(one: Row, other: Row): boolean {
  return (
    one.supersededBy === other.supersededBy &&
    one.supersededByKey === other.supersededByKey &&
    one.sentAgainOf === other.sentAgainOf &&
    one.sentAgainOfKey === other.sentAgainOfKey
  );
}

async function writeLinks(tx: Database, rows: readonly Row[]): Promise<void> {
  for (const some of chunks(rows)) {
    const links = some.map(({ bulkId, key, supersededBy, supersededByKey, sentAgainOf, sentAgainOfKey }) => ({
      b: bulkId,
      k: key,
      s: supersededBy,
      sk: supersededByKey,
      a: sentAgainOf,
      ak: sentAgainOfKey,
    }));
    await sql`
      update bulk_leads l set superseded_by = r.s, superseded_by_key = r.sk, sent_again_of = r.a, sent_again_of_key = r.ak
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as r (b bigint, k text, s bigint, sk text, a bigint, ak text)
      where l.bulk_id = r.b and l.key = r.k`.execute(tx);
  }
}

/** By what changed: leads of old bulks may have been forgotten, and could not be counted again. */
async function writeCounts(tx: Database, replaced: readonly LeadRow[], restored: readonly LeadRow[]): Promise<void> {
  const changes = new Map<number, Record<LeadOutcome, number>>();
  const change = ({ bulkId, outcome }: LeadRow, by: number): void => {
    const counts = changes.get(bulkId) ?? { created: 0, errored: 0, pending: 0 };
    changes.set(bulkId, counts);
    counts[outcome] += by;
  };
  for (const row of replaced) change(row, -1);
  for (const row of restored) change(row, 1);
  if (changes.size === 0) return;
  const rows = [...changes].map(([b, { created: c, errored: e, pending: p }]) => ({ b, c, e, p }));
  await sql`
    update bulks b set created = b.created + r.c, errored = b.errored + r.e, pending = b.pending + r.p, resent_errored = b.resent_errored - r.e
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (b bigint, c integer, e integer, p integer) where b.id = r.b`.execute(
    tx,
  );
}

/** The chains of leads that several bulks had, back from those of the bulks of these keys. */
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
      -- Of two people with one number in a bulk both must have been sent again.
      and not exists (select from bulk_leads o where o.bulk_id = l.bulk_id and o.external_id = l.external_id
        and o.superseded_by is null and o.gone_at is null)`.execute(tx);
  return rows;
}
