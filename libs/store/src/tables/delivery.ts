/** Claims on the outbox, in SQL; see `../delivery.ts`. */
import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '@leadbell/domain';
import {
  type Claim,
  type ClaimOptions,
  type DeliveryQueue,
  goneReason,
  isGoneReason,
  longestWaitMs,
  perhapsReason,
  type Outcome,
  type Outlook,
  type Pace,
} from '../delivery.ts';
import { block, close, closing, type Planned } from './closing.ts';
import { businessNow } from './clock.ts';
import { type Database, inTransaction } from './database.ts';
import { confirm, settleSeen } from './confirm.ts';
import { afterGone } from './living.ts';
import { claimLooks, endLook } from './looks.ts';
import { headOf, isAside, waitsFor, waitsUntil } from './outbox.ts';
import { doubted, takeOver } from './take-over.ts';
import { hasCome, later, makeWait, tokens } from './waits.ts';

const isDue = sql`c.wake_at is not null and ${hasCome(sql.ref('c.wake_at'))} and c.lease_until is null`;

/** Held by a lease alone. */
const noSession = 0;

/**
 * A reply `o` needs its first message `p` updated first, if that has a newer state or the reply is also shown in the
 * channel: this proves that the post still exists.
 */
const isToBeShown = sql`p.lives and p.ts is not null and p.payload is not null
  and ((p.state = 'pending' and (p.not_before is null or p.not_before <= clock_timestamp())) or coalesce((o.payload ->> 'reply_broadcast')::boolean, false))`;

interface ReadyWorkspace {
  readonly id: string;
  readonly posts: number;
  readonly updates: number;
}

type Head = Omit<Claim, 'attemptAt' | 'claimedAt' | 'lease' | 'owner' | 'action'> & { readonly state: 'pending' };

