/** Values of filters, in SQL; see `../seen-values.ts`. */
import { instant, mostKnownValues, type SeenValue, seenValueKey, type TextFilter } from '@leadbell/domain';
import { sql } from 'kysely';
import type { SeenValues } from '../seen-values.ts';
import { askNow } from './clock.ts';
import type { Database } from './database.ts';

interface Row {
  readonly filter: TextFilter;
  readonly value: string;
  readonly brand: string | null;
  readonly branch: string | null;
  readonly leads: number;
  readonly ms: number;
}

export function createSeenValues(database: Database): SeenValues {
  return {
    async read(connection, since = null) {
      const at = await askNow(database, 'real');
      // Reads the last minute before `since` again, because a transaction that was open then may have committed later.
      const { rows } = await sql<Row>`
        select filter, value, brand, branch, leads::float8 as leads,
          floor(extract(epoch from seen_at) * 1000)::float8 as ms
        from seen_values where connection_id = ${connection}
          and changed_at > coalesce(${since === null ? null : new Date(since)}::timestamptz, '-infinity') - interval '1 minute'
        order by seen_at desc limit ${mostKnownValues}`.execute(database);
      return { values: rows.map(({ ms, ...row }): SeenValue => ({ ...row, seenAt: instant(ms) })), at };
    },

    async add(connection, values) {
      if (values.length === 0) return;
      const rows = values.map(({ seenAt, ...value }) => ({
        ...value,
        key: seenValueKey(value),
        seen_at: new Date(seenAt).toISOString(),
      }));
      // Writes in a fixed order, so that two processes can't deadlock.
      await sql`
        insert into seen_values as v (connection_id, key, filter, value, brand, branch, leads, seen_at, changed_at)
        select ${connection}, key, filter, value, brand, branch, leads, seen_at, clock_timestamp()
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r (key text, filter text, value text, brand text, branch text, leads bigint, seen_at timestamptz)
        where exists (select from seen_values k where k.connection_id = ${connection} and k.key = r.key)
          or (select count(*) from seen_values k where k.connection_id = ${connection}) < ${mostKnownValues}
        order by key
        on conflict (connection_id, key) do update set leads = v.leads + excluded.leads,
          seen_at = greatest(v.seen_at, excluded.seen_at), changed_at = excluded.changed_at`.execute(database);
    },
  };
}
