/** Claims on the outbox, in SQL; see `../delivery.ts`. */
import { sql } from 'kysely';
import {
  type Claim,
  type ClaimOptions,
  type DeliveryQueue,
  type Done,
  goneReason,
  isGoneReason,
  longestWaitMs,
  perhapsReason,
  type Outcome,
  type Outlook,
  type Pace,
  type StepEnd,
} from '../delivery.ts';
import { block, close, closing, type Planned } from './closing.ts';
import { type Database, inTransaction } from './database.ts';
import { confirm, settleSeen } from './confirm.ts';
import { afterGone } from './living.ts';
import { claimLooks, endLook } from './looks.ts';
import { doubted, takeOver } from './take-over.ts';
import { later, makeWait } from './waits.ts';

type Other = Exclude<Planned<Outcome>, { readonly kind: 'sent' }>;

interface Delivered {
  readonly held: readonly number[];
  readonly busy: readonly number[];
  readonly claims: readonly Claim[];
  readonly outlook: Outlook | null;
}

export function createDeliveryQueue(database: Database): DeliveryQueue {
  return {
    async step(options, sent) {
      const { held, busy, claims, outlook } = await deliver(database, { ...options, sent, mayWait: false });
      const ends = new Map<number, StepEnd>([
        ...held.map((id) => [id, 'ended'] as const),
        ...busy.map((id) => [id, 'busy'] as const),
      ]);
      return { ends: sent.map(({ claim }) => ends.get(claim.outboxId) ?? 'overtaken'), claims, outlook };
    },
    async claim(options) {
      const { claims } = await deliver(database, { ...options, sent: [], mayWait: false });
      return claims;
    },
    async end(given, outcome, pace) {
      if (outcome.kind === 'sent') {
        const sent = [{ claim: given, outcome }];
        const { held } = await deliver(database, { ...endsOnly, pace, sent, mayWait: true });
        return held.length > 0;
      }
      return outcome.kind === 'closed'
        ? closing(database, given, outcome, (closed) =>
            inTransaction(database, (tx) => end(tx, given, { ...outcome, ...closed }, pace)),
          )
        : inTransaction(database, (tx) => end(tx, given, outcome, pace));
    },

    takeOver: (options) => inTransaction(database, (tx) => takeOver(tx, options)),
    claimLooks: (options) => inTransaction(database, (tx) => claimLooks(tx, options)),
    endLook: (look, seen) =>
      seen.kind === 'closed'
        ? closing(database, look, seen, (closed) =>
            inTransaction(database, (tx) => endLook(tx, look, { ...seen, ...closed })),
          )
        : inTransaction(database, (tx) => endLook(tx, look, seen)),

    confirm: (workspace, posted) => inTransaction(database, (tx) => confirm(tx, workspace, posted)),

    async blocked(workspaces) {
      const { rows } = await sql<{ id: string }>`
        select id from workspaces where blocked_reason is not null and id = any(${[...workspaces]}::text[])`.execute(
        database,
      );
      return rows.map(({ id }) => id);
    },

    async unblock(workspace) {
      const { numAffectedRows } = await sql`
        update workspaces set blocked_reason = null, blocked_at = null, uninstalled_at = null
        where id = ${workspace} and blocked_reason is not null`.execute(database);
      return Number(numAffectedRows ?? 0) > 0;
    },
  };
}

interface Deliver extends ClaimOptions {
  readonly sent: readonly Done[];
  /** Whether to wait for channels that others have locked. */
  readonly mayWait: boolean;
}

const endsOnly = { workspaces: [], limit: 0, leaseMs: 0, owner: null, slackNow: null };

/** Runs one statement; see the migration `0035-delivery`. */
async function deliver(database: Database, options: Deliver): Promise<Delivered> {
  const { workspaces, limit, leaseMs, pace, owner, slackNow, sent, mayWait } = options;
  const ends = JSON.stringify(sent.map((done) => endRow(done, pace)));
  const { rows } = await sql<{ done: Delivered }>`
    select deliver(${ends}, ${mayWait}, ${[...workspaces]}, ${limit}, ${leaseMs}, ${owner}, ${slackNow},
      ${pace.postsPerSecond}, ${pace.postBurst}, ${pace.updatesPerSecond}, ${pace.updateBurst}) as done`.execute(
    database,
  );
  return rows[0]?.done ?? { held: [], busy: [], claims: [], outlook: null };
}

function endRow({ claim, outcome }: Done, { channelMs }: Pace) {
  const { workspace, channel, lease, outboxId: id, action, isReply: reply } = claim;
  const { ts, version, conversation, threadVersion } = outcome;
  return {
    workspace,
    channel,
    lease,
    id,
    ts,
    version,
    conversation,
    posted: action === 'post',
    reply,
    thread_version: threadVersion,
    wait_ms: channelMs,
  };
}

/** Ends an attempt with any result except `sent`: for this frequent result there is a function in the database. */
async function end(tx: Database, given: Claim, outcome: Other, pace: Pace): Promise<boolean> {
  const { workspace, channel, lease, outboxId } = given;
  const { rows } = await sql`
    with held as (
      select 1 from channels where workspace_id = ${workspace} and id = ${channel} and lease = ${lease} for update),
    changed as (
      update outbox set ${changeFor(outcome)} where id = ${outboxId} and state = 'sending' and exists (select from held))
    select 1 from held`.execute(tx);
  if (rows.length === 0) return false;
  switch (outcome.kind) {
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
  await free(tx, given, outcome);
  return true;

  function changeFor(end: Other) {
    // A message that was certainly not posted is not looked for.
    const undone = given.action === 'post' ? sql`attempt_at = null` : sql`attempt_at = attempt_at`;
    switch (end.kind) {
      case 'undone':
        return sql`state = 'pending', ${undone}`;
      case 'refused':
        return sql`state = 'pending', ${undone}, reason = ${end.reason},
          refused_since = case when reason = ${end.reason} then coalesce(refused_since, clock_timestamp()) else clock_timestamp() end,
          not_before = ${end.aside ? later(end.afterMs) : sql`null::timestamptz`}`;
      case 'blocked':
        // This call does not count as an attempt to send the message.
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

function waitAfter(outcome: Other): number {
  // The queue need not wait: the message waits outside of it, or the message is in doubt and has a wait of its own.
  if ((outcome.kind === 'refused' && outcome.aside) || outcome.kind === 'unclear') return 0;
  return 'afterMs' in outcome ? Math.min(outcome.afterMs, longestWaitMs) : 0;
}

/**
 * Frees the channel; if it has more messages, it is looked at again after the wait. The channel's row stays locked
 * meanwhile. This is a separate statement, because the statement that waited for the lock does not see rows that were
 * committed while it waited.
 */
async function free(tx: Database, { workspace, channel }: Claim, outcome: Other): Promise<void> {
  await sql`
    update channels c set lease_until = null, owner = null, next_at = w.at,
      wake_at = case when h.what is not null then greatest(w.at, h.until) end, waits_for = coalesce(h.what, 'post')
    from (select clock_timestamp() + ${waitAfter(outcome)} * interval '1 millisecond' as at) w
    left join lateral channel_line(${workspace}, ${channel}) h on true
    where c.workspace_id = ${workspace} and c.id = ${channel}`.execute(tx);
}
