/** Restores the trigger that refuses changes of the audit log. Throws the driver's errors. */
import { sql } from 'kysely';
import { guardFunction, guardTrigger } from '../migrations/0021-audit-log.ts';
import { appendAudit } from '../tables/audit.ts';
import { type Database, inTransaction } from '../tables/database.ts';
import { guardRestored } from '../audit.ts';

/** PostgreSQL's `tgtype` of a trigger before each statement that updates, deletes or truncates: 2 + 8 + 16 + 32. */
const refusesAll = 58;

/** Whether the trigger exists, is enabled, and calls the function that refuses changes. */
async function hasGuard(database: Database): Promise<boolean> {
  const [, body] = guardFunction.split('$$');
  const { rows } = await sql`
    select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = 'audit_log'::regclass and t.tgfoid = to_regprocedure('refuse_audit_change()')
      and t.tgenabled in ('O', 'A') and t.tgtype = ${refusesAll} and t.tgqual is null and p.prosrc = ${body}`.execute(
    database,
  );
  return rows.length > 0;
}

/** Returns true if the trigger was missing, disabled or without effect. `owner`: the account that owns the tables. */
export async function restoreGuard(database: Database, owner: Database): Promise<boolean> {
  if (await hasGuard(database)) return false;
  return inTransaction(owner, async (tx) => {
    await sql`lock table audit_log in share row exclusive mode`.execute(tx);
    if (await hasGuard(tx)) return false;
    await sql.raw(guardFunction.replace('create function', 'create or replace function')).execute(tx);
    await sql`drop trigger if exists audit_log_only_grows on audit_log`.execute(tx);
    await sql.raw(guardTrigger).execute(tx);
    await appendAudit(tx, { workspace: null, actor: 'leadbell', action: guardRestored });
    return true;
  });
}
