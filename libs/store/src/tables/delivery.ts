/** Claims on the outbox, in SQL; see `../delivery.ts`. */
import { sql } from 'kysely';
import type { Instant } from '@leadbell/domain';
import {
  type Claim,
  type ClaimOptions,
  type DeliveryQueue,
  longestWaitMs,
  type NoticeWriter,
  type Outcome,
  type Pace,
  type PausedSubscription,
} from '../delivery.ts';
import { type Database, inTransaction } from './database.ts';
import { add } from './outbox.ts';

/** No wait of ours is longer: what lies further ahead was written by a clock that was wrong, and counts as due. */
const longestWait = sql`interval '20 minutes'`;

const isDue = sql`c.wake_at is not null
  and (c.wake_at <= clock_timestamp() or c.wake_at > clock_timestamp() + ${longestWait})
  and (c.lease_until is null or c.lease_until <= clock_timestamp() or c.lease_until > clock_timestamp() + ${longestWait})`;

interface ReadyWorkspace {
  readonly id: string;
  readonly posts: number;
  readonly updates: number;
}

type Head = Omit<Claim, 'attemptAt' | 'lease' | 'action'> & { readonly state: 'pending' | 'sending' };

export function createDeliveryQueue(database: Database): DeliveryQueue {
  return {
    claim: (options) => inTransaction(database, (tx) => claim(tx, options)),
    end: (given, outcome, pace) => inTransaction(database, (tx) => end(tx, given, outcome, pace)),

    async dueInMs(workspaces) {
      const { rows } = await sql<{ ms: number | null }>`
        select extract(epoch from min(greatest(c.wake_at, coalesce(c.lease_until, c.wake_at), least(w.post_at, w.update_at)))
          - clock_timestamp()) * 1000 as ms
        from channels c join workspaces w on w.id = c.workspace_id
        where c.wake_at is not null and w.blocked_reason is null and c.workspace_id = any(${[...workspaces]}::text[])`.execute(
        database,
      );
      const ms = rows[0]?.ms ?? null;
      return ms === null ? null : Math.max(0, ms);
    },

    async blocked(workspaces) {
      const { rows } = await sql<{ id: string }>`
        select id from workspaces where blocked_reason is not null and id = any(${[...workspaces]}::text[])`.execute(
        database,
      );
      return rows.map(({ id }) => id);
    },

    async unblock(workspace) {
      const { numAffectedRows } = await sql`
        update workspaces set blocked_reason = null, blocked_at = null
        where id = ${workspace} and blocked_reason is not null`.execute(database);
      return Number(numAffectedRows ?? 0) > 0;
    },
  };
}

async function claim(tx: Database, { workspaces, limit, leaseMs, pace }: ClaimOptions): Promise<Claim[]> {
  const { rows: ready } = await sql<ReadyWorkspace>`
    select w.id,
      ${tokens('post', pace.postsPerSecond, pace.postBurst)} as posts,
      ${tokens('update', pace.updatesPerSecond, pace.updateBurst)} as updates
    from workspaces w
    where w.id = any(${[...workspaces]}::text[]) and w.blocked_reason is null
      and exists (select 1 from channels c where c.workspace_id = w.id and ${isDue})
    for no key update skip locked`.execute(tx);
  if (ready.length === 0) return [];
  const { rows: heads } = await sql<Head>`
    select o.id as "outboxId", c.workspace_id as workspace, c.id as channel, c.conversation_id as conversation, o.key, o.kind,
      o.state, o.payload, o.version, o.ts, p.ts as "threadTs", o.thread_of is not null as "isReply", o.attempt, c.last_ts as "lastTs"
    from channels c
    cross join lateral (
      select * from outbox o
      where o.workspace_id = c.workspace_id and o.channel_id = c.id and o.state in ('pending', 'sending')
      order by (o.ts is not null), o.queued limit 1) o
    left join outbox p on p.id = o.thread_of
    where c.workspace_id = any(${ready.map(({ id }) => id)}::text[]) and ${isDue}
    order by c.wake_at limit ${limit}
    for update of c skip locked`.execute(tx);
  const chosen = withinBudget(heads, ready);
  if (chosen.length === 0) return [];
  await spend(tx, ready, chosen);
  // What was read beside the lock may be older than the lock: a row that has moved on is left alone.
  const { rows: claimed } = await sql<{ outboxId: number; attempt: number; attemptAt: Instant; lease: number }>`
    with taken as (
      update outbox o set
        state = 'sending', attempt = o.attempt + 1,
        attempt_at = case when o.state = 'pending' then clock_timestamp() else o.attempt_at end
      from jsonb_to_recordset(${JSON.stringify(chosen.map(({ outboxId, attempt, state }) => ({ outboxId, attempt, state })))}::jsonb)
        as h ("outboxId" bigint, attempt integer, state text)
      where o.id = h."outboxId" and o.attempt = h.attempt and o.state = h.state
      returning o.id, o.workspace_id, o.channel_id, o.attempt, o.attempt_at)
    update channels c set lease = c.lease + 1, lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    from taken t where c.workspace_id = t.workspace_id and c.id = t.channel_id
    returning t.id as "outboxId", t.attempt, t.attempt_at as "attemptAt", c.lease`.execute(tx);
  const heldBy = new Map(claimed.map((row) => [row.outboxId, row]));
  return chosen.flatMap((head) => {
    const held = heldBy.get(head.outboxId);
    return held === undefined ? [] : [{ ...head, ...held, action: actionOf(head) }];
  });
}

