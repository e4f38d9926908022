/** A column of `workspaces`; see `../uninstalls.ts`. */
import { sql } from 'kysely';
import type { Uninstalls } from '../uninstalls.ts';
import { appendAudit } from './audit.ts';
import { businessNow } from './clock.ts';
import { block } from './closing.ts';
import { type Database, inTransaction } from './database.ts';
import type { Tables } from './tables.ts';

const uninstalled = 'workspace uninstalled';
const erased = 'workspace erased';

/**
 * The tables with rows of a workspace, in the order in which they go: what refers to others before them. Rows that
 * belong to a subscription or to a set go with it.
 */
export const erasedTables = [
  'inbox',
  'homes',
  'shares',
  'lead_sets',
  'person_index',
  'claims',
  'silences',
  'people',
  'outbox',
  'subscriptions',
  'channels',
] as const satisfies readonly (keyof Tables)[];

export function createUninstalls(database: Database): Uninstalls {
  return {
    mark: (workspace, reason) =>
      inTransaction(database, async (tx) => {
        const { rows } = await sql`
          update workspaces set uninstalled_at = ${businessNow} where id = ${workspace} and uninstalled_at is null
          returning id`.execute(tx);
        if (rows.length === 0) return;
        await block(tx, workspace, reason);
        await appendAudit(tx, { workspace, actor: 'leadbell', action: uninstalled, detail: { reason } });
      }),
  };
}

/**
 * Erases the rows of workspaces that removed the app more than `days` ago; returns how many workspaces. The workspace's
 * own row stays, closed. So does the audit log, which has a time of its own.
 */
export async function eraseUninstalled(database: Database, days: number): Promise<number> {
  const due = sql`uninstalled_at < ${businessNow} - ${days} * interval '1 day'`;
  const { rows } = await sql<{ id: string }>`select id from workspaces where ${due}`.execute(database);
  for (const { id } of rows)
    await inTransaction(database, async (tx) => {
      // Again under the lock: a token may have come back.
      const found = await sql`select id from workspaces where id = ${id} and ${due} for update`.execute(tx);
      if (found.rows.length === 0) return;
      for (const table of erasedTables)
        await sql`delete from ${sql.table(table)} where workspace_id = ${id}`.execute(tx);
      await sql`
        update workspaces set uninstalled_at = null, access = null, missing_scopes = null, looked_at = null
        where id = ${id}`.execute(tx);
      await appendAudit(tx, { workspace: id, actor: 'leadbell', action: erased, detail: { days } });
    });
  return rows.length;
}
