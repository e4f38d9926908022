/**
 * The rights of the service's account if another account owns the tables: it reads and writes rows, but can change
 * neither tables nor rows of the audit log. Throws `StoreError` (`schema`).
 */
import { sql } from 'kysely';
import type { AuditGuard } from '../audit.ts';
import { StoreError } from '../errors.ts';
import { backupTables, deliveryFunctions, notInBackups, ownSequences } from '../tables/backup-plan.ts';
import { presentTables, sequencesOf } from '../tables/catalogue.ts';
import { type Database, tablesWithReservedIds } from '../tables/database.ts';

/** Tables to which rows are only added. */
const growing: ReadonlySet<string> = new Set(['audit_log']);
const tables = [...backupTables, ...notInBackups.tables];

export async function askRole(database: Database): Promise<string> {
  const { rows } = await sql<{ role: string }>`select current_user::text as role`.execute(database);
  return rows[0]?.role ?? '';
}

/** Runs as the owner in the transaction of the migrations, so only one process at a time grants rights. */
export async function allowService(tx: Database, role: string): Promise<void> {
  if (!(await isRole(tx, role))) throw otherServer();
  const to = sql.id(role);
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(tx);
  await sql`grant usage on schema ${sql.id(rows[0]?.schema ?? 'public')} to ${to}`.execute(tx);
  for (const table of await presentTables(tx, tables)) {
    const rights = growing.has(table) ? sql`select, insert` : sql`select, insert, update, delete`;
    await sql`revoke all on table ${sql.table(table)} from ${to}`.execute(tx);
    await sql`grant ${rights} on table ${sql.table(table)} to ${to}`.execute(tx);
  }
  await sql`grant select on table kysely_migration to ${to}`.execute(tx);
  for (const { sequence } of await sequencesOf(tx, tables))
    await sql`grant select on sequence ${sql.raw(sequence)} to ${to}`.execute(tx);
  for (const { sequence } of await sequencesOf(tx, tablesWithReservedIds))
    await sql`grant usage on sequence ${sql.raw(sequence)} to ${to}`.execute(tx);
  for (const { sequence } of ownSequences)
    await sql`grant usage on sequence ${sql.table(sequence)} to ${to}`.execute(tx);
  for (const name of ['leadbell_now', 'channel_line', ...deliveryFunctions])
    await sql`grant execute on function ${sql.table(name)} to ${to}`.execute(tx);
  await refuseTooMuch(tx, role);
}

/** Returns how the rows of the audit log are protected from the account of this connection. */
export async function auditGuard(database: Database): Promise<AuditGuard> {
  const { rows } = await sql<{ may: boolean; isHeld: boolean }>`
    select has_table_privilege('audit_log', 'UPDATE, DELETE, TRUNCATE') as may,
      exists (select from pg_trigger t
        where t.tgrelid = 'audit_log'::regclass and t.tgfoid = to_regprocedure('refuse_audit_change()')
          and t.tgenabled in ('O', 'A') and t.tgtype = ${refusesAll}) as "isHeld"`.execute(database);
  const [{ may, isHeld } = { may: true, isHeld: false }] = rows;
  if (!may) return 'owner';
  return isHeld && (await refusesChanges(database)) ? 'trigger' : 'none';
}

/** PostgreSQL's `tgtype` of a trigger before each statement that updates, deletes or truncates: 2 + 8 + 16 + 32. */
const refusesAll = 58;

/**
 * Tries an update and a delete, because the trigger may call a function that was replaced. Neither statement changes a
 * row.
 */
async function refusesChanges(database: Database): Promise<boolean> {
  const tries = await Promise.all(
    [sql`update audit_log set actor = actor where false`, sql`delete from audit_log where false`].map((one) =>
      one.execute(database).then(
        () => false,
        (error: unknown) => {
          if ((error as { readonly code?: unknown }).code === '42501') return true;
          throw error;
        },
      ),
    ),
  );
  return tries.every((isRefused) => isRefused);
}

async function isRole(tx: Database, role: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_roles where rolname = ${role}`.execute(tx);
  return rows.length > 0;
}

/** Throws if the account has a right or role with which it could undo the restrictions. */
async function refuseTooMuch(tx: Database, role: string): Promise<void> {
  const { rows } = await sql<{ why: string | null }>`
    select case
      when r.rolsuper then 'it is a superuser'
      when r.rolcreaterole then 'it may make accounts (CREATEROLE)'
      when pg_has_role(r.oid, c.relowner, 'MEMBER') then 'it owns the tables, or belongs to the account that does'
      when pg_has_role(r.oid, n.nspowner, 'MEMBER') then 'it owns the schema or the database that they are in'
      when pg_has_role(r.oid, d.datdba, 'MEMBER') then 'it owns the database'
      when has_table_privilege(r.oid, c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
        then 'another account, or everyone, was granted more than SELECT and INSERT on it'
    end as why
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r, pg_database d
    where c.oid = 'audit_log'::regclass and r.rolname = ${role} and d.datname = current_database()`.execute(tx);
  const why = rows[0]?.why ?? null;
  if (why === null) return;
  throw new StoreError(
    'schema',
    `The account in DATABASE_URL could still change the audit log, because ${why}: give it an account that owns nothing, and DATABASE_OWNER_URL the one that owns the tables`,
  );
}

function otherServer(): StoreError {
  return new StoreError(
    'schema',
    'DATABASE_URL and DATABASE_OWNER_URL lead to different servers: give both the same one, with different accounts',
  );
}
