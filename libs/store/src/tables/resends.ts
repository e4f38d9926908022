/**
 * Finds out which lead replaces which, in SQL. A later bulk may send a lead again, and the bulks may arrive in any
 * order.
 */
import { sql } from 'kysely';
import { findReplaced, type LeadOutcome, type SentLead } from '@leadbell/domain';
import type { Database } from './database.ts';
import {
  chunks,
  leadName,
  type LeadRow,
  type NewLead,
  type Place,
  readGroups,
  type ComparedRow,
} from './resend-groups.ts';

export interface Resent {
  /** Leads that a later bulk sent again, and that counted until now. */
  readonly replaced: readonly LeadRow[];
  /** Leads that count again, because the later lead that replaced them is gone. */
  readonly restored: readonly LeadRow[];
}

/**
 * Compares the leads with all other leads that have the same external id. Writes which lead replaces which, and how
 * many leads count in each bulk. `added`: leads that are new to the database, by `leadName`. `cameOrWent`: leads that
 * are gone now or are back.
 */
export async function writeResends(
  tx: Database,
  connection: string,
  added: ReadonlyMap<string, NewLead>,
  cameOrWent: readonly Place[],
): Promise<Resent> {
  const groups = await readGroups(tx, connection, added, cameOrWent);
  const changed: ComparedRow[] = [];
  const replaced: ComparedRow[] = [];
  const restored: ComparedRow[] = [];
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

/** Returns the rows with their new links. */
function link(rows: readonly ComparedRow[], added: ReadonlyMap<string, NewLead>): readonly ComparedRow[] {
  const there = rows.filter(({ isGone }) => !isGone);
  const places = new Map(there.map(({ bulkId, key }, place) => [leadName(bulkId, key), place]));
  const found = findReplaced(
    there.map((row): SentLead<string> => {
      const { sentAgainOf, sentAgainOfKey, bulkId: bulk } = row;
      const before = sentAgainOf === null ? undefined : places.get(leadName(sentAgainOf, sentAgainOfKey ?? ''));
      const marks = marksOf(row, added);
      // Two leads that were stored under different keys can't be compared with each other. If they are linked, the link
      // was found while both keys were available, and stays.
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
    // A link to a lead that was not read stays.
    const staysBy = by === undefined && keptBy !== null && !isRead.has(leadName(keptBy, row.supersededByKey ?? ''));
    const staysOf = keptOf !== null && !isRead.has(leadName(keptOf, row.sentAgainOfKey ?? ''));
    return {
      ...row,
      ...(staysBy ? {} : { supersededBy: by?.bulkId ?? null, supersededByKey: by?.key ?? null }),
      ...(staysOf ? {} : { sentAgainOf: of?.bulkId ?? null, sentAgainOfKey: of?.key ?? null }),
    };
  });
}

/**
 * A lead of an answer has marks under all keys of the installation; a stored lead has them only under the key with
 * which it was written.
 */
function marksOf({ bulkId, key, marksKey, phone, email, name }: ComparedRow, added: ReadonlyMap<string, NewLead>) {
  const all =
    added.get(leadName(bulkId, key))?.marks ?? (marksKey === null ? [] : [{ keyId: marksKey, phone, email, name }]);
  const of = (kind: 'phone' | 'email' | 'name') =>
    all.flatMap((one) => (one[kind] === null ? [] : [`${one.keyId} ${one[kind]}`]));
  return [of('phone'), of('email'), of('name')] as const;
}

function isSameLink(one: ComparedRow, other: ComparedRow): boolean {
  return (
    one.supersededBy === other.supersededBy &&
    one.supersededByKey === other.supersededByKey &&
    one.sentAgainOf === other.sentAgainOf &&
    one.sentAgainOfKey === other.sentAgainOfKey
  );
}

async function writeLinks(tx: Database, rows: readonly ComparedRow[]): Promise<void> {
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

/** Adds differences to the counts instead of counting again, because leads of old bulks may have been deleted. */
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
