/**
 * Bulks that only their leads tell apart: without a number, and of no known instant or of one that several share (a DMS that dates by the day). Senders may number
 * leads from 1 each time: a number that now has another person's phone, e-mail and name makes no known bulk of it. Inside this package only.
 */
import { sql } from 'kysely';
import type { BulkObservation, KeyedMarks } from '@leadbell/domain';
import type { Database } from './database.ts';

/** More are not compared by their leads: a DMS that dates no bulk would have all of them read with each poll. */
const mostCompared = 200;

type Info = Pick<BulkObservation['info'], 'createdAt' | 'createdBy'>;

/** Those that could be taken for one another. */
export function vagueOf(rows: readonly Info[], observations: readonly BulkObservation[]): ReadonlySet<BulkObservation> {
  const bothOf = ({ createdAt, createdBy }: Info): string => `${createdAt ?? ''}|${createdBy ?? ''}`;
  const isShared = (all: readonly Info[]): ReadonlySet<string> => {
    const seen = new Set<string>();
    return new Set(all.map(bothOf).filter((both) => seen.size === seen.add(both).size));
  };
  const [stored, shown] = [isShared(rows), isShared(observations.map(({ info }) => info))];
  const isVague = (info: Info): boolean =>
    info.createdAt === null || stored.has(bothOf(info)) || shown.has(bothOf(info));
  return new Set(observations.filter(({ info }) => info.id === null && isVague(info)));
}

/** Ids of bulks without an instant that one of the observations may be of: by its key, or the latest. */
export function undatedIds(connection: string, observations: readonly BulkObservation[]) {
  const keys = observations.flatMap(({ info, keyAliases }) =>
    info.createdAt === null ? [info.key, ...keyAliases] : [],
  );
  if (keys.length === 0) return sql`select null::bigint`;
  return sql`
    (select id from bulks where connection_id = ${connection} and created_at is null and key = any(${keys}::text[]))
    union all
    (select id from bulks where connection_id = ${connection} and created_at is null order by observed_at desc, id desc
      limit ${mostCompared})`;
}

type StoredMarks = Pick<KeyedMarks, 'keyId' | 'phone' | 'email' | 'name'>;
/** By the lead's key. */
export type PeopleOfBulk = ReadonlyMap<string, StoredMarks>;

/** Of these bulks, what tells their people apart. */
export async function peopleOf(tx: Database, bulkIds: readonly number[]): Promise<ReadonlyMap<number, PeopleOfBulk>> {
  if (bulkIds.length === 0) return new Map();
  const { rows } = await sql<StoredMarks & { bulkId: number; key: string }>`
    select bulk_id as "bulkId", key, marks_key as "keyId", phone_mark as phone, email_mark as email, name_mark as name
    from bulk_leads where bulk_id = any(${[...bulkIds]}::bigint[]) and marks_key is not null`.execute(tx);
  const all = new Map<number, Map<string, StoredMarks>>();
  for (const { bulkId, key, ...marks } of rows)
    all.set(bulkId, (all.get(bulkId) ?? new Map<string, StoredMarks>()).set(key, marks));
  return all;
}

/** Some of its leads have numbers of people who are others there, and none is the same person's. */
export function isOfOthers({ leads, identities }: BulkObservation, people: PeopleOfBulk | undefined): boolean {
  if (people === undefined) return false;
  let others = 0;
  for (const [key, { marks }] of leads) {
    const known = [key, ...(identities.get(key)?.aliases ?? [])].flatMap((name) => people.get(name) ?? [])[0];
    const seen = marks?.().find(({ keyId }) => keyId === known?.keyId);
    if (known === undefined || seen === undefined) continue;
    const compared = kinds.filter((kind) => known[kind] !== null && seen[kind] !== null);
    if (compared.some((kind) => known[kind] === seen[kind])) return false;
    if (compared.length > 0) others += 1;
  }
  return others > 0;
}

const kinds = ['phone', 'email', 'name'] as const;
