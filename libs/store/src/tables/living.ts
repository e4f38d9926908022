/**
 * Messages that Leadbell keeps up to date (column `lives`), and whose posts are lost: deleted, no longer editable, never
 * posted, or with a closed thread. Such a message goes on in a new row with its newest payload, and later replies refer to the new row. The message's own key
 * finds the newest row. The key of a new row ends with `again` and a number, because each key must occur only once in a
 * channel's history. Inside this package only; callers must have locked the channel.
 */
import { type RawBuilder, sql } from 'kysely';
import { goneReason } from '../delivery.ts';
import type { Database } from './database.ts';

/**
 * Whether Leadbell keeps the message up to date, but gave it up because its post was never made or can't be edited any
 * more. `o`: the name of a row of the outbox.
 */
export function isLost(o: string): RawBuilder<boolean> {
  const of = (column: string) => sql.ref(`${o}.${column}`);
  return sql<boolean>`(${of('lives')} and ${of('state')} = 'dead' and (${of('ts')} is null or ${of('reason')} like 'gone (%'))`;
}

/** Returns the original key of the message. */
export function firstKey(key: string): RawBuilder<string> {
  return sql<string>`regexp_replace(${sql.ref(key)}, ' again [0-9]+$', '')`;
}

interface Row {
  readonly id: number;
  readonly lives: boolean;
  readonly threadOf: number | null;
  readonly isLost: boolean;
}

/** Returns the newest row of the message. */
async function newest(tx: Database, id: number): Promise<Row | null> {
  const { rows } = await sql<Row>`
    select n.id, n.lives, n.thread_of as "threadOf", ${isLost('n')} as "isLost"
    from outbox o join outbox n on n.id = coalesce(o.goes_on_as, o.id) where o.id = ${id}`.execute(tx);
  return rows[0] ?? null;
}

interface Reply {
  readonly workspace: string;
  readonly key: string;
  readonly threadOf?: number;
}

/**
 * Call before replies are written. If the post of a message that they reply to is lost, posts that message again,
 * unless the replies to it exist already.
 */
export async function keepThreads(tx: Database, replies: readonly Reply[]): Promise<void> {
  // Leaves out the payloads, because the statement does not need them.
  const inThreads = replies.flatMap(({ workspace, key, threadOf }) =>
    threadOf === undefined ? [] : [{ workspace, key, threadOf }],
  );
  if (inThreads.length === 0) return;
  const { rows } = await sql<{ id: number }>`
    select distinct o.id
    from jsonb_to_recordset(${JSON.stringify(inThreads)}::jsonb) as m (workspace text, key text, "threadOf" bigint)
    join outbox o on o.id = m."threadOf"
    join outbox n on n.id = coalesce(o.goes_on_as, o.id)
    left join outbox f on f.id = n.thread_of
    where (${isLost('n')} or (n.lives and (f.goes_on_as is not null or ${isLost('f')})))
      and o.id = any(${inThreads.map(({ threadOf }) => threadOf)}::bigint[])
      and not exists (select from outbox k where k.workspace_id = m.workspace and k.key = m.key)
    order by o.id`.execute(tx);
  for (const { id } of rows) await keep(tx, id);
}

/**
 * Returns the message's newest row. Adds a row if the message's post is lost, or if its thread continues in a new
 * message.
 */
export async function keep(tx: Database, id: number): Promise<number> {
  const row = await newest(tx, id);
  if (row === null || !row.lives) return row?.id ?? id;
  if (row.threadOf === null) return row.isLost ? goOn(tx, row.id, null) : row.id;
  const thread = await keep(tx, row.threadOf);
  return row.isLost || thread !== row.threadOf ? goOn(tx, row.id, thread) : row.id;
}

/**
 * Adds a new row with the newest state of a message; replies that have not been posted then wait for the new row.
 * Returns its id, or the id of the old row if there is no payload.
 */
export async function goOn(tx: Database, id: number, thread: number | null): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into outbox (workspace_id, channel_id, key, kind, payload, thread_of, subscription_id, lives)
    select workspace_id, channel_id,
      ${firstKey('key')} || ' again ' || (coalesce(substring(key from ' again ([0-9]+)$'), '0')::integer + 1),
      kind, payload, ${thread}::bigint, subscription_id, true
    from outbox where id = ${id} and payload is not null
    returning id`.execute(tx);
  const made = rows[0]?.id;
  if (made === undefined) return id;
  await sql`update outbox set goes_on_as = ${made} where id = ${id} or goes_on_as = ${id}`.execute(tx);
  // Puts the waiting replies after the new row in the queue, in their order.
  await sql`
    update outbox o set thread_of = ${made}, queued = w.queued, payload = o.payload - 'reply_broadcast'
    from (select id, nextval('outbox_queue') as queued from (
      select id from outbox where thread_of = ${id} and ts is null and state = 'pending' order by queued) s) w
    where o.id = w.id`.execute(tx);
  return made;
}

interface Gone {
  readonly outboxId: number;
  /** Null: the message was not posted, because its thread takes no more replies. */
  readonly ts: string | null;
  /** Whether Slack has already refused the message once because of its thread. */
  readonly isSecond: boolean;
  readonly reason: string;
}

/** Handles a message that is dead because its post can't be edited or its thread takes no more replies. */
export async function afterGone(tx: Database, { outboxId, ts, isSecond, reason }: Gone): Promise<void> {
  const { rows } = await sql<{
    isOpen: boolean;
    threadOf: number | null;
    hasNews: boolean;
    isThreadKept: boolean;
    thread: number | null;
  }>`
    select o.lives and o.goes_on_as is null as "isOpen", o.thread_of as "threadOf",
      -- Whether the card got replies after it was last sent. A reply's key begins with its card's key.
      exists (select from outbox l where l.created_at > o.sent_at
        and (l.thread_of = o.id or (l.thread_of = o.thread_of and starts_with(l.key, ${firstKey('o.key')} || ' ') and l.id <> o.id))) as "hasNews",
      coalesce(f.lives, false) as "isThreadKept", coalesce(f.goes_on_as, f.id) as thread
    from outbox o left join outbox f on f.id = o.thread_of where o.id = ${outboxId}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return;
  const { isOpen, threadOf, hasNews, isThreadKept, thread } = row;
  if (ts !== null) {
    if (isOpen && hasNews) await goOn(tx, outboxId, threadOf === null ? null : await keep(tx, threadOf));
    return;
  }
  if (!isThreadKept || thread === null) return;
  // If Slack refuses the reply a second time, the channel allows no threads: the reply is not posted, and the card
  // shows the newest state instead.
  if (isSecond) {
    await sql`update outbox set goes_on_as = ${thread} where id = ${outboxId}`.execute(tx);
    return;
  }
  await sql`
    update outbox set state = 'pending', thread_of = ${thread}, reason = ${goneReason(reason)}, refused_since = clock_timestamp(),
      payload = payload - 'reply_broadcast'
    where id = ${outboxId}`.execute(tx);
  if (thread === threadOf) await goOn(tx, thread, null);
}
