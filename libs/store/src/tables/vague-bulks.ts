/**
 * Bulks that only their leads tell apart: without a number, and of no known instant, of a day alone, or of an instant that several share. Senders may number leads
 * from 1 each time: numbers that now have another person's phone, e-mail and name make no known bulk of it. Inside this package only.
 */
import { sql } from 'kysely';
import type { BulkObservation, Instant, KeyedMarks, PlainDate } from '@leadbell/domain';
import type { Database } from './database.ts';

/** More are not compared by their leads: a DMS that dates no bulk would have all of them read with each poll. */
const mostCompared = 200;
/** Bulks of one key: their sender numbers leads from 1, and they have as many. */
const mostOfKeys = 500;

type Info = Pick<BulkObservation['info'], 'createdAt' | 'createdBy'>;

/** Those that could be taken for one another. `dayOf`: to which local day an instant belongs. */
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

/** Equal for bulks of one instant and maker. */
export function placeInTime({ createdAt, createdBy }: Info): string {
  return `${createdAt ?? ''}|${createdBy ?? ''}`;
}

/** Ids of bulks without an instant that one of the observations may be of: by its key, or the latest. */
export function undatedIds(connection: string, observations: readonly BulkObservation[]) {
  const keys = observations.flatMap(({ info, keyAliases }) =>
    info.createdAt === null ? [info.key, ...keyAliases] : [],
  );
  if (keys.length === 0) return sql`select null::bigint`;
  return sql`
    (select id from bulks where connection_id = ${connection} and created_at is null and key = any(${keys}::text[])
      order by observed_at desc, id desc limit ${mostOfKeys})
    union all
    (select id from bulks where connection_id = ${connection} and created_at is null order by observed_at desc, id desc
      limit ${mostCompared})`;
}

type StoredMarks = Pick<KeyedMarks, 'keyId' | 'phone' | 'email' | 'name'>;
const kinds = ['phone', 'email', 'name'] as const;

/**
 * By the lead's key, what its people are known by, each with the kind and the key of the installation. Leads that share one are together: which of them is which
 * goes by their order alone, and there may be a whole day of them.
 */
export type PeopleOfBulk = ReadonlyMap<string, ReadonlySet<string>>;

function marksIn({ keyId, ...marks }: StoredMarks): { readonly kind: string; readonly mark: string }[] {
  return kinds.flatMap((kind) =>
    marks[kind] === null ? [] : [{ kind: `${keyId} ${kind}`, mark: `${keyId} ${kind} ${marks[kind]}` }],
  );
}

/** Of these bulks, what tells their people apart. */
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
 * Its numbers are of other people there, and none is of the same person. One phone number, e-mail address or name may have been corrected: that alone makes no
 * other bulk of it.
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
