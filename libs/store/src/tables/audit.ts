/** The audit's table; see `../audit.ts`. Only the owner of the tables may delete from it. */
import { type RawBuilder, sql } from 'kysely';
import type { AuditEntry, AuditGuard, AuditLog, AuditQuery, AuditRecord } from '../audit.ts';
import { type Database, databaseOf } from './database.ts';

/** Deleted at a time, so that nothing waits long behind it. */
const batch = 5_000;

export function createAuditLog(database: Database, owner: Database, guard: AuditGuard): AuditLog {
  return {
    guard,
    append: (transaction, entry) => appendAudit(databaseOf(transaction), entry),
    list: (query) => listAudit(database, query),
    purge: (before) => purgeAudit(owner, sql`${new Date(before)}::timestamptz`),
  };
}

export async function appendAudit(tx: Database, entry: AuditEntry): Promise<void> {
  const { workspace, actor, action, subject = null, leads = [], fields = [], channel = null } = entry;
  const { actorKind = actor === 'leadbell' ? 'leadbell' : 'unknown', outcome = 'done', detail = {} } = entry;
  await sql`
    insert into audit_log (workspace_id, actor, actor_kind, action, subject, leads, fields, channel_id, outcome, detail)
    values (${workspace}, ${actor}, ${actorKind}, ${action}, ${subject}, ${[...leads]}::text[], ${[...fields]}::text[],
      ${channel}, ${outcome}, ${JSON.stringify(detail)}::jsonb)`.execute(tx);
}

async function listAudit(database: Database, query: AuditQuery): Promise<readonly AuditRecord[]> {
  const { from, to, workspace, actor, action, leads, limit, after } = query;
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (from !== undefined) conditions.push(sql`at >= ${new Date(from)}`);
  if (to !== undefined) conditions.push(sql`at < ${new Date(to)}`);
  if (workspace !== undefined) conditions.push(sql`workspace_id = ${workspace}`);
  if (actor !== undefined) conditions.push(sql`actor = ${actor}`);
  if (action !== undefined) conditions.push(sql`action = ${action}`);
  if (leads !== undefined) conditions.push(sql`leads && ${[...leads]}::text[]`);
  if (after !== undefined) conditions.push(sql`id < ${after}`);
  const { rows } = await sql<AuditRecord>`
    select id, at, workspace_id as workspace, actor, actor_kind as "actorKind", action, subject, leads, fields,
      channel_id as channel, outcome, detail
    from audit_log where ${sql.join(conditions, sql` and `)} order by id desc limit ${limit}`.execute(database);
  return rows;
}

export async function purgeAudit(owner: Database, before: RawBuilder<unknown>): Promise<number> {
  for (let total = 0; ;) {
    const { rows } = await sql<{ gone: number }>`select purge_audit(${before}, ${batch}) as gone`.execute(owner);
    const gone = rows[0]?.gone ?? 0;
    total += gone;
    if (gone < batch) return total;
  }
}
