/**
 * Finds leads that may be the same, in SQL, because they share the external id and a hashed mark of the person.
 * Returns the stored data of these leads.
 */
import { sql } from 'kysely';
import {
  type DatedBulk,
  earliestFirst,
  type Instant,
  type KeyedMarks,
  type LeadOutcome,
  order,
} from '@leadbell/domain';
import { type StoredTraits, traitsOfLead } from './bulk-facts.ts';
import type { Database } from './database.ts';

/** The most leads with one number that are compared at once, and the most leads in a chain. */
export const mostOfNumber = 200;
/** If more new leads of a bulk than this have the same number, the number identifies none of them. */
const mostOfNumberInBulk = 100;
/**
 * Only this many of the latest leads with the same number and the same phone, e-mail or name are compared. This is
 * enough, because a new lead replaces the latest lead of a chain.
 */
const mostOfMark = 25;
const chunkSize = 2_000;

export interface LeadRow {
  readonly bulkId: number;
  readonly key: string;
  readonly outcome: LeadOutcome;
  readonly dmsId: string | null;
  readonly traits: StoredTraits;
  /** The time at which the lead's bulk was created, or first seen. */
  readonly madeAt: Instant;
}

/** A lead that the database does not have yet. */
export interface NewLead {
  readonly externalId: string;
  readonly marks: readonly KeyedMarks[];
}

export interface ComparedRow extends LeadRow {
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

export interface Place {
  readonly bulkId: number;
  readonly key: string;
}

export function leadName(bulkId: number, key: string): string {
  return `${bulkId} ${key}`;
}

interface Mark {
  readonly kind: 'phone' | 'email' | 'name';
  readonly number: string;
  readonly keyId: string;
  readonly hash: string;
  /** The leads that have this mark. */
  readonly of: readonly Place[];
}

const kinds = ['phone', 'email', 'name'] as const;

/**
 * Finds leads that share a number and a mark with one of the given leads, then leads that share both with a found lead,
 * and so on. Returns a group for each number, with the earliest bulk first. For a mark with many leads, finds only the
 * latest of them: a sender may number the rows of each file from 1, so the number alone proves little.
 */
export async function readGroups(
  tx: Database,
  connection: string,
  added: ReadonlyMap<string, NewLead>,
  changed: readonly Place[],
): Promise<ComparedRow[][]> {
  const rows = new Map<string, ComparedRow>();
  const sizes = new Map<string, number>();
  const read = async (places: readonly Place[]): Promise<readonly ComparedRow[]> => {
    const fresh = places.filter(({ bulkId, key }) => !rows.has(leadName(bulkId, key)));
    const found = await readRows(tx, connection, fresh);
    for (const row of found) {
      rows.set(leadName(row.bulkId, row.key), row);
      sizes.set(row.externalId, (sizes.get(row.externalId) ?? 0) + 1);
    }
    return found;
  };
  const own = await read(changed);
  // Follows links too, because leads that were linked under another installation key may share no mark under the
  // current key.
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
  // Under each key of the installation, the same number has a different hash.
  const current = new Map(
    [...added.values()].flatMap(({ externalId, marks }) => marks.map(({ number }) => [number, externalId] as const)),
  );
  return [...Map.groupBy(rows.values(), ({ externalId }) => current.get(externalId) ?? externalId).values()]
    .filter((group) => group.length > 1)
    .map((group) => group.toSorted(byBulk));
}

function linksOf({ supersededBy, supersededByKey, sentAgainOf, sentAgainOfKey }: ComparedRow): Place[] {
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

/** Reads the bulk and the lead's key from a name that `leadName` made. */
function placeOf(name: string): Place {
  const end = name.indexOf(' ');
  return { bulkId: Number(name.slice(0, end)), key: name.slice(end + 1) };
}

function marksOfRow({ bulkId, key, externalId, marksKey, phone, email, name }: ComparedRow): Mark[] {
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

/**
 * Returns leads with these marks, if another bulk has such a lead too. Each row is found with an index, whatever the
 * planner's statistics are: new tables have none.
 */
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

async function readRows(tx: Database, connection: string, places: readonly Place[]): Promise<ComparedRow[]> {
  const all: ComparedRow[] = [];
  for (const some of chunks(places)) {
    const { rows } = await sql<ComparedRow>`
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

/** Splits a list, so that each statement stays short however many leads a bulk has. */
export function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / chunkSize) }, (_, n) =>
    all.slice(n * chunkSize, (n + 1) * chunkSize),
  );
}

/** Sorts leads in the order of an answer. */
function byBulk(a: ComparedRow, b: ComparedRow): number {
  return earliestFirst(bulkOf(a), bulkOf(b)) || a.bulkId - b.bulkId || order(a.key, b.key);
}

function bulkOf({ createdAt, bulkKey }: ComparedRow): DatedBulk {
  return { createdAt, key: bulkKey };
}
