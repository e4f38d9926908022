/** The audit's table; see `../audit.ts`. */
import { sql } from 'kysely';
import type { AuditEntry } from '../audit.ts';
import type { Database } from './database.ts';

export async function writeAudit(tx: Database, entry: AuditEntry, detail: object = {}): Promise<void> {
  const { workspace, actor, action, subject } = entry;
  await sql`insert into audit (workspace_id, actor, action, subject, detail)
    values (${workspace}, ${actor}, ${action}, ${subject}, ${JSON.stringify(detail)}::jsonb)`.execute(tx);
}