function actionOf({ state, ts }: Head): Claim['action'] {
  // An update that was done twice is as one: nothing to find out.
  if (ts !== null) return 'update';
  return state === 'sending' ? 'reconcile' : 'post';
}

function withinBudget(heads: readonly Head[], ready: readonly ReadyWorkspace[]): Head[] {
  const left = new Map(
    ready.map(({ id, posts, updates }) => [id, { post: posts, update: updates, reconcile: Infinity }]),
  );
  return heads.filter((head) => {
    const budget = left.get(head.workspace);
    const action = actionOf(head);
    if (budget === undefined || budget[action] < 1) return false;
    budget[action] -= 1;
    return true;
  });
}

async function spend(tx: Database, ready: readonly ReadyWorkspace[], chosen: readonly Head[]): Promise<void> {
  const rows = ready.map(({ id, posts, updates }) => {
    const mine = chosen.filter(({ workspace }) => workspace === id).map(actionOf);
    return {
      id,
      posts: posts - mine.filter((action) => action === 'post').length,
      updates: updates - mine.filter((action) => action === 'update').length,
    };
  });
  await sql`
    update workspaces w set
      post_tokens = greatest(0, s.posts), post_at = case when s.posts < 0 then w.post_at else clock_timestamp() end,
      update_tokens = greatest(0, s.updates), update_at = case when s.updates < 0 then w.update_at else clock_timestamp() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (id text, posts double precision, updates double precision)
    where w.id = s.id`.execute(tx);
}

/** A bucket that fills with time; while Slack has told us to wait it has less than nothing. */
function tokens(name: 'post' | 'update', perSecond: number, burst: number) {
  const at = sql.ref(`w.${name}_at`);
  const left = sql.ref(`w.${name}_tokens`);
  return sql`case when ${at} > clock_timestamp() + ${longestWait} then ${burst}::float8
    when ${at} > clock_timestamp() then -1
    else least(${burst}::float8, ${left} + greatest(0, extract(epoch from clock_timestamp() - ${at})) * ${perSecond}::float8) end`;
}

