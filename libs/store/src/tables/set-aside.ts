/** The table of bulks that could not be stored; see `../set-aside.ts`. */
import { sql } from 'kysely';
import type { SetAside, SetAsideBulk } from '../set-aside.ts';
import { type Database, databaseOf } from './database.ts';

const listLimit = 1_000;
/** The wait after the first try; the wait doubles after each try, up to six hours. */
const firstPause = sql`interval '5 minutes'`;
const longestPause = sql`interval '6 hours'`;

export function createSetAside(database: Database): SetAside {
  return {
    async list(connection, transaction) {
      const { rows } = await sql<SetAsideBulk>`
        select id, key, fingerprint, dms_id::text as "dmsId", created_at as "createdAt", leads, errored, reason, since, tries,
          next_try_at as "nextTryAt"
        from set_aside where connection_id = ${connection} order by since, id limit ${listLimit}`.execute(
        transaction === undefined ? database : databaseOf(transaction),
      );
      return rows;
    },

    async put(transaction, connection, { key, fingerprint, dmsId, createdAt, leads, errored, reason }, at) {
      const now = new Date(at);
      await sql`
        insert into set_aside as s (connection_id, key, fingerprint, dms_id, created_at, leads, errored, reason, since, last_at, next_try_at)
        values (${connection}, ${key}, ${fingerprint}, ${dmsId}::bigint, ${createdAt === null ? null : new Date(createdAt)}, ${leads},
          ${errored}, ${reason}, ${now}, ${now}, ${now}::timestamptz + ${firstPause})
        on conflict (connection_id, key) do update
          set fingerprint = excluded.fingerprint, leads = excluded.leads, errored = excluded.errored, reason = excluded.reason,
            last_at = excluded.last_at, tries = s.tries + 1,
            next_try_at = excluded.last_at + least(${longestPause}, ${firstPause} * 2 ^ least(s.tries, 10))`.execute(
        databaseOf(transaction),
      );
    },

    async clear(transaction, connection, keys) {
      if (keys.length === 0) return;
      await sql`delete from set_aside where connection_id = ${connection} and key = any(${[...keys]}::text[])`.execute(
        databaseOf(transaction),
      );
    },
  };
}
