/**
 * Bulks that only their leads distinguish: without a number, and with no known creation time, only a date, or a time
 * that several share. Senders may number leads from 1 each time: numbers that now have another person's phone, e-mail
 * and name do not match a known bulk. Inside this package only.
 */
import { sql } from 'kysely';
import type { BulkObservation, Instant, KeyedMarks, PlainDate } from '@leadbell/domain';
import type { Database } from './database.ts';

/** Beyond this, bulks are not compared by their leads: for a DMS without dates, each poll would read all of them. */
const mostCompared = 200;
/** Bulks with equal keys: their sender numbers leads from 1, and they have equally many. */
const mostOfKeys = 500;

type Info = Pick<BulkObservation['info'], 'createdAt' | 'createdBy'>;

/** Bulks that could be mistaken for one another. `dayOf`: the local day of an instant. */
export function vagueOf(
  rows: readonly Info[],
  observations: readonly BulkObservation[],
  dayOf: (instant: Instant) => PlainDate,
): ReadonlySet<BulkObservation> {
  const isShared = (all: readonly Info[]): ReadonlySet<string> => {
    const seen = new Set<string>();
    return new Set(all.map(placeInTime).filter((place) => seen.size === seen.add(place).size));
  };
  const [stored, shown] = [isShared(rows), isShared(observations.map(({ info }) => info))];
  // The others of that day may be in another part of the answer.
  const isDayAlone = (at: Instant): boolean => dayOf(at) !== dayOf((at - 1) as Instant);
  const isVague = (info: Info): boolean =>
    info.createdAt === null ||
    isDayAlone(info.createdAt) ||
    stored.has(placeInTime(info)) ||
    shown.has(placeInTime(info));
  return new Set(observations.filter(({ info }) => info.id === null && isVague(info)));
}

/** Equal for bulks with the same creation time and author. */
export function placeInTime({ createdAt, createdBy }: Info): string {
  return `${createdAt ?? ''}|${createdBy ?? ''}`;
}

/** Ids of bulks without a creation time that may match one of the observations: by key, or the latest. */
export function undatedIds(connection: string, observations: readonly BulkObservation[]) {
  const keys = observations.flatMap(({ info, keyAliases }) =>
    info.createdAt === null ? [info.key, ...keyAliases] : [],
  );
  if (keys.length === 0) return sql`select null::bigint`;
  return sql`(
    (select id from bulks where connection_id = ${connection} and created_at is null and key = any(${keys}::text[])
      order by observed_at desc, id desc limit ${mostOfKeys})
    union all
    (select id from bulks where connection_id = ${connection} and created_at is null order by observed_at desc, id desc
      limit ${mostCompared}))`;
}

type StoredMarks = Pick<KeyedMarks, 'keyId' | 'phone' | 'email' | 'name'>;
const kinds = ['phone', 'email', 'name'] as const;

/**
 * For each lead's key, the hashed marks of its people, each with its kind and the installation's key. Leads that share
 * a key are combined: only their order tells them apart, and there may be a whole day of them.
 */
export type PeopleOfBulk = ReadonlyMap<string, ReadonlySet<string>>;

function marksIn({ keyId, ...marks }: StoredMarks): { readonly kind: string; readonly mark: string }[] {
  return kinds.flatMap((kind) =>
    marks[kind] === null ? [] : [{ kind: `${keyId} ${kind}`, mark: `${keyId} ${kind} ${marks[kind]}` }],
  );
}

/** For these bulks, the marks of their people. */
export async function peopleOf(tx: Database, bulkIds: readonly number[]): Promise<ReadonlyMap<number, PeopleOfBulk>> {
  if (bulkIds.length === 0) return new Map();
  const { rows } = await sql<StoredMarks & { bulkId: number; key: string }>`
    select bulk_id as "bulkId", key, marks_key as "keyId", phone_mark as phone, email_mark as email, name_mark as name
    from bulk_leads where bulk_id = any(${[...bulkIds]}::bigint[]) and marks_key is not null`.execute(tx);
  const all = new Map<number, Map<string, Set<string>>>();
  for (const { bulkId, key, keyId, phone, email, name } of rows) {
    const people = all.get(bulkId) ?? new Map<string, Set<string>>();
    const shared = key.replace(/#\d+$/, '');
    const known = people.get(shared) ?? new Set<string>();
    for (const { kind, mark } of marksIn({ keyId, phone, email, name })) known.add(kind).add(mark);
    all.set(bulkId, people.set(shared, known));
  }
  return all;
}

/**
 * Its numbers belong to other people there, and no person is the same. One corrected phone number, e-mail address or
 * name does not make it another bulk.
 */
export function isOfOthers({ leads, identities }: BulkObservation, people: PeopleOfBulk | undefined): boolean {
  if (people === undefined) return false;
  let differing = 0;
  for (const [key, { marks }] of leads) {
    const { key: name, aliases } = identities.get(key) ?? { key, aliases: [] };
    const known = [name, ...aliases].flatMap((one) => people.get(one) ?? []);
    if (known.length === 0 || marks === undefined) continue;
    for (const { kind, mark } of marks().flatMap(marksIn)) {
      if (known.some((all) => all.has(mark))) return false;
      if (known.some((all) => all.has(kind))) differing += 1;
    }
  }
  return differing > 1;
}
