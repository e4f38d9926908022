/** Business time and real time, in SQL. Inside this package only. */
import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '@leadbell/domain';
import type { Database } from './database.ts';

/**
 * The current time for everything that people, reports and rules see. A subquery, so that it is evaluated once and an
 * index can be used for the comparison.
 */
export const businessNow = sql`(select leadbell_now())`;

/** Converts a real time, such as the time of the next poll, to business time, which people are shown. */
export function asBusinessTime(real: RawBuilder<unknown>) {
  return sql`(${real} + (select coalesce(max(offset_ms), 0) from business_clock) * interval '1 millisecond')`;
}

export async function askNow(database: Database, which: 'business' | 'real'): Promise<Instant> {
  const { rows } = await sql<{ now: Instant }>`
    select ${which === 'business' ? sql`leadbell_now()` : sql`clock_timestamp()`} as now`.execute(database);
  return rows[0]?.now ?? (0 as Instant);
}

/** Sets the offset for all processes of this database. Writes nothing if the offset is the same as before. */
export async function setClockOffset(database: Database, ms: number): Promise<void> {
  await sql`
    insert into business_clock as c (offset_ms) values (${Math.round(ms)})
    on conflict (id) do update set offset_ms = excluded.offset_ms where c.offset_ms <> excluded.offset_ms`.execute(
    database,
  );
}
