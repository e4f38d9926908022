/** Deletes old data, in SQL; see `../retention.ts`. */
import type { Instant } from '@leadbell/domain';
import { type RawBuilder, sql } from 'kysely';
import {
  actDays,
  type Forgotten,
  type KeptRows,
  type RetentionDays,
  type RetentionKind,
  retentionKinds,
} from '../retention.ts';
import { purgeAudit } from './audit.ts';
import { askNow } from './clock.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';
import { eraseUninstalled } from './uninstalls.ts';

const batch = 5_000;
const dayMs = 86_400_000;

/** Deletes or empties old rows of one table; `at` is the column from which their retention counts. */
interface Step {
  readonly kind: RetentionKind;
  readonly table: keyof Tables;
  readonly from?: string;
  /** The name of the table whose rows are deleted, if `from` has several tables. */
  readonly row?: string;
  readonly where?: string;
  /** The table's index begins with the connection. */
  readonly isByConnection?: true;
  readonly at: string;
  /** The assignments that empty a row; without them the row is deleted. */
  readonly empties?: string;
}

/** Whether the card's post must still be deleted in Slack: this needs the `ts` in the row. */
const isErasing = `exists (select from person_index p where p.kind = 'card' and p.receipt is not null and p.ref = o.id::text)`;
const hasReplies = 'exists (select from outbox r where r.thread_of = o.id)';
/** Whether the message is about an open alert: its key has the alert's id, see the alerts' `keyOf`. */
const isOfOpenAlert = `(o.lives and exists (
      select from alerts a where a.is_open and a.id = substring(o.key from '^alert ([0-9]+) ')::bigint))`;
/** Whether the message is an open summary, or one of the replies that list the summary's alerts. */
const isOfOpenSummary = `(o.lives and exists (
      select from alert_summaries s where (s.state ->> 'isOpen')::boolean
        and s.id = substring(o.key from '^alerts ([0-9]+)')::bigint))`;
/** Whether the message replaces an earlier row, which would look like a dead message if this row were deleted. */
const goesOnFrom = 'exists (select from outbox e where e.goes_on_as = o.id)';
const isBare = `o.state = 'sent' and o.payload is null`;

/** Steps run in this order: a row is deleted before the rows that it refers to. */
export const retentionSteps = {
  alerts: { kind: 'alerts', table: 'alerts', where: 'not is_open', at: 'changed_at', isByConnection: true },
  summaries: {
    kind: 'alerts',
    table: 'alert_summaries',
    where: "not (state ->> 'isOpen')::boolean",
    at: 'changed_at',
  },
  silences: { kind: 'alerts', table: 'silences', at: 'ends_at' },
  // An occurrence is not needed any more when its time can't become due again.
  occurrences: { kind: 'bulks', table: 'occurrences', at: 'created_at' },
  told: { kind: 'announcements', table: 'leads_told', at: 'told_at' },
  shares: { kind: 'undelivered', table: 'shares', at: 'at' },
  sets: { kind: 'announcements', table: 'lead_sets', at: 'at' },
  leads: {
    kind: 'leads',
    table: 'bulk_leads',
    from: 'bulk_leads l join bulks b on b.id = l.bulk_id',
    row: 'l',
    where: 'b.next_check_at is null',
    at: 'b.observed_at',
  },
  events: { kind: 'history', table: 'bulk_events', at: 'at', isByConnection: true },
  history: { kind: 'history', table: 'bulk_history', at: 'at', isByConnection: true },
  outages: { kind: 'outages', table: 'dms_outages', where: 'ended_at is not null', at: 'ended_at' },
  setAside: { kind: 'outages', table: 'set_aside', at: 'last_at' },
  payloads: {
    kind: 'messages',
    table: 'outbox',
    where: "state = 'sent' and payload is not null",
    at: 'sent_at',
    empties: 'payload',
  },
  continued: {
    kind: 'bulks',
    table: 'outbox',
    from: `outbox o join outbox n on n.id = o.goes_on_as and n.state = 'sent' and n.payload is null`,
    row: 'o',
    where: `o.state = 'dead' and o.goes_on_as is not null and not ${hasReplies}`,
    at: 'n.sent_at',
  },
  // After this time, no code sends a message with the same key, or asks where the message is.
  sent: {
    kind: 'bulks',
    table: 'outbox',
    from: 'outbox o',
    row: 'o',
    where: `${isBare} and o.kind <> 'lead' and not ${hasReplies} and not ${isOfOpenAlert}
      and not ${isOfOpenSummary} and not ${goesOnFrom}`,
    at: 'sent_at',
  },
  // Cards are kept as long as rows of `person_index`, which refer to cards.
  cards: {
    kind: 'posts',
    table: 'outbox',
    from: 'outbox o',
    row: 'o',
    where: `${isBare} and o.kind = 'lead' and not ${hasReplies} and not ${isErasing} and not ${goesOnFrom}`,
    at: 'sent_at',
  },
  messages: {
    kind: 'undelivered',
    table: 'outbox',
    from: 'outbox o',
    row: 'o',
    // A message stays while replies wait for it, because they would otherwise appear alone in the channel.
    where: `state = 'dead' and goes_on_as is null
      and not exists (select from outbox r where r.thread_of = o.id and r.state in ('pending', 'sending'))
      and not ${isErasing}`,
    at: 'created_at',
  },
  bulks: { kind: 'bulks', table: 'bulks', where: 'next_check_at is null', at: 'observed_at' },
  places: {
    kind: 'posts',
    table: 'person_index',
    where: 'receipt is null',
    at: 'at',
  },
  values: { kind: 'values', table: 'seen_values', at: 'seen_at' },
  words: { kind: 'words', table: 'learned_words', where: 'learned_at is null', at: 'heard_at' },
} as const satisfies Readonly<Partial<Record<keyof Forgotten, Step>>>;

