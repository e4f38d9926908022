/** Columns of `workspaces`; see `../installations.ts`. */
import type { AccessSummary } from '@leadbell/domain';
import { sql } from 'kysely';
import { accessChanged } from '../audit.ts';
import type { Installation, Installations } from '../installations.ts';
import { appendAudit } from './audit.ts';
import { businessNow } from './clock.ts';
import { type Database, inTransaction } from './database.ts';

export function createInstallations(database: Database): Installations {
  return {
    async save({ workspace, access, missingScopes }) {
      const scopes = missingScopes === null ? null : [...missingScopes];
      const after = JSON.stringify(access);
      await inTransaction(database, async (tx) => {
        await sql`insert into workspaces (id) values (${workspace}) on conflict do nothing`.execute(tx);
        const { rows } = await sql<{ before: AccessSummary | null; isSame: boolean | null }>`
          select access as before, access = ${after}::jsonb as "isSame"
          from workspaces where id = ${workspace} for update`.execute(tx);
        await sql`
          update workspaces set access = ${after}::jsonb, missing_scopes = ${scopes}::text[], looked_at = ${businessNow}
          where id = ${workspace}`.execute(tx);
        const [{ before, isSame } = { before: null, isSame: null }] = rows;
        if (before === null || isSame === true) return;
        await appendAudit(tx, {
          workspace,
          actor: 'leadbell',
          action: accessChanged,
          detail: { before, after: access },
        });
      });
    },
    async list() {
      const { rows } = await sql<Installation>`
        select id as workspace, access, missing_scopes as "missingScopes", looked_at as "lookedAt"
        from workspaces where access is not null and looked_at is not null order by id`.execute(database);
      return rows;
    },
  };
}