async function end(tx: Database, given: Claim, outcome: Outcome, pace: Pace): Promise<boolean> {
  const { rows: held } = await sql`
    select 1 from channels
    where workspace_id = ${given.workspace} and id = ${given.channel} and lease = ${given.lease} for update`.execute(
    tx,
  );
  if (held.length === 0) return false;
  const message = sql`update outbox set`;
  const which = sql`where id = ${given.outboxId} and state = 'sending'`;
  switch (outcome.kind) {
    case 'sent':
      await sql`${message} ts = ${outcome.ts}, conversation_id = ${outcome.conversation}, sent_version = ${outcome.version},
        sent_at = clock_timestamp(), attempt = 0, reason = null,
        state = case when version > ${outcome.version} then 'pending' else 'sent' end ${which}`.execute(tx);
      if (given.action !== 'update' && !given.isReply) await setLastTs(tx, given, outcome.ts, outcome.conversation);
      return free(tx, given, pace.channelMs);
    case 'absent':
      await sql`${message} state = 'pending' ${which}`.execute(tx);
      return free(tx, given, 0);
    case 'refused':
      await sql`${message} state = 'pending', reason = ${outcome.reason} ${which}`.execute(tx);
      return free(tx, given, outcome.afterMs);
    case 'paced': {
      const waitMs = Math.min(outcome.afterMs, longestWaitMs);
      if (given.action === 'reconcile') return free(tx, given, waitMs);
      await sql`${message} state = 'pending', attempt = greatest(0, attempt - 1) ${which}`.execute(tx);
      const name = given.action;
      await sql`update workspaces set ${sql.ref(`${name}_tokens`)} = 1,
        ${sql.ref(`${name}_at`)} = clock_timestamp() + ${waitMs} * interval '1 millisecond' where id = ${given.workspace}`.execute(
        tx,
      );
      return free(tx, given, waitMs);
    }
    case 'unclear':
      return free(tx, given, outcome.afterMs);
    case 'dead':
      await sql`${message} state = 'dead', reason = ${outcome.reason} ${which}`.execute(tx);
      return free(tx, given, 0);
    case 'closed':
      await sql`update outbox set state = 'dead', reason = ${outcome.reason}
        where workspace_id = ${given.workspace} and channel_id = ${given.channel}
          and (state = 'pending' or id = ${given.outboxId})`.execute(tx);
      await pause(tx, given.workspace, given.channel, outcome);
      return free(tx, given, 0);
    case 'blocked':
      await sql`${message} state = 'pending', reason = ${outcome.reason} ${which}`.execute(tx);
      await sql`update workspaces set blocked_reason = ${outcome.reason}, blocked_at = clock_timestamp()
        where id = ${given.workspace}`.execute(tx);
      await pause(tx, given.workspace, null, outcome);
      return free(tx, given, 0);
    default:
      return outcome satisfies never;
  }
}

async function setLastTs(tx: Database, { workspace, channel }: Claim, ts: string, conversation: string): Promise<void> {
  await sql`update channels set last_ts = greatest(last_ts, ${ts}), conversation_id = ${conversation}
    where workspace_id = ${workspace} and id = ${channel}`.execute(tx);
}

/** Gives the channel back: to be looked at again after the wait, if anything is left. Its row is locked, so nothing comes in between. */
async function free(tx: Database, { workspace, channel }: Claim, waitMs: number): Promise<boolean> {
  await sql`
    update channels c set lease_until = null, next_at = w.at,
      wake_at = case when exists (
        select 1 from outbox o where o.workspace_id = c.workspace_id and o.channel_id = c.id and o.state in ('pending', 'sending')
      ) then w.at end
    from (select clock_timestamp() + ${waitMs} * interval '1 millisecond' as at) w
    where c.workspace_id = ${workspace} and c.id = ${channel}`.execute(tx);
  return true;
}

async function pause(
  tx: Database,
  workspace: string,
  channel: string | null,
  { reason, notices }: { readonly reason: string; readonly notices: NoticeWriter },
): Promise<void> {
  const { rows: paused } = await sql<PausedSubscription>`
    update subscriptions set paused_reason = ${reason}, paused_at = clock_timestamp()
    where workspace_id = ${workspace} and (${channel}::text is null or channel_id = ${channel}) and paused_at is null
    returning id, workspace_id as workspace, channel_id as channel, owner_id as owner, kind, paused_at as "pausedAt"`.execute(
    tx,
  );
  for (const { id } of paused) {
    await sql`insert into audit (workspace_id, actor, action, subject, detail)
      values (${workspace}, 'leadbell', 'subscription paused', ${`subscription ${id}`}, ${JSON.stringify({ reason })}::jsonb)`.execute(
      tx,
    );
  }
  await add(tx, notices(paused));
}
