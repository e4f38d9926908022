/** Home tabs, in SQL; see `../homes.ts`. */
import { sql } from 'kysely';
import type { Home, Homes } from '../homes.ts';
import type { Database } from './database.ts';

const columns = sql`user_id as user, channel_id as channel, hash, content, openings = 1 as "isFirst"`;
/** A subquery, so that an index can be used for the comparison. */
const ago = (ms: number) => sql`(select clock_timestamp() - ${ms} * interval '1 millisecond')`;

export function createHomes(database: Database): Homes {
  return {
    async opened(workspace, user, channel) {
      const { rows } = await sql<Home>`
        insert into homes as h (workspace_id, user_id, channel_id, opened_at, claimed_at)
        values (${workspace}, ${user}, ${channel}, clock_timestamp(), clock_timestamp())
        on conflict (workspace_id, user_id) do update set opened_at = excluded.opened_at,
          claimed_at = excluded.claimed_at, channel_id = coalesce(excluded.channel_id, h.channel_id),
          -- Slack may send the same opening again.
          openings = h.openings + case when h.opened_at < ${ago(60_000)} then 1 else 0 end
        returning ${columns}`.execute(database);
      return rows[0] ?? { user, channel, hash: null, content: null, isFirst: true };
    },
    async claim(workspace, { openedWithinMs, everyMs, most }) {
      const { rows } = await sql<Home>`
        update homes set claimed_at = clock_timestamp() where (workspace_id, user_id) in (
          select workspace_id, user_id from homes
          where workspace_id = ${workspace} and opened_at > ${ago(openedWithinMs)} and claimed_at <= ${ago(everyMs)}
            -- A Home is never claimed before it was opened, so this only lets the index end early.
            and claimed_at > ${ago(openedWithinMs)}
          order by claimed_at
          limit greatest(0, ${most} - (
            select count(*) from homes where workspace_id = ${workspace} and claimed_at > ${ago(everyMs)}))
          for update skip locked
        ) returning ${columns}`.execute(database);
      return rows;
    },
    async find(workspace, user, withinMs) {
      const { rows } = await sql<Home>`
        select ${columns} from homes where workspace_id = ${workspace} and user_id = ${user} and opened_at > ${ago(withinMs)}`.execute(
        database,
      );
      return rows[0] ?? null;
    },
    async published(workspace, user, { hash, content }) {
      await sql`update homes set hash = ${hash}, content = ${content}
        where workspace_id = ${workspace} and user_id = ${user}`.execute(database);
    },
  };
}
