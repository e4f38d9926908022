/**
 * Bulks that can be told apart only by their leads: they have no number, and their creation time is unknown, is only a
 * date, or is the same for several bulks. A sender may number the leads of each bulk from 1. So a bulk matches no known
 * bulk in which the same numbers belong to people with another phone, e-mail address and name. Inside this package
 * only.
 */
import { sql } from 'kysely';
import type { BulkObservation, Instant, KeyedMarks, PlainDate } from '@leadbell/domain';
import type { Database } from './database.ts';

/**
 * The most bulks that are compared by their leads. Without a limit, each poll would read all bulks of a DMS that sends
 * no dates.
 */
const mostCompared = 200;
/**
 * The most bulks that are compared because their keys are equal. Keys are equal when a sender numbers the leads of each
 * bulk from 1, and the bulks have equally many leads.
 */
const mostOfKeys = 500;

type Info = Pick<BulkObservation['info'], 'createdAt' | 'createdBy'>;

/** Returns the bulks that could be mistaken for one another. `dayOf`: the local day of an instant. */
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
  // A bulk with only a date is vague even if it is alone: other bulks of that day may be in another part of the answer.
  const isDayAlone = (at: Instant): boolean => dayOf(at) !== dayOf((at - 1) as Instant);
  const isVague = (info: Info): boolean =>
    info.createdAt === null ||
    isDayAlone(info.createdAt) ||
    stored.has(placeInTime(info)) ||
    shown.has(placeInTime(info));
  return new Set(observations.filter(({ info }) => info.id === null && isVague(info)));
}

/** Returns the same text for bulks with the same creation time and author. */
export function placeInTime({ createdAt, createdBy }: Info): string {
  return `${createdAt ?? ''}|${createdBy ?? ''}`;
}

/**
 * Returns the ids of bulks that have no creation time and may match one of the observations: bulks with one of their
 * keys, and the latest bulks.
 */
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
 * For each lead's key, the hashed marks of its people, and the kinds of these marks. Each mark and kind begins with the
 * id of the installation's key. Leads that share a key are combined, because they differ only in their order; a
 * whole day of leads may share a key.
 */
export type PeopleOfBulk = ReadonlyMap<string, ReadonlySet<string>>;

function marksIn({ keyId, ...marks }: StoredMarks): { readonly kind: string; readonly mark: string }[] {
  return kinds.flatMap((kind) =>
    marks[kind] === null ? [] : [{ kind: `${keyId} ${kind}`, mark: `${keyId} ${kind} ${marks[kind]}` }],
  );
}

/** Returns the marks of the people in these bulks. */
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
 * Whether the bulk has other people than the stored bulk: no lead shares a phone number, e-mail address or name with
 * the stored lead that has its number. A bulk in which only one of these marks differs is still the same bulk.
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
