/** The table of outages; see `../outages.ts`. */
import { sql } from 'kysely';
import { notWatched } from '../connections.ts';
import type { Outage, Outages } from '../outages.ts';
import { type Database, databaseOf } from './database.ts';

const listLimit = 1_000;
const columns = sql`o.id, o.failure, o.started_at as from, o.ended_at as to`;

export function createOutages(database: Database): Outages {
  return {
    async since(connection, at) {
      const { rows } = await sql<Outage>`
        select ${columns} from dms_outages o
        where o.connection_id = ${connection} and (o.ended_at is null or o.ended_at > ${new Date(at)})
        order by o.started_at desc, o.id desc limit ${listLimit}`.execute(database);
      return rows.toReversed();
    },

    async unannounced(transaction, connection) {
      // A gap without polls ends when the next poll begins, and is returned only when a poll has succeeded since.
      const { rows } = await sql<Outage>`
        select ${columns} from dms_outages o join dms_connections c on c.id = o.connection_id
        where o.connection_id = ${connection} and o.announced_at is null and c.failed_since is null
          and (case when o.failure = ${notWatched} then o.ended_at <= c.last_ok_at else o.ended_at is not null end)
        order by o.started_at, o.id limit ${listLimit}`.execute(databaseOf(transaction));
      return rows;
    },

    async announced(transaction, ids, at) {
      if (ids.length === 0) return;
      await sql`update dms_outages set announced_at = ${new Date(at)} where id = any(${[...ids]}::bigint[])`.execute(
        databaseOf(transaction),
      );
    },
  };
}
