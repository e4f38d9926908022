/**
 * Places in Slack that must be deleted because a person was forgotten: posts and files. A running process claims the
 * places that are due, deletes them in Slack and records the result. Works in the caller's transaction. Throws the
 * driver's errors.
 */
import { sql } from 'kysely';
import { goneReason } from '../delivery.ts';
import type { DuePlace, ErasingOutcome } from '../persons.ts';
import { businessNow } from './clock.ts';
import type { Database } from './database.ts';
import { lockChannels, setLines } from './lines.ts';

/** After a process has claimed a place, no other process claims it for this long. */
const leaseMs = 120_000;
/** How long a file may take to reach Slack. */
const uploadMs = 2 * 60_000;
/**
 * A share without a `ts` is left alone for this long: it may still be posted, or the process that took over its act may
 * still look for it.
 */
const unpostedMs = 15 * 60_000;

const tsPattern = '^[0-9.]+$';

interface Card {
  readonly id: number;
  readonly workspace: string;
  readonly channel: string;
}

/**
 * Deletes the text of cards at once; also deletes the row of a card that was never posted. A card that is being posted,
 * or is in doubt, stays until the result is known.
 */
export async function eraseCards(tx: Database, receipt: string | null): Promise<void> {
  const { rows: cards } = await sql<Card>`
    select o.id, o.workspace_id as workspace, o.channel_id as channel from outbox o
    where o.payload is not null and o.state <> 'sending' and o.id = any(array(
      select ref::bigint from person_index
      where kind = 'card' and receipt is not null and (${receipt}::text is null or receipt = ${receipt})))
    order by o.id`.execute(tx);
  if (cards.length === 0) return dropUnposted(tx);
  await lockChannels(tx, cards);
  const ids = cards.map(({ id }) => id);
  await sql`
    update outbox set payload = null, key = 'forgotten ' || id, state = 'dead', reason = ${goneReason('forgotten')},
      owner_told = true, not_before = null, refused_since = null
    where id = any(${ids}::bigint[]) and state <> 'sending'`.execute(tx);
  await dropUnposted(tx);
  await setLines(tx, cards);
}

/** Deletes cards that were never posted, and the records of their places. */
async function dropUnposted(tx: Database): Promise<void> {
  await sql`
    with gone as (
      delete from outbox where id = any(array(select ref::bigint from person_index where kind = 'card' and receipt is not null))
        and state = 'dead' and ts is null and attempt_at is null
      returning id)
    delete from person_index where kind = 'card' and ref = any(array(select id::text from gone))`.execute(tx);
}

export async function claimDue(
  tx: Database,
  workspaces: readonly string[],
  limit: number,
): Promise<readonly DuePlace[]> {
  await eraseCards(tx, null);
  const isDue = sql`p.receipt is not null and (p.next_try_at is null or p.next_try_at <= clock_timestamp())
    and not (p.kind = 'file' and p.at > ${businessNow} - ${uploadMs} * interval '1 millisecond')
    and not (p.kind = 'share' and p.ref !~ ${tsPattern} and p.at > ${businessNow} - ${unpostedMs} * interval '1 millisecond')`;
  const { rows } = await sql<DuePlace>`
    with places as (
      select p.kind, p.workspace_id, p.channel_id, p.ref from person_index p
      where ${isDue} and p.workspace_id = any(${[...workspaces]}::text[])
        and not exists (select from outbox o where p.kind = 'card' and o.id = p.ref::bigint and o.state = 'sending')
      group by 1, 2, 3, 4 limit ${limit}),
    taken as (
      update person_index p set tries = p.tries + 1, next_try_at = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      from places t
      where (p.kind, p.workspace_id, p.channel_id, p.ref) = (t.kind, t.workspace_id, t.channel_id, t.ref) and ${isDue}
      returning p.*)
    select distinct on (t.kind, t.workspace_id, t.channel_id, t.ref)
      t.kind, t.workspace_id as workspace, t.channel_id as channel, t.ref, t.receipt, t.tries,
      case when t.kind = 'share' and t.ref ~ ${tsPattern} then t.ref else o.ts end as ts, coalesce(o.conversation_id, t.channel_id) as conversation
    from taken t left join outbox o on t.kind = 'card' and o.id::text = t.ref`.execute(tx);
  return rows;
}

/** Records the result for all forgotten people whose data the place has, because each of them has a receipt. */
export async function endTry(
  tx: Database,
  { kind, workspace, channel, ref }: DuePlace,
  outcome: ErasingOutcome,
): Promise<void> {
  const isPlace = sql`kind = ${kind} and workspace_id = ${workspace} and channel_id = ${channel} and ref = ${ref}`;
  const isIt = sql`${isPlace} and receipt is not null`;
  if (outcome !== 'gone' && 'afterMs' in outcome) {
    await sql`
      update person_index set next_try_at = clock_timestamp() + ${outcome.afterMs} * interval '1 millisecond'
      where ${isIt}`.execute(tx);
    return;
  }
  // If the post could not be deleted, keep the rows of the other people whom it shows.
  const { rows } = await sql<{ receipt: string | null }>`
    delete from person_index where ${outcome === 'gone' ? isPlace : isIt} returning receipt`.execute(tx);
  const receipts = new Set(rows.flatMap(({ receipt }) => receipt ?? []));
  for (const receipt of [...receipts].toSorted()) {
    if (outcome !== 'gone') await countNotReached(tx, receipt, outcome.code);
    await closeErasure(tx, receipt);
  }
}

export async function countNotReached(tx: Database, receipt: string, code: string): Promise<void> {
  await sql`
    update erasures set not_reached = not_reached || jsonb_build_object(${code}::text,
      coalesce((not_reached ->> ${code}::text)::integer, 0) + 1)
    where receipt = ${receipt}`.execute(tx);
}

/** Records that nothing is left to delete in Slack for this receipt. */
export async function closeErasure(tx: Database, receipt: string): Promise<void> {
  await sql`
    update erasures set done_at = ${businessNow}
    where receipt = ${receipt} and not exists (select from person_index where receipt = ${receipt})`.execute(tx);
}