/** Tables whose rows are not deleted by their age, each with the reason. */
export const keptTables = {
  business_clock: 'one row',
  workspaces: 'one row each; the other rows of one that removed the app go after `uninstalled`',
  channels: 'one row each',
  subscriptions: 'until they are removed',
  digest_wishes: 'until their digest is written',
  installation_keys: 'fingerprints of keys',
  dms_connections: 'one row each',
  error_kinds: 'errors with known words only',
  lead_set_members: 'with their set',
  claims: 'with their bulk',
  people: 'the settings of each person in Slack',
  homes: 'one row for each person who opened Home',
  forgotten: 'keeps what was forgotten from coming back',
  erasures: 'receipts, which name no one',
  daily_counters: 'counts that name no one',
} as const satisfies Readonly<Partial<Record<keyof Tables, string>>>;

type Stepped = keyof typeof retentionSteps;

/** Deletes in small steps, so that other processes do not wait long; it can be repeated at any time. */
export async function forget(database: Database, owner: Database, days: RetentionDays): Promise<Forgotten> {
  const done: Partial<Record<keyof Forgotten, number>> = {};
  // Reads the time once and passes it as a value, so that the planner can estimate how many rows are older.
  const now = await askNow(database, 'business');
  const before = (kind: RetentionKind) => new Date(now - days[kind] * dayMs);
  for (const [name, step] of Object.entries(retentionSteps) as readonly [Stepped, Step][])
    done[name] = await inBatches(database, statementOf(step, before(step.kind)));
  // Uses the real clock; an old action that was never finished is deleted too.
  done.acts = await inBatches(
    database,
    sql`delete from inbox where id in (
      select id from inbox where created_at < clock_timestamp() - ${actDays} * interval '1 day' limit ${batch})`,
  );
  done.audit = await purgeAudit(owner, sql`${before('audit')}::timestamptz`);
  done.workspaces = await eraseUninstalled(database, days.uninstalled);
  return done as Forgotten;
}

/** Returns one entry for each kind. */
export async function keptRows(database: Database): Promise<readonly KeptRows[]> {
  const all = await Promise.all(
    (Object.values(retentionSteps) as readonly Step[]).map((step) => countOf(database, step)),
  );
  all.push(await countOf(database, { kind: 'audit', table: 'audit_log', at: 'at' }));
  const removed = { where: 'uninstalled_at is not null', at: 'uninstalled_at' };
  all.push(await countOf(database, { kind: 'uninstalled', table: 'workspaces', ...removed }));
  return retentionKinds.map((kind) => {
    const its = all.filter((one) => one.kind === kind);
    const oldest = its.flatMap(({ oldestAt }) => (oldestAt === null ? [] : [oldestAt]));
    return {
      kind,
      rows: its.reduce((sum, { rows }) => sum + rows, 0),
      oldestAt: oldest.length === 0 ? null : (Math.min(...oldest) as Instant),
    };
  });
}

/** Deletes rows by their physical places (`ctid`), so that a few rows are deleted without reading the whole table. */
function statementOf(
  { table, from = table, row = table, where = 'true', at, isByConnection, empties }: Step,
  before: Date,
) {
  const rows = (condition: RawBuilder<unknown>) => sql`
    select ${sql.ref(`${row}.ctid`)} from ${sql.raw(from)}
    where ${sql.raw(where)} and ${sql.raw(at)} < ${before} and ${condition} limit ${batch}`;
  const picked =
    isByConnection === true
      ? sql`select r.ctid from dms_connections c cross join lateral (${rows(sql`connection_id = c.id`)}) r limit ${batch}`
      : rows(sql`true`);
  const old = sql`ctid = any(array(${picked}))`;
  return empties === undefined
    ? sql`delete from ${sql.table(table)} where ${old}`
    : sql`update ${sql.table(table)} set ${sql.ref(empties)} = null where ${old}`;
}

async function inBatches(database: Database, statement: RawBuilder<unknown>): Promise<number> {
  for (let total = 0; ;) {
    const { numAffectedRows } = await statement.execute(database);
    const done = Number(numAffectedRows ?? 0);
    total += done;
    if (done < batch) return total;
  }
}

async function countOf(database: Database, { kind, table, from = table, where = 'true', at }: Step): Promise<KeptRows> {
  const { rows } = await sql<{ rows: number; oldestAt: Instant | null }>`
    select count(*)::int as rows, min(${sql.raw(at)}) as "oldestAt"
    from ${sql.raw(from)} where ${sql.raw(where)}`.execute(database);
  return { kind, ...(rows[0] ?? { rows: 0, oldestAt: null }) };
}
