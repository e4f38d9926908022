/** The outbox's table; see `../outbox.ts`. */
import { type RawBuilder, sql } from 'kysely';
import type { MessageCounts, ReasonCount } from '@leadbell/domain';
import { goneReason } from '../delivery.ts';
import type { Outbox, OutboxRow, Placed, Undelivered, UnheardNotice } from '../outbox.ts';
import { asBusinessTime, businessNow } from './clock.ts';
import { type Database, databaseOf, inTransaction } from './database.ts';
import { lockChannels, setLines } from './lines.ts';
import { firstKey, goOn, isLost, keep } from './living.ts';
import { add, addThreads } from './new-messages.ts';

/**
 * Dead messages that need no repair: the post exists but can't be edited, the message went on in another row, or the
 * message is a notice to an owner or a reply to a deleted message.
 */
const isLeftAsItIs = sql`(goes_on_as is not null or (kind = 'notice' and subscription_id is not null)
  or (reason like 'gone (%' and (ts is not null or reason in (${goneReason('thread_not_found')}, ${goneReason('message_not_found')}))))`;

/** Only this many of the most frequent reasons are shown. */
const reasonsShown = 5;

function reasons(where: RawBuilder<unknown>, from = sql`outbox`, reason = sql`reason`) {
  return sql<readonly ReasonCount[]>`
    coalesce((select jsonb_agg(r) from (
      select ${reason} as reason, count(*) from ${from} where ${where} group by 1 order by 2 desc, 1 limit ${reasonsShown}) r), '[]')`;
}

const columns = sql`id, workspace_id as workspace, channel_id as channel, key, kind, state, reason, attempt, created_at as "createdAt", ts`;

