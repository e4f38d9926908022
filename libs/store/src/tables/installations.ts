/** Columns of `workspaces`; see `../installations.ts`. */
import { sql } from 'kysely';
import type { Installation, Installations } from '../installations.ts';
import { businessNow } from './clock.ts';
import type { Database } from './database.ts';

export function createInstallations(database: Database): Installations {
  return {
    async save({ workspace, access, missingScopes }) {
      const scopes = missingScopes === null ? null : [...missingScopes];
      await sql`
        insert into workspaces (id, access, missing_scopes, looked_at)
        values (${workspace}, ${JSON.stringify(access)}::jsonb, ${scopes}::text[], ${businessNow})
        on conflict (id) do update set access = excluded.access, missing_scopes = excluded.missing_scopes,
          looked_at = excluded.looked_at`.execute(database);
    },
    async list() {
      const { rows } = await sql<Installation>`
        select id as workspace, access, missing_scopes as "missingScopes", looked_at as "lookedAt"
        from workspaces where access is not null and looked_at is not null order by id`.execute(database);
      return rows;
    },
  };
}
