/** The table of daily counts; see `../counters.ts`. */
import { sql } from 'kysely';
import {
  type BulkObservation,
  type BulkSnapshot,
  cutText,
  type Instant,
  isCounted,
  type LeadOutcome,
  type LeadTraits,
  type ObservedLead,
  type PlainDate,
  WordCounts,
} from '@leadbell/domain';
import type { Counters, DailyCount } from '../counters.ts';
import type { StoredTraits } from './bulk-facts.ts';
import { type Database, databaseOf } from './database.ts';
import type { Resent } from './resends.ts';
import { isSameLead, type StoredLead, type StoredSnapshot } from './stored-leads.ts';

export function createCounters(database: Database): Counters {
  return {
    add: (connection, counts, transaction) =>
      writeCounters(transaction === undefined ? database : databaseOf(transaction), connection, counts),

    async of(connection, from, to, names) {
      const { rows } = await sql<DailyCount>`
        select day, name, value, count from daily_counters
        where connection_id = ${connection} and day between ${from} and ${to} and count <> 0
          ${names === undefined ? sql`` : sql`and name = any(${[...names]}::text[])`}
        order by day, name, count desc, value`.execute(database);
      return [...Map.groupBy(rows, ({ day, name }) => `${day} ${name}`).values()].flatMap(eachValueOnce);
    },
  };
}

/**
 * Merges values that differ only in spelling, under the most frequent spelling. Values are stored as they were sent.
 */
function eachValueOnce(rows: readonly DailyCount[]): readonly DailyCount[] {
  const [first] = rows;
  if (first === undefined) return [];
  const counts = new WordCounts(Infinity);
  for (const { value, count } of rows) counts.add(value, count);
  return counts.list().map(({ value, count }) => ({ day: first.day, name: first.name, value: value ?? '', count }));
}

interface Changed {
  readonly observation: BulkObservation;
  readonly snapshot: BulkSnapshot;
  readonly previous: StoredSnapshot | null;
}

/** The effect of one lead on the counts of its bulk's day. */
interface Counting {
  readonly outcome: LeadOutcome;
  readonly dmsId: string | null;
  readonly traits: StoredTraits;
}

const traits: readonly (keyof LeadTraits)[] = ['source', 'subSource', 'brand', 'branch', 'priority'];
const maxValueChars = 100;

/**
 * Computes the changes of the daily counts. A bulk belongs to the day of its creation, or if this day is unknown, to
 * the day when it was first seen. If several bulks had a lead, only the latest bulk counts it; no bulk counts a lead
 * that the DMS no longer lists.
 */
export function counted(
  found: readonly Changed[],
  { replaced, restored }: Resent,
  dayOf: (instant: Instant) => PlainDate,
): readonly DailyCount[] {
  const sums = new Map<string, DailyCount>();
  function count(day: PlainDate, name: string, value: string, by: number): void {
    const key = `${day} ${name} ${value}`;
    sums.set(key, { day, name, value, count: (sums.get(key)?.count ?? 0) + by });
  }
  function countLead(day: PlainDate, { outcome, dmsId, traits: its }: Counting, by: number): void {
    count(day, 'leads', '', by);
    if (outcome === 'errored') count(day, 'errored', '', by);
    if (dmsId !== null) count(day, 'created', '', by);
    for (const trait of traits) {
      const value = its[trait];
      if (value !== null) count(day, `leads by ${trait}`, cutText(value, maxValueChars), by);
    }
  }
  for (const { observation, snapshot, previous } of found) {
    const day = dayOf(snapshot.createdAt ?? snapshot.firstSeenAt);
    if (previous === null) count(day, 'bulks', '', 1);
    for (const [key, lead] of snapshot.leads) {
      const was = previous?.leads.get(key);
      const now = observation.leads.get(key);
      if (was !== undefined && (now === undefined ? was.gone === lead.gone : isSameLead(was, now))) continue;
      if (was !== undefined && isCounted(was)) countLead(day, was, -1);
      if (isCounted(lead)) countLead(day, { ...lead, traits: traitsNow(now, was) }, 1);
    }
  }
  for (const row of replaced) countLead(dayOf(row.madeAt), row, -1);
  for (const row of restored) countLead(dayOf(row.madeAt), row, 1);
  return [...sums.values()].filter((sum) => sum.count !== 0);
}

function traitsNow(now: ObservedLead | undefined, was: StoredLead | undefined): StoredTraits {
  if (now === undefined) return was?.traits ?? unknown;
  const { source, subSource, brand, branch, priority } = now.traits;
  return {
    source: source ?? '',
    subSource: subSource ?? '',
    brand: brand ?? '',
    branch: branch ?? '',
    priority: priority ?? '',
  };
}

const unknown: StoredTraits = { source: null, subSource: null, brand: null, branch: null, priority: null };

export async function writeCounters(tx: Database, connection: string, counts: readonly DailyCount[]): Promise<void> {
  if (counts.length === 0) return;
  await sql`
    insert into daily_counters as c (connection_id, day, name, value, count)
    select ${connection}, day, name, value, sum(count)::integer
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as r (day date, name text, value text, count integer)
    group by day, name, value order by day, name, value
    on conflict (connection_id, day, name, value) do update set count = c.count + excluded.count`.execute(tx);
}
