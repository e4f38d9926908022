/**
 * Frees claims of ended processes, and channels that have waited long enough for a message in doubt; see
 * `../delivery.ts`.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '@leadbell/domain';
import type { TakeOverOptions } from '../delivery.ts';
import { settleSeen } from './confirm.ts';
import type { Database } from './database.ts';
import { setLines } from './lines.ts';
import { sessionLocks } from './sessions.ts';
import { hasCome, later } from './waits.ts';

interface Place {
  readonly workspace: string;
  readonly channel: string;
}

export async function takeOver(tx: Database, options: TakeOverOptions): Promise<Instant> {
  const { mine, takesExpired } = options;
  const isHere =
    options.workspaces === 'all' ? sql`true` : sql`c.workspace_id = any(${[...options.workspaces]}::text[])`;
  const ended = await endedSessions(tx, isHere, mine);
  const isFree = sql`c.lease_until is null or c.owner = any(${ended}::integer[])
    or (${takesExpired} and ${hasCome(sql.ref('c.lease_until'))} and coalesce(c.owner, 0) <> all(${[...mine]}::integer[]))`;
  const { rows: taken } = await sql<Place>`
    select c.workspace_id as workspace, c.id as channel from channels c
    where ${isHere} and c.waits_for = 'reconcile' and c.wake_at is not null
      and ${hasCome(sql.ref('c.wake_at'))} and (${isFree})
    order by 1, 2 for update skip locked`.execute(tx);
  if (taken.length === 0) return readClock(tx);
  const given = JSON.stringify(taken);
  await sql`
    update outbox o set ${doubted({ ...options, lookAt: lookAtOnce(options.visibleMs) })}
    from jsonb_to_recordset(${given}::jsonb) as t (workspace text, channel text)
    where o.workspace_id = t.workspace and o.channel_id = t.channel and o.state = 'sending' and o.look_at is null and o.ts is null`.execute(
    tx,
  );
  await settleSeen(tx, taken);
  // An update of a post is simply sent again, because a second update gives the same result.
  await sql`
    update outbox o set state = 'pending'
    from jsonb_to_recordset(${given}::jsonb) as t (workspace text, channel text)
    where o.workspace_id = t.workspace and o.channel_id = t.channel and o.state = 'sending' and o.ts is not null`.execute(
    tx,
  );
  await sql`
    update channels c set lease = c.lease + 1, lease_until = null, owner = null
    from jsonb_to_recordset(${given}::jsonb) as t (workspace text, channel text)
    where c.workspace_id = t.workspace and c.id = t.channel`.execute(tx);
  await setLines(tx, taken);
  return readClock(tx);
}

async function readClock(tx: Database): Promise<Instant> {
  const { rows } = await sql<{ now: Instant }>`select clock_timestamp() as now`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('no answer');
  return row.now;
}

/** Finds ended sessions: a process holds its session's lock only while it is connected. */
async function endedSessions(
  tx: Database,
  isHere: RawBuilder<unknown>,
  mine: readonly number[],
): Promise<readonly number[]> {
  const { rows } = await sql<{ owner: number }>`
    select distinct owner from channels c
    where ${isHere} and waits_for = 'reconcile' and wake_at is not null
      and owner > 0 and owner <> all(${[...mine]}::integer[])`.execute(tx);
  const ended: number[] = [];
  for (const { owner } of rows) {
    const { rows: locks } = await sql<{ isFree: boolean }>`
      select pg_try_advisory_xact_lock(${sessionLocks}::integer, ${owner}::integer) as "isFree"`.execute(tx);
    if (locks[0]?.isFree === true) ended.push(owner);
  }
  return ended;
}

/**
 * Looks at once, because a message that is found was certainly posted. But if Slack has limited reads of the history
 * within a day, waits until the post is certain to be visible: an early look could use up the only read that Slack
 * allows in a minute.
 */
function lookAtOnce(visibleMs: number): RawBuilder<unknown> {
  return sql`case when (select w.history_asked_at from workspaces w where w.id = o.workspace_id) > clock_timestamp() - interval '1 day'
    then ${later(visibleMs)} else clock_timestamp() end`;
}

interface DoubtOptions extends Pick<TakeOverOptions, 'visibleMs' | 'doubtWaitMs' | 'slackNow'> {
  /** When the message is looked for. Default: when the history is certain to show its post. */
  readonly lookAt?: RawBuilder<unknown>;
}

/** Assignments that put a message of `outbox` (or `outbox o`) in doubt. */
export function doubted({ visibleMs, doubtWaitMs, slackNow, lookAt = later(visibleMs) }: DoubtOptions) {
  return sql`look_at = ${lookAt}, visible_at = ${later(visibleMs)}, holds_until = ${later(doubtWaitMs)},
    -- The later of two clocks, because one may have stood still while its machine was suspended.
    sought = coalesce(sought, '{}') || jsonb_strip_nulls(jsonb_build_object('since', extract(epoch from clock_timestamp()) * 1000, 'to',
      greatest(${slackNow}::float8 / 1000, (sought ->> 'from')::float8 + extract(epoch from clock_timestamp() - attempt_at)::float8)
        + ${visibleMs}::float8 / 1000))`;
}
