/** Posts that people shared, in SQL; see `../shares.ts`. */
import { sql } from 'kysely';
import type { Share, Shares } from '../shares.ts';
import { businessNow } from './clock.ts';
import { type Database, databaseOf } from './database.ts';

export function createShares(database: Database): Shares {
  return {
    async add(workspace, { id, channel, user }) {
      await sql`insert into shares (workspace_id, id, channel_id, user_id)
        values (${workspace}, ${id}, ${channel}, ${user}) on conflict do nothing`.execute(database);
    },
    async placed(workspace, id, ts) {
      await sql`update shares set ts = ${ts} where workspace_id = ${workspace} and id = ${id}`.execute(database);
    },
    async find(workspace, id) {
      const { rows } = await sql<Share>`
        select channel_id as channel, user_id as user, ts, taken_back_at is not null as "isTakenBack"
        from shares where workspace_id = ${workspace} and id = ${id}`.execute(database);
      return rows[0] ?? null;
    },
    async takenBack(transaction, workspace, id) {
      await sql`update shares set taken_back_at = ${businessNow} where workspace_id = ${workspace} and id = ${id}`.execute(
        databaseOf(transaction),
      );
    },
  };
}