export function createDeliveryQueue(database: Database): DeliveryQueue {
  return {
    claim: (options) => inTransaction(database, (tx) => claim(tx, options)),
    end: (given, outcome, pace) =>
      outcome.kind === 'closed'
        ? closing(database, given, outcome, (closed) =>
            inTransaction(database, (tx) => end(tx, given, { ...outcome, ...closed }, pace)),
          )
        : inTransaction(database, (tx) => end(tx, given, outcome, pace)),

    takeOver: (options) => inTransaction(database, (tx) => takeOver(tx, options)),
    claimLooks: (options) => inTransaction(database, (tx) => claimLooks(tx, options)),
    endLook: (look, seen) =>
      seen.kind === 'closed'
        ? closing(database, look, seen, (closed) =>
            inTransaction(database, (tx) => endLook(tx, look, { ...seen, ...closed })),
          )
        : inTransaction(database, (tx) => endLook(tx, look, seen)),

    confirm: (workspace, posted) => inTransaction(database, (tx) => confirm(tx, workspace, posted)),

    async outlook(workspaces, owner) {
      const { rows } = await sql<Outlook>`
        select clock_timestamp() as now, coalesce(bool_or(held), false) as "isHeld",
          case when min(at) is not null then greatest(0, extract(epoch from min(at) - clock_timestamp()) * 1000) end as "dueInMs"
        from (
          select case when c.lease_until is not null then c.lease_until when c.waits_for = 'reconcile' then c.wake_at
              else greatest(c.wake_at, least(w.post_at, w.update_at)) end as at, c.lease_until is not null and c.owner is distinct from ${owner} as held
          from channels c join workspaces w on w.id = c.workspace_id
          where c.wake_at is not null and w.blocked_reason is null and c.workspace_id = any(${[...workspaces]}::text[])
          union all
          select greatest(o.look_at, w.history_at), false from outbox o join workspaces w on w.id = o.workspace_id
          where o.state = 'sending' and o.look_at is not null and w.blocked_reason is null and o.workspace_id = any(${[...workspaces]}::text[])) t`.execute(
        database,
      );
      return rows[0] ?? { now: 0 as Instant, dueInMs: null, isHeld: false };
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

async function claim(tx: Database, options: ClaimOptions): Promise<Claim[]> {
  const { workspaces, limit, leaseMs, pace, owner, slackNow } = options;
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
      o.state, o.payload, o.version, o.ts, p.ts as "threadTs", o.thread_of is not null as "isReply", o.attempt,
      case when r.updates >= 1 and o.ts is null and ${isToBeShown} then jsonb_build_object('payload', p.payload, 'version', p.version) end as thread,
      case when o.refused_since is not null then jsonb_build_object('reason', o.reason, 'since', extract(epoch from o.refused_since) * 1000) end as refused
    from jsonb_to_recordset(${JSON.stringify(ready)}::jsonb) as r (id text, posts float8, updates float8)
    -- As many of each kind as its budget allows, so that a kind without budget does not block the others.
    cross join lateral (
      (${waiting('post', sql`floor(greatest(0, r.posts))`, limit)}) union all
      (${waiting('reply', sql`floor(greatest(0, r.posts))`, limit)}) union all
      (${waiting('update', sql`floor(greatest(0, r.updates))`, limit)})) due
    join channels c on c.workspace_id = r.id and c.id = due.id
    cross join lateral (${headOf('c')}) o
    left join outbox p on p.id = o.thread_of
    where ${isDue} and o.state = 'pending' and not ${isAside()}
    -- Replies wait until every channel has its message.
    order by o.thread_of is not null, c.wake_at limit ${limit}
    for update of c skip locked`.execute(tx);
  const chosen = withinBudget(heads, ready);
  if (chosen.length === 0) return [];
  await spend(tx, ready, chosen);
  // Rows read before the lock may have changed since: a changed row is skipped.
  const { rows: claimed } = await sql<Pick<Claim, 'outboxId' | 'attempt' | 'attemptAt' | 'claimedAt' | 'lease'>>`
    with taken as (
      update outbox o set
        state = 'sending', attempt = o.attempt + 1, attempt_at = clock_timestamp(),
        sought = case when o.ts is null then jsonb_strip_nulls(jsonb_build_object('from', ${slackNow}::float8 / 1000, 'after', (
          select c.last_ts from channels c where c.workspace_id = o.workspace_id and c.id = o.channel_id))) end
      from jsonb_to_recordset(${JSON.stringify(chosen.map(({ outboxId, attempt, state }) => ({ outboxId, attempt, state })))}::jsonb)
        as h ("outboxId" bigint, attempt integer, state text)
      where o.id = h."outboxId" and o.attempt = h.attempt and o.state = h.state
      returning o.id, o.workspace_id, o.channel_id, o.attempt, o.attempt_at)
    update channels c set lease = c.lease + 1, owner = ${owner ?? noSession}::integer,
      -- In case its end is never reported.
      waits_for = 'reconcile', lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    from taken t where c.workspace_id = t.workspace_id and c.id = t.channel_id
    returning t.id as "outboxId", t.attempt, t.attempt_at as "attemptAt", clock_timestamp() as "claimedAt", c.lease`.execute(
    tx,
  );
  const heldBy = new Map(claimed.map((row) => [row.outboxId, row]));
  return chosen.flatMap((head) => {
    const held = heldBy.get(head.outboxId);
    return held === undefined ? [] : [{ ...head, ...held, owner, action: actionOf(head) }];
  });
}

/** Messages of one kind in the workspace `r`, those waiting longest first. */
function waiting(kind: 'post' | 'reply' | 'update', budget: RawBuilder<unknown>, limit: number) {
  return sql`select c.id from channels c where c.workspace_id = r.id and c.waits_for = ${kind} and ${isDue}
    order by c.wake_at limit least(${budget}, ${limit})::integer`;
}

function actionOf({ ts }: Head): Claim['action'] {
  return ts === null ? 'post' : 'update';
}

/** A reply goes out even without budget for an update of its first message. */
function withinBudget(heads: readonly Head[], ready: readonly ReadyWorkspace[]): Head[] {
  const left = new Map(ready.map(({ id, posts, updates }) => [id, { post: posts, update: updates }]));
  return heads.flatMap((head) => {
    const budget = left.get(head.workspace);
    const action = actionOf(head);
    if (budget === undefined || budget[action] < 1) return [];
    budget[action] -= 1;
    if (head.thread === null) return [head];
    if (budget.update < 1) return [{ ...head, thread: null }];
    budget.update -= 1;
    return [head];
  });
}

async function spend(tx: Database, ready: readonly ReadyWorkspace[], chosen: readonly Head[]): Promise<void> {
  const rows = ready.map(({ id, posts, updates }) => {
    const own = chosen.filter(({ workspace }) => workspace === id);
    const mine = own.flatMap((head) => (head.thread === null ? [actionOf(head)] : [actionOf(head), 'update']));
    return {
      id,
      posts: posts - mine.filter((action) => action === 'post').length,
      updates: updates - mine.filter((action) => action === 'update').length,
    };
  });
  await sql`
    update workspaces w set
      post_tokens = greatest(0, s.posts), post_at = case when s.posts < 0 then w.post_at else now() end,
      update_tokens = greatest(0, s.updates), update_at = case when s.updates < 0 then w.update_at else now() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (id text, posts double precision, updates double precision)
    where w.id = s.id`.execute(tx);
}

async function end(tx: Database, given: Claim, outcome: Planned<Outcome>, pace: Pace): Promise<boolean> {
  const { workspace, channel, lease, outboxId } = given;
  const { rows } = await sql`
    with held as (
      select 1 from channels where workspace_id = ${workspace} and id = ${channel} and lease = ${lease} for update),
    changed as (
      update outbox set ${changeFor(outcome)} where id = ${outboxId} and state = 'sending' and exists (select from held))
    select 1 from held`.execute(tx);
  if (rows.length === 0) return false;
  switch (outcome.kind) {
    case 'sent':
      if (outcome.threadVersion !== undefined) await threadShown(tx, outboxId, outcome.threadVersion);
      break;
    case 'paced':
      await makeWait(tx, workspace, given.action, outcome.afterMs);
      break;
    case 'closed':
      await close(tx, { workspace, channel }, outcome);
      break;
    case 'gone':
      await afterGone(tx, {
        ...given,
        isSecond: given.refused !== null && isGoneReason(given.refused.reason),
        reason: outcome.reason,
      });
      break;
    case 'blocked':
      await block(tx, workspace, outcome.reason);
      break;
    case 'unclear':
      await settleSeen(tx, [{ workspace, channel }]);
      break;
    default:
  }
  await free(tx, given, outcome, pace);
  return true;

  function changeFor(end: Planned<Outcome>) {
    // Certainly not posted, so there is nothing to look for.
    const undone = given.action === 'post' ? sql`attempt_at = null` : sql`attempt_at = attempt_at`;
    switch (end.kind) {
      case 'sent':
        return sql`ts = ${end.ts}, conversation_id = ${end.conversation}, sent_version = ${end.version},
          sent_at = ${businessNow}, attempt = 0, reason = null, refused_since = null, not_before = null, sought = null,
          state = case when version > ${end.version} then 'pending' else 'sent' end`;
      case 'undone':
        return sql`state = 'pending', ${undone}`;
      case 'refused':
        return sql`state = 'pending', ${undone}, reason = ${end.reason},
          refused_since = case when reason = ${end.reason} then coalesce(refused_since, clock_timestamp()) else clock_timestamp() end,
          not_before = ${end.aside ? later(end.afterMs) : sql`null::timestamptz`}`;
      case 'blocked':
        // This did not use up one of its own attempts.
        return sql`state = 'pending', ${undone}, reason = ${end.reason}, refused_since = null, attempt = greatest(0, attempt - 1)`;
      case 'paced':
        return sql`state = 'pending', ${undone}, attempt = greatest(0, attempt - 1)`;
      case 'unclear':
        return given.action === 'update'
          ? sql`state = 'pending'`
          : doubted({ visibleMs: end.afterMs, doubtWaitMs: pace.doubtWaitMs, slackNow: end.slackNow });
      case 'perhaps':
        return sql`state = 'dead', reason = ${perhapsReason(end.reason)}`;
      case 'gone':
        return sql`state = 'dead', ${undone}, reason = ${goneReason(end.reason)}`;
      case 'dead':
      case 'closed':
        return sql`state = 'dead', ${undone}, reason = ${end.reason}`;
      default:
        return end satisfies never;
    }
  }
}

/** The current state of its first message was shown before the reply. */
async function threadShown(tx: Database, reply: number, version: number): Promise<void> {
  await sql`
    update outbox p set sent_version = ${version}, sent_at = ${businessNow}, attempt = 0, reason = null, refused_since = null, not_before = null,
      state = case when p.version > ${version} then 'pending' else 'sent' end
    from outbox o where o.id = ${reply} and p.id = o.thread_of and p.ts is not null and p.state = 'pending'`.execute(
    tx,
  );
}

function waitAfter(outcome: Planned<Outcome>, pace: Pace): number {
  if (outcome.kind === 'sent') return pace.channelMs;
  // It waits on its own, or its line waits until it is settled.
  if ((outcome.kind === 'refused' && outcome.aside) || outcome.kind === 'unclear') return 0;
  return 'afterMs' in outcome ? Math.min(outcome.afterMs, longestWaitMs) : 0;
}

/**
 * Releases the channel, to be looked at again after the wait if anything is left. Its row is locked, so nothing comes
 * in between. A statement of its own, because one that waited for the lock would not see rows committed meanwhile.
 */
async function free(tx: Database, given: Claim, outcome: Planned<Outcome>, pace: Pace): Promise<void> {
  const posted = outcome.kind === 'sent' && given.action !== 'update' ? outcome : null;
  await sql`
    update channels c set lease_until = null, owner = null, next_at = w.at,
      last_ts = greatest(c.last_ts, ${given.isReply ? null : (posted?.ts ?? null)}::text),
      conversation_id = coalesce(${posted?.conversation ?? null}::text, c.conversation_id),
      wake_at = case when h.what is not null then greatest(w.at, h.not_before) end, waits_for = coalesce(h.what, 'post')
    from (select clock_timestamp() + ${waitAfter(outcome, pace)} * interval '1 millisecond' as at) w
    join channels own on own.workspace_id = ${given.workspace} and own.id = ${given.channel}
    left join lateral (select ${waitsFor} as what, ${waitsUntil} as not_before from (${headOf('own')}) o) h on true
    where c.workspace_id = own.workspace_id and c.id = own.id`.execute(tx);
}
