/** Writes new messages into the outbox; see `../outbox.ts`. Inside this package only. */
import { sql } from 'kysely';
import type { NewMessage, NewThread } from '../outbox.ts';
import type { Database } from './database.ts';
import { lockChannels, setLines } from './lines.ts';
import { keepThreads } from './living.ts';

export async function add(tx: Database, messages: readonly NewMessage[]): Promise<readonly number[]> {
  if (messages.length === 0) return [];
  await lockChannels(tx, messages);
  await keepThreads(tx, messages);
  const ids = await insert(tx, messages);
  await setLines(tx, messages);
  return ids;
}

export async function addThreads(tx: Database, threads: readonly NewThread[]): Promise<readonly number[]> {
  if (threads.length === 0) return [];
  const first = threads.map(({ replies: _replies, ...message }) => message);
  await lockChannels(tx, first);
  const ids = await insert(tx, first);
  const replies = threads.flatMap(({ replies: its, ...message }, index) =>
    its.map((reply) => ({ ...message, ...reply, threadOf: ids[index] ?? 0 })),
  );
  if (replies.length > 0) await insert(tx, replies);
  await setLines(tx, first);
  return ids;
}

interface Inserted {
  readonly id: number;
  readonly workspace: string;
  readonly key: string;
}

/**
 * Returns the ids of the messages, including those that exist already. The caller must have locked the channels of the
 * messages.
 */
async function insert(tx: Database, messages: readonly NewMessage[]): Promise<readonly number[]> {
  const { rows } = await sql<Inserted>`
    insert into outbox (workspace_id, channel_id, key, kind, payload, thread_of, subscription_id, lives, visible_from)
    select m.workspace, m.channel, m.key, m.kind,
      -- If the thread's first message is about to be posted again, the channel need not see the reply as well.
      case when coalesce((select f.ts is null from outbox e join outbox f on f.id = e.goes_on_as where f.id = m.thread limit 1), false)
        then m.payload - 'reply_broadcast' else m.payload end,
      m.thread, m.subscription, coalesce(m.lives, false), to_timestamp(m."visibleFrom" / 1000)
    from (
      select m.*, coalesce((select coalesce(n.thread_of, n.id)
        from outbox o join outbox n on n.id = coalesce(o.goes_on_as, o.id) where o.id = m."threadOf"), m."threadOf") as thread
      from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb)
        as m (workspace text, channel text, key text, kind text, payload jsonb, "threadOf" bigint, subscription bigint, lives boolean,
          "visibleFrom" float8)) m
    on conflict (workspace_id, key) do nothing
    returning id, workspace_id as workspace, key`.execute(tx);
  const ids = new Map(rows.map(nameAndId));
  const known = messages.filter((message) => !ids.has(nameOf(message)));
  for (const row of await existing(tx, known)) ids.set(...nameAndId(row));
  return messages.map((message) => ids.get(nameOf(message)) ?? 0);
}

async function existing(tx: Database, messages: readonly NewMessage[]): Promise<readonly Inserted[]> {
  if (messages.length === 0) return [];
  const { rows } = await sql<Inserted>`
    select o.id, m.workspace, m.key
    from unnest(${messages.map(({ workspace }) => workspace)}::text[], ${messages.map(({ key }) => key)}::text[]) as m (workspace, key)
    join outbox o on o.workspace_id = m.workspace and o.key = m.key`.execute(tx);
  return rows;
}

function nameOf({ workspace, key }: Pick<NewMessage, 'workspace' | 'key'>): string {
  return `${workspace} ${key}`;
}

function nameAndId(row: Inserted): [string, number] {
  return [nameOf(row), row.id];
}
