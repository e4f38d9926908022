/** The table of the audit log; see `../audit.ts`. Only the owner of the tables may delete its rows. */
import type { Instant, ReadingBound, ReadingBounds } from '@leadbell/domain';
import { type RawBuilder, sql } from 'kysely';
import {
  type AuditEntry,
  type AuditLog,
  auditKinds,
  type AuditQuery,
  type AuditReader,
  type AuditRecord,
  unusualReading,
} from '../audit.ts';
import { businessNow } from './clock.ts';
import { type Database, databaseOf } from './database.ts';

/** The number of rows to delete at a time, so that other processes do not wait long. */
const batch = 5_000;

export function createAuditLog(
  database: Database,
  owner: Database,
  guards: Pick<AuditLog, 'guard' | 'restoreGuard'>,
): AuditLog {
  return {
    ...guards,
    append: (transaction, entry) => appendAudit(databaseOf(transaction), entry),
    appendReading: (transaction, entry, bounds) => appendReading(databaseOf(transaction), entry, bounds),
    list: (query) => listAudit(database, query),
    readers: (period) => listReaders(database, period),
    purge: (before) => purgeAudit(owner, sql`${new Date(before)}::timestamptz`),
  };
}

const columns = sql.raw(
  '(workspace_id, actor, actor_kind, action, subject, leads, numbers, fields, channel_id, outcome, detail)',
);

/** `outcome`: an SQL expression that replaces the entry's own outcome. */
function valuesOf(entry: AuditEntry, outcome: RawBuilder<unknown> = sql`${entry.outcome ?? 'done'}`) {
  const { workspace, actor, action, subject = null, leads = [], numbers = [], fields = [], channel = null } = entry;
  const { actorKind = actor === 'leadbell' ? 'leadbell' : 'unknown', detail = {} } = entry;
  return sql`${workspace}::text, ${actor}::text, ${actorKind}::text, ${action}::text, ${subject}::text,
    ${[...leads]}::text[], ${[...numbers]}::text[], ${[...fields]}::text[], ${channel}::text, ${outcome},
    ${JSON.stringify(detail)}::jsonb`;
}

export async function appendAudit(tx: Database, entry: AuditEntry): Promise<void> {
  await sql`insert into audit_log ${columns} select ${valuesOf(entry)}`.execute(tx);
}

/** The lock makes only other entries of the same person wait. Everything after the lock is one statement. */
async function appendReading(tx: Database, entry: AuditEntry, { unusual, limit }: ReadingBounds): Promise<boolean> {
  if (unusual === null && limit === null) {
    await appendAudit(tx, entry);
    return true;
  }
  const { workspace, actor } = entry;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`reading ${workspace ?? ''} ${actor}`}, 0))`.execute(tx);
  const isUnusual = unusual === null ? sql`false` : sql`people_unusual > ${unusual.people}`;
  const isTooMany = limit === null ? sql`false` : sql`people_limit > ${limit.people}`;
  const notice: AuditEntry = {
    workspace,
    actor,
    ...(entry.actorKind === undefined ? {} : { actorKind: entry.actorKind }),
    action: unusualReading,
    detail: { ...unusual },
  };
  const { rows } = await sql<{ isRefused: boolean }>`
    with seen as (
      select unnest(leads) as lead, at from audit_log
      where actor = ${actor} and workspace_id is not distinct from ${workspace}::text and leads <> '{}'
        and outcome <> 'refused' and at >= ${since(longerOf(unusual, limit))}
      union all select unnest(${[...(entry.leads ?? [])]}::text[]), ${businessNow}),
    counted as (
      select count(distinct lead) filter (where at >= ${since(unusual)}) as people_unusual,
        count(distinct lead) filter (where at >= ${since(limit)}) as people_limit
      from seen),
    noticed as (
      insert into audit_log ${columns} select ${valuesOf(notice)} from counted
      where ${isUnusual} and not exists (
        select from audit_log where actor = ${actor} and workspace_id is not distinct from ${workspace}::text
          and action = ${unusualReading} and at >= ${since(unusual)})),
    entered as (
      insert into audit_log ${columns}
      select ${valuesOf(entry, sql`case when ${isTooMany} then 'refused' else ${entry.outcome ?? 'done'} end`)} from counted
      returning outcome)
    select outcome = 'refused' as "isRefused" from entered`.execute(tx);
  return rows[0]?.isRefused === false;
}

function since(bound: ReadingBound | null): RawBuilder<unknown> {
  return sql`${businessNow} - ${bound?.minutes ?? 0}::integer * interval '1 minute'`;
}

function longerOf(one: ReadingBound | null, other: ReadingBound | null): ReadingBound | null {
  return (one?.minutes ?? 0) > (other?.minutes ?? 0) ? one : other;
}

async function listAudit(database: Database, query: AuditQuery): Promise<readonly AuditRecord[]> {
  const { from, to, workspace, actor, action, outcome, leads, number, limit, after } = query;
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (from !== undefined) conditions.push(sql`at >= ${new Date(from)}`);
  if (to !== undefined) conditions.push(sql`at < ${new Date(to)}`);
  if (workspace !== undefined) conditions.push(sql`(workspace_id = ${workspace} or workspace_id is null)`);
  if (actor !== undefined) conditions.push(sql`actor = ${actor}`);
  if (action !== undefined)
    conditions.push(sql`action = any(${typeof action === 'string' ? [action] : [...action]}::text[])`);
  if (outcome !== undefined) conditions.push(sql`outcome = ${outcome}`);
  // `id + 0` keeps PostgreSQL from reading the log by id, because a separate index finds the few entries about a lead.
  const order = leads === undefined ? sql`id` : sql`id + 0`;
  if (leads !== undefined) {
    const isNumbered = number === undefined ? sql`false` : sql`numbers && ${[number]}::text[]`;
    conditions.push(sql`(leads && ${[...leads]}::text[] or ${isNumbered})`);
  }
  if (after !== undefined) conditions.push(sql`id < ${after}`);
  const { rows } = await sql<AuditRecord>`
    select id, at, workspace_id as workspace, actor, actor_kind as "actorKind", action, subject, leads, numbers, fields,
      channel_id as channel, outcome, detail
    from audit_log where ${sql.join(conditions, sql` and `)} order by ${order} desc limit ${limit}`.execute(database);
  return rows;
}

function different(kind: 'opened' | 'found' | 'exported' | 'shared') {
  const actions = [...auditKinds[kind]];
  return sql`(count(distinct lead) filter (where action = any(${actions}::text[]) and outcome <> 'refused'))::int`;
}

async function listReaders(
  database: Database,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<readonly AuditReader[]> {
  const { rows } = await sql<AuditReader>`
    select workspace_id as workspace, actor, (array_agg(actor_kind order by id desc))[1] as "actorKind",
      ${different('opened')} as opened, ${different('found')} as found, ${different('exported')} as exported,
      ${different('shared')} as shared, (count(distinct id) filter (where outcome = 'refused'))::int as refused
    from audit_log left join lateral unnest(leads) as lead on true
    where at >= ${new Date(from)} and at < ${new Date(to)} and (leads <> '{}' or outcome = 'refused')
    group by workspace_id, actor
    order by count(distinct lead) desc, refused desc, actor`.execute(database);
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