export function createOutbox(database: Database): Outbox {
  return {
    add: (transaction, messages) => add(databaseOf(transaction), messages),
    addThreads: (transaction, threads) => addThreads(databaseOf(transaction), threads),

    async update(transaction, workspace, key, payload) {
      const tx = databaseOf(transaction);
      const found = await find(tx, workspace, key);
      if (found === null) return false;
      const places = [{ workspace, channel: found.channel }];
      await lockChannels(tx, places);
      // Reads the message again, because it may have changed before the channel was locked.
      const { id = 0 } = (await find(tx, workspace, key)) ?? {};
      await sql`
        update outbox o set payload = ${JSON.stringify(payload)}::jsonb, version = o.version + 1,
          queued = case when w.again then nextval('outbox_queue') else o.queued end,
          queued_at = case when w.again then ${businessNow} else o.queued_at end,
          state = case when w.again then 'pending' else o.state end,
          attempt = case when w.again then 0 else o.attempt end,
          reason = case when w.again then null else o.reason end,
          refused_since = case when w.again then null else o.refused_since end,
          not_before = case when w.again then null else o.not_before end,
          thread_of = coalesce((select f.goes_on_as from outbox f where f.id = o.thread_of and w.again and o.ts is null), o.thread_of)
        from (select i.id, i.state = 'sent' or ${canBeTriedAgain} as again from outbox i where i.id = ${id} or i.goes_on_as = ${id}) w
        -- Earlier posts of the message that can still be edited get the same state.
        where o.id = w.id and (o.id = ${id} or (o.goes_on_as = ${id} and o.ts is not null and o.state <> 'dead'))`.execute(
        tx,
      );
      await setLines(tx, places);
      return true;
    },

    async again(transaction, workspace, key, threadOf) {
      const tx = databaseOf(transaction);
      const found = await find(tx, workspace, key);
      if (found === null) return;
      const places = [{ workspace, channel: found.channel }];
      await lockChannels(tx, places);
      const now = await find(tx, workspace, key);
      if (now?.isLost !== true) return;
      await goOn(tx, now.id, threadOf === undefined ? null : await keep(tx, threadOf));
      await setLines(tx, places);
    },

    async place(transaction, workspace, key) {
      const { rows } = await sql<Placed>`
        select n.id,
          case when not ${isLost('n')} then 'kept'
            when exists (select from outbox e where (e.id = n.id or e.goes_on_as = n.id) and (e.ts is not null or e.attempt_at is not null)) then 'lost'
            else 'unseen' end as standing,
          case when p.id is not null then jsonb_build_object('key', ${firstKey('p.key')}, 'replies',
            (select jsonb_agg(r.key order by r.id) from (
              select ${firstKey('r.key')} as key, min(r.id) as id
              from ${rowsOf(sql`p.newest`)} f join outbox r on r.thread_of = f.id group by 1) r)) end as first
        from outbox o join outbox n on n.id = coalesce(o.goes_on_as, o.id)
        left join lateral (select f.id, f.key, coalesce(f.goes_on_as, f.id) as newest from outbox f where f.id = n.thread_of) p on true
        where o.workspace_id = ${workspace} and o.key = ${key}`.execute(databaseOf(transaction));
      return rows[0] ?? null;
    },

    async replies(transaction, workspace, key) {
      const { rows } = await sql<{ key: string }>`
        select ${firstKey('r.key')} as key, min(r.id) as id
        from outbox o cross join lateral ${rowsOf(sql`coalesce(o.goes_on_as, o.id)`)} f
        cross join lateral (select key, id from outbox where thread_of = f.id offset 0) r
        where o.workspace_id = ${workspace} and o.key = ${key} group by 1 order by 2`.execute(databaseOf(transaction));
      return rows.map((row) => row.key);
    },

    async dead(limit) {
      const { rows } = await sql<OutboxRow>`
        select ${columns} from outbox where state = 'dead' and not ${isLeftAsItIs} order by id desc limit ${limit}`.execute(
        database,
      );
      return rows;
    },

    requeue: (ids) =>
      inTransaction(database, async (tx) => {
        const { rows } = await sql<{ id: number; workspace: string; channel: string }>`
          select id, workspace_id as workspace, channel_id as channel from outbox
          where state = 'dead' and payload is not null
            and ((${ids === 'all'} and not ${isLeftAsItIs}) or id = any(${ids === 'all' ? [] : [...ids]}::bigint[]))
          order by id`.execute(tx);
        await lockChannels(tx, rows);
        const { numAffectedRows } = await sql`
          update outbox set
            -- A message that Slack certainly refused has no \`attempt_at\`.
            state = case when ts is null and attempt_at is not null then 'sending' else 'pending' end,
            look_at = case when ts is null and attempt_at is not null then clock_timestamp() end, visible_at = null, holds_until = null,
            sought = (coalesce(sought, '{}') - '{search,waited,lookedAt}'::text[]) || jsonb_build_object('since', extract(epoch from clock_timestamp()) * 1000),
            reason = null, attempt = 0, refused_since = null, not_before = null,
            queued = nextval('outbox_queue'), queued_at = ${businessNow}
          where id = any(${rows.map(({ id }) => id)}::bigint[]) and state = 'dead'`.execute(tx);
        await setLines(tx, rows);
        return Number(numAffectedRows ?? 0);
      }),

    undelivered: (transaction, knownOtherwise) =>
      undelivered(databaseOf(transaction), knownOtherwise, { isTaken: false }),

    async takeUndelivered(transaction, knownOtherwise) {
      const tx = databaseOf(transaction);
      // Only one process at a time does this, because it must see all owners who were notified within the last day.
      const { rows: mine } = await sql<{ isMine: boolean }>`
        select pg_try_advisory_xact_lock(hashtextextended('leadbell owners', 0)) as "isMine"`.execute(tx);
      return mine[0]?.isMine === true ? undelivered(tx, knownOtherwise, { isTaken: true }) : [];
    },

    unheard: (transaction) => unheard(databaseOf(transaction), { isTaken: false }),
    takeUnheard: (transaction) => unheard(databaseOf(transaction), { isTaken: true }),

    async counts(sentSince, workspace) {
      // `coalesce` keeps the planner from using the index of the workspace, which contains the messages of years.
      const isOne = sql`coalesce(${workspace ?? null}::text is null or workspace_id = ${workspace ?? null}, false)`;
      const isHere = sql`(${workspace ?? null}::text is null or id = ${workspace ?? null})`;
      const { rows } = await sql<MessageCounts>`
        select
          (select count(*) from outbox where state = 'pending' and ${isOne}) as pending,
          (select count(*) from outbox where state = 'sending' and ${isOne}) as sending,
          (select count(*) from outbox where state = 'sending' and look_at is not null and ${isOne}) as "inDoubt",
          (select count(*) from outbox where state = 'dead' and not ${isLeftAsItIs} and ${isOne}) as dead,
          (select count(*) from outbox where state = 'sent' and payload is not null and sent_at >= ${new Date(sentSince)} and ${isOne}) as sent,
          (select min(queued_at) from outbox where state = 'pending' and ${isOne}) as "oldestPendingAt",
          ${reasons(sql`state = 'pending' and reason is not null and ${isOne}`)} as "refusedFor",
          ${reasons(sql`state = 'dead' and not ${isLeftAsItIs} and ${isOne}`)} as "deadFor",
          ${reasons(sql`blocked_reason is not null and ${isHere}`, sql`workspaces`, sql`blocked_reason`)} as "closedFor",
          (select ${asBusinessTime(sql`max(asked_to_wait_until)`)} from workspaces
            -- A requested wait is over unless one of the limits still applies.
            where asked_to_wait_until > clock_timestamp() + interval '1 minute' and greatest(post_at, update_at) > clock_timestamp()
              and ${isHere}) as "askedToWaitUntil"`.execute(database);
      const [counts] = rows;
      if (counts === undefined) throw new Error('no answer');
      return counts;
    },

    async find(ids) {
      const { rows } = await sql<OutboxRow>`
        select ${columns} from outbox where id = any(${[...ids]}::bigint[]) order by id`.execute(database);
      return rows;
    },
  };
}

