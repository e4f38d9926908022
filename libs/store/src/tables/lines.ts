/**
 * Locks the queues of channels before messages are written, and afterwards sets what each channel waits for. Inside
 * this package only.
 */
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** The signal with which the database wakes the processes that deliver, when a transaction commits. */
export const outboxSignal = 'leadbell_outbox';

/** Passes arrays, because the planner knows the number of channels from their length. */
function placesIn(places: readonly { readonly workspace: string; readonly channel: string }[]) {
  return sql`unnest(${places.map(({ workspace }) => workspace)}::text[], ${places.map(({ channel }) => channel)}::text[]) as p (workspace, channel)`;
}

/**
 * Sets what each channel waits for, if it has changed. Call after queues may have changed; the channels must be locked.
 */
export async function setLines(
  tx: Database,
  places: readonly { readonly workspace: string; readonly channel: string }[],
): Promise<void> {
  await sql`
    update channels set waits_for = coalesce(h.what, 'post'), wake_at = case when h.what is not null then greatest(channels.wake_at, h.until) end
    from (select distinct workspace, channel from ${placesIn(places)}) p
    join channels c on c.workspace_id = p.workspace and c.id = p.channel
    left join lateral channel_line(c.workspace_id, c.id) h on true
    where channels.workspace_id = c.workspace_id and channels.id = c.id
      and (channels.waits_for <> h.what or h.until > channels.wake_at or (h.what is null and channels.wake_at is not null))`.execute(
    tx,
  );
}

/**
 * Locks the channels until commit, always in the same order, and wakes the processes that deliver to them. Call before
 * messages get their places in the queue, so that their order in the queue is the order of the commits.
 */
export async function lockChannels(
  tx: Database,
  places: readonly { readonly workspace: string; readonly channel: string }[],
): Promise<void> {
  await sql`
    with given as materialized (select distinct workspace, channel from ${placesIn(places)} order by 1, 2),
      spaces as (
        insert into workspaces (id) select distinct workspace from given order by 1 on conflict do nothing returning 1),
      locked as (
        insert into channels as c (workspace_id, id, wake_at)
        select workspace, channel, clock_timestamp() from given
        -- Always true; makes the database insert the workspaces first.
        where (select count(*) from spaces) >= 0
        on conflict (workspace_id, id) do update
          set wake_at = least(c.wake_at, greatest(excluded.wake_at, c.next_at)))
    select pg_notify(${outboxSignal}, '')`.execute(tx);
}
