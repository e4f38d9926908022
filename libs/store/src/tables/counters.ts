/** The day's counts; see `../counters.ts`. */
import { sql } from 'kysely';
import {
  type BulkEvent,
  type BulkObservation,
  type BulkSnapshot,
  cutText,
  type Instant,
  type LeadTraits,
  type PlainDate,
  WordCounts,
} from '@leadbell/domain';
import type { Counters, DailyCount } from '../counters.ts';
import { type Database, databaseOf } from './database.ts';

export function createCounters(database: Database): Counters {
  return {
    add: (connection, counts, transaction) =>
      writeCounters(transaction === undefined ? database : databaseOf(transaction), connection, counts),

    async of(connection, from, to) {
      const { rows } = await sql<DailyCount>`
        select day, name, value, count from daily_counters
        where connection_id = ${connection} and day between ${from} and ${to} and count <> 0
        order by day, name, count desc, value`.execute(database);
      return [...Map.groupBy(rows, ({ day, name }) => `${day} ${name}`).values()].flatMap(eachValueOnce);
    },
  };
}

/** Stored as they were written; those that differ only in that are one, in the most frequent form. */
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
  readonly previous: BulkSnapshot | null;
  readonly events: readonly BulkEvent[];
}

const traits: readonly (keyof LeadTraits)[] = ['source', 'subSource', 'brand', 'branch', 'priority'];
const maxValueChars = 100;

/** A bulk belongs to the day it was made, or was first seen when it does not say. */
export function counted(found: readonly Changed[], dayOf: (instant: Instant) => PlainDate): readonly DailyCount[] {
  const sums = new Map<string, DailyCount>();
  function count(day: PlainDate, name: string, value: string, by: number): void {
    const key = `${day} ${name} ${value}`;
    sums.set(key, { day, name, value, count: (sums.get(key)?.count ?? 0) + by });
  }
  for (const { observation, snapshot, previous, events } of found) {
    const day = dayOf(snapshot.createdAt ?? snapshot.firstSeenAt);
    for (const event of events) {
      if (event.kind === 'bulk-appeared') count(day, 'bulks', '', 1);
      if (event.kind === 'lead-created') count(day, 'created', '', event.leads.length);
      if (event.kind === 'lead-recovered') count(day, 'errored', '', -event.leads.length);
      if (event.kind === 'lead-errored') {
        const fresh = event.leads.filter((key) => previous?.leads.get(key)?.outcome !== 'errored');
        count(day, 'errored', '', fresh.length);
      }
      if (event.kind !== 'lead-appeared') continue;
      count(day, 'leads', '', event.leads.length);
      for (const key of event.leads) {
        const lead = observation.leads.get(key);
        for (const trait of traits)
          count(day, `leads by ${trait}`, cutText(lead?.traits[trait] ?? '', maxValueChars), 1);
      }
    }
  }
  return [...sums.values()].filter((sum) => sum.count !== 0);
}

export async function writeCounters(tx: Database, connection: string, counts: readonly DailyCount[]): Promise<void> {
  if (counts.length === 0) return;
  await sql`
    insert into daily_counters as c (connection_id, day, name, value, count)
    select ${connection}, day, name, value, count
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as r (day date, name text, value text, count integer)
    order by day, name, value
    on conflict (connection_id, day, name, value) do update set count = c.count + excluded.count`.execute(tx);
}