/** All rows of a message, found from its newest row. */
function rowsOf(newest: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select id from outbox where id = ${newest} union all select id from outbox where goes_on_as = ${newest})`;
}

interface Taking {
  /** Whether to mark the rows, so that no process finds them again. */
  readonly isTaken: boolean;
}

const locked = ({ isTaken }: Taking) => (isTaken ? sql`for update skip locked` : sql``);
const marked = ({ isTaken }: Taking) =>
  isTaken
    ? sql`update outbox set owner_told = true from dead where outbox.id = dead.id returning dead.*`
    : sql`select * from dead`;

async function undelivered(
  tx: Database,
  knownOtherwise: readonly string[],
  taking: Taking,
): Promise<readonly Undelivered[]> {
  const { rows } = await sql<Undelivered>`
    with dead as (
        select o.id, o.reason, o.subscription_id, ${isLeftAsItIs} as "isLeft" from outbox o
        where o.state = 'dead' and not o.owner_told and o.kind <> 'notice'
          and not exists (
            select from outbox n where n.subscription_id = o.subscription_id and n.kind = 'notice'
              and n.key like 'undelivered %' and n.created_at > ${businessNow} - interval '1 day')
        order by o.id limit 1000 ${locked(taking)}),
      told as (${marked(taking)})
    select s.id as subscription, s.workspace_id as workspace, s.channel_id as channel, s.owner_id as owner, s.kind,
      count(*)::int as messages, max(t.id) as message, (array_agg(t.reason order by t.id desc))[1] as reason
    from told t join subscriptions s on s.id = t.subscription_id
    where not t."isLeft" and t.reason <> all(${[...knownOtherwise]}::text[])
    group by s.id order by s.id`.execute(tx);
  return rows;
}

async function unheard(tx: Database, taking: Taking): Promise<readonly UnheardNotice[]> {
  const { rows } = await sql<UnheardNotice>`
    with dead as (
        select id, workspace_id, channel_id, key, payload, reason, subscription_id from outbox
        where state = 'dead' and not owner_told and kind = 'notice'
        order by id limit 1000 ${locked(taking)}),
      dealt as (${marked(taking)})
    select d.id, d.workspace_id as workspace, d.key, d.payload, s.id as subscription, s.owner_id as owner, s.channel_id as channel
    from dealt d join subscriptions s on s.id = d.subscription_id
    where d.channel_id = s.owner_id and s.channel_id <> s.owner_id and s.paused_at is null
      and d.payload is not null and d.reason not like 'perhaps posted (%'
    order by d.id`.execute(tx);
  return rows;
}

/** Returns the newest row of the message. */
async function find(tx: Database, workspace: string, key: string) {
  const { rows } = await sql<{ id: number; channel: string; isLost: boolean }>`
    select n.id, n.channel_id as channel, ${isLost('n')} as "isLost"
    from outbox o join outbox n on n.id = coalesce(o.goes_on_as, o.id)
    where o.workspace_id = ${workspace} and o.key = ${key}`.execute(tx);
  return rows[0] ?? null;
}

/**
 * Whether a dead message `i` may get a newer state: its post can be edited, or it is at most a day old and was
 * certainly not posted.
 */
const canBeTriedAgain = sql`(i.state = 'dead' and coalesce(i.reason, '') not like 'gone (%' and (i.ts is not null
  or (not i.lives and i.attempt_at is null and i.created_at > ${businessNow} - interval '1 day')))`;
