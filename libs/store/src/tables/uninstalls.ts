/** A column of `workspaces`; see `../uninstalls.ts`. */
import { type RawBuilder, sql } from 'kysely';
import type { Uninstalls } from '../uninstalls.ts';
import { appendAudit } from './audit.ts';
import { businessNow } from './clock.ts';
import { block } from './closing.ts';
import { type Database, inTransaction } from './database.ts';
import { closeErasure, countNotReached } from './erasing-places.ts';
import type { Tables } from './tables.ts';

const uninstalled = 'workspace uninstalled';
const erased = 'workspace erased';

/**
 * The tables that have rows of a workspace, in the order in which the rows are deleted: a row is deleted before the
 * rows that it refers to. Rows that belong to a subscription or to a set are deleted with it.
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
 * Erases the rows of workspaces that removed the app more than `days` ago, in small steps; returns the number of
 * workspaces. The audit log stays, because it has its own retention.
 */
export async function eraseUninstalled(database: Database, days: number): Promise<number> {
  // An earlier release that unblocks a workspace leaves `uninstalled_at` set, so `blocked_reason` is checked too.
  const due = sql`blocked_reason is not null and uninstalled_at < ${businessNow} - ${days} * interval '1 day'`;
  const { rows } = await sql<{ id: string }>`select id from workspaces where ${due}`.execute(database);
  let erasedCount = 0;
  for (const { id } of rows) {
    await endErasures(database, id);
    for (const table of erasedTables) await deleteIn(database, table, id, due);
    const isErased = await inTransaction(database, async (tx) => {
      // Checked again under the lock, because the app may have been installed again.
      const gone = await sql`delete from workspaces where id = ${id} and ${due} returning id`.execute(tx);
      if (gone.rows.length === 0) return false;
      await appendAudit(tx, { workspace: id, actor: 'leadbell', action: erased, detail: { days } });
      return true;
    });
    if (isErased) erasedCount += 1;
  }
  return erasedCount;
}

const batch = 2_000;

async function deleteIn(database: Database, table: keyof Tables, workspace: string, due: RawBuilder<unknown>) {
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where workspace_id = ${workspace}
          and exists (select from workspaces where id = ${workspace} and ${due})
        limit ${batch}))`.execute(database);
    if (Number(numAffectedRows ?? 0) < batch) return;
  }
}

/**
 * Gives up deleting the posts about forgotten people in this workspace, because Leadbell has no access any more. The
 * receipts count these posts as not deleted.
 */
async function endErasures(database: Database, workspace: string): Promise<void> {
  await inTransaction(database, async (tx) => {
    const { rows } = await sql<{ receipt: string }>`
      delete from person_index where workspace_id = ${workspace} and receipt is not null returning receipt`.execute(tx);
    for (const { receipt } of rows) await countNotReached(tx, receipt, 'app_uninstalled');
    for (const receipt of new Set(rows.map((row) => row.receipt))) await closeErasure(tx, receipt);
  });
}
