/** The people's table; see `../people.ts`. */
import { sql } from 'kysely';
import type { People } from '../people.ts';
import { businessNow } from './clock.ts';
import { type Database, inTransaction } from './database.ts';

export function createPeople(database: Database): People {
  return {
    async settings(workspace, user) {
      const { rows } = await sql<{ settings: object }>`
        select settings from people where workspace_id = ${workspace} and user_id = ${user}`.execute(database);
      return rows[0]?.settings ?? {};
    },
    async isFirst(workspace, user, mark) {
      const settings = JSON.stringify({ [mark]: true });
      return inTransaction(database, async (tx) => {
        await sql`insert into workspaces (id) values (${workspace}) on conflict do nothing`.execute(tx);
        const { rows } = await sql`
          insert into people as p (workspace_id, user_id, settings) values (${workspace}, ${user}, ${settings}::jsonb)
          on conflict (workspace_id, user_id) do update
          set settings = p.settings || excluded.settings, changed_at = ${businessNow}
          where not p.settings ? ${mark} returning 1`.execute(tx);
        return rows.length > 0;
      });
    },
    async change(workspace, user, settings) {
      await inTransaction(database, async (tx) => {
        await sql`insert into workspaces (id) values (${workspace}) on conflict do nothing`.execute(tx);
        await sql`
          insert into people as p (workspace_id, user_id, settings) values (${workspace}, ${user}, ${JSON.stringify(settings)}::jsonb)
          on conflict (workspace_id, user_id) do update
          set settings = p.settings || excluded.settings, changed_at = ${businessNow}`.execute(tx);
      });
    },
  };
}
