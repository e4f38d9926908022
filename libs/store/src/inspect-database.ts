/**
 * Looks at a database without changing it. Effects: connects to the database. Throws `StoreError`, also for a database
 * of a later Leadbell.
 */
import { sql } from 'kysely';
import type { AuditGuard } from './audit.ts';
import { withDatabase } from './backup/dump.ts';
import { migrations } from './migrations/index.ts';
import { appliedMigrations } from './schema/bring-up-to-date.ts';
import { askRole, auditGuard } from './schema/service-role.ts';

export interface DatabaseLook {
  /** For example `18.1`. */
  readonly serverVersion: string;
  readonly role: string;
  readonly bytes: number;
  /** The migrations that the next start will apply. */
  readonly pending: readonly string[];
  readonly isEmpty: boolean;
  /** How the audit log is protected; null while migrations are pending. */
  readonly guard: AuditGuard | null;
}

export function inspectDatabase(options: {
  readonly url: string;
  readonly caFile: string | null;
  readonly patienceMs: number;
}): Promise<DatabaseLook> {
  return withDatabase({ ...options, name: 'leadbell doctor' }, async (database) => {
    const { rows } = await sql<{ serverVersion: string; bytes: number }>`
      select split_part(current_setting('server_version'), ' ', 1) as "serverVersion",
        pg_database_size(current_database()) as bytes`.execute(database);
    const [{ serverVersion, bytes } = { serverVersion: '', bytes: 0 }] = rows;
    const applied = await appliedMigrations(database, migrations);
    const pending = Object.keys(migrations).filter((name) => !applied.includes(name));
    return {
      serverVersion,
      bytes,
      role: await askRole(database),
      pending,
      isEmpty: applied.length === 0,
      guard: pending.length === 0 ? await auditGuard(database) : null,
    };
  });
}
