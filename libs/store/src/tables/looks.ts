/** Looks into the history for messages in doubt, in SQL; see `../delivery.ts`. */
import { sql } from 'kysely';
import {
  type Doubt,
  doubtPatienceMs,
  goneReason,
  longestWaitMs,
  type Look,
  type LookOptions,
  perhapsReason,
  type Seen,
} from '../delivery.ts';
import { block, close, type Planned } from './closing.ts';
import { noDoubt, standsAs } from './confirm.ts';
import type { Database } from './database.ts';
import { afterGone } from './living.ts';
import { lockChannels, setLines } from './lines.ts';
import { hasCome, later, makeWait, tokens } from './waits.ts';

const isDue = sql`o.state = 'sending' and o.look_at is not null and ${hasCome(sql.ref('o.look_at'))}`;
const manyDoubts = 500;

/**
 * Whether other messages in doubt in the same place will be due soon. If so, the look waits for them, so that the
 * history is read only once.
 */
const isSoonNotAlone = (gatherMs: number) => sql`exists (select from outbox n
  where n.workspace_id = o.workspace_id and n.channel_id = o.channel_id and n.state = 'sending' and n.thread_of is not distinct from o.thread_of
    and n.look_at <= n.visible_at and n.look_at <= o.look_at + ${gatherMs} * interval '1 millisecond' and not ${hasCome(sql.ref('n.look_at'))})`;

const nowMs = sql`extract(epoch from clock_timestamp())::float8 * 1000`;

/** Adds the time since the last look, up to a limit, so that a jump of the clock hardly counts. */
const looked = sql`coalesce(sought, '{}') || jsonb_build_object('lookedAt', ${nowMs}, 'waited', coalesce((sought ->> 'waited')::float8, 0)
  + least(greatest(${nowMs} - coalesce((sought ->> 'lookedAt')::float8, (sought ->> 'since')::float8, ${nowMs}), 0), ${longestWaitMs}::float8))`;

interface Row extends Doubt {
  readonly workspace: string;
  readonly channel: string;
  readonly conversation: string | null;
  readonly threadOf: number | null;
  readonly threadTs: string | null;
}

export async function claimLooks(
  tx: Database,
  { workspaces, limit, leaseMs, pace, gatherMs, isClockSteady }: LookOptions,
): Promise<Look[]> {
  const mayLook = sql`${isDue} and (${isClockSteady} or o.sought -> 'lookedAt' is null) and not ${isSoonNotAlone(gatherMs)}`;
  const { rows: ready } = await sql<{ id: string; looks: number }>`
    select w.id, ${tokens('history', pace.looksPerSecond, pace.lookBurst)} as looks
    from workspaces w
    where w.id = any(${[...workspaces]}::text[]) and w.blocked_reason is null
      and exists (select from outbox o where o.workspace_id = w.id and ${mayLook})
    for no key update skip locked`.execute(tx);
  const able = ready.filter(({ looks }) => looks >= 1);
  if (able.length === 0) return [];
  const { rows } = await sql<Row>`
    select o.id as "outboxId", o.workspace_id as workspace, o.channel_id as channel, c.conversation_id as conversation, o.thread_of as "threadOf",
      p.ts as "threadTs", o.key, o.version, o.payload ->> 'text' as text, o.attempt_at as "attemptAt", coalesce(o.sought, '{}') as sought, o.attempt,
      not (${isClockSteady} and (o.visible_at is null or ${hasCome(sql.ref('o.visible_at'))})) as "isEarly"
    from outbox o join channels c on c.workspace_id = o.workspace_id and c.id = o.channel_id left join outbox p on p.id = o.thread_of
    where o.workspace_id = any(${able.map(({ id }) => id)}::text[]) and ${mayLook}
    -- A message that was not looked for yet is usually found at once, and its channel continues.
    -- A message whose search has begun waits behind such messages, but only for two minutes.
    order by (o.sought -> 'search' is not null and o.look_at > clock_timestamp() - interval '2 minutes'), o.look_at, o.queued limit ${manyDoubts}
    for update of o skip locked`.execute(tx);
  const chosen = withinBudget(placesOf(rows), able, limit);
  if (chosen.length === 0) return [];
  const ids = chosen.flat().map(({ outboxId }) => outboxId);
  const { rows: held } = await sql<{ id: number; attempt: number; now: number }>`
    update outbox set attempt = attempt + 1, look_at = ${later(leaseMs)}, sought = ${looked} where id = any(${ids}::bigint[])
    returning id, attempt, clock_timestamp() as now`.execute(tx);
  for (const { id, looks } of able) {
    const spent = chosen.filter(([first]) => first?.workspace === id).length;
    await sql`update workspaces set history_tokens = ${looks - spent}, history_at = now() where id = ${id}`.execute(tx);
  }
  const attempts = new Map(held.map(({ id, attempt }) => [id, attempt]));
  return chosen.flatMap((place) => lookAt(place, attempts, held[0]?.now ?? 0));
}

/**
 * Groups messages by channel and thread, because one page of history serves a whole group. In a group, messages whose
 * search has begun come first.
 */
function placesOf(rows: readonly Row[]): readonly (readonly Row[])[] {
  const places = Map.groupBy(rows, ({ workspace, channel, threadOf }) => `${workspace} ${channel} ${threadOf}`);
  return [...places.values()].map((place) => [
    ...place.filter(({ sought }) => sought.search !== undefined),
    ...place.filter(({ sought }) => sought.search === undefined),
  ]);
}

function withinBudget(
  places: readonly (readonly Row[])[],
  able: readonly { readonly id: string; readonly looks: number }[],
  limit: number,
): readonly (readonly Row[])[] {
  const left = new Map(able.map(({ id, looks }) => [id, Math.floor(looks)]));
  return places
    .filter(([first]) => {
      const budget = left.get(first?.workspace ?? '') ?? 0;
      left.set(first?.workspace ?? '', budget - 1);
      return budget > 0;
    })
    .slice(0, limit);
}

function lookAt(place: readonly Row[], attempts: ReadonlyMap<number, number>, now: number): Look[] {
  const [first] = place;
  if (first === undefined) return [];
  const { workspace, channel, conversation, threadTs } = first;
  const begun = place.find(({ sought }) => sought.search !== undefined)?.sought.search;
  const doubts = place.map(({ outboxId, key, version, text, attemptAt, sought, attempt, isEarly }) => ({
    outboxId,
    key,
    version,
    text,
    attemptAt,
    sought,
    attempt: attempts.get(outboxId) ?? attempt,
    isEarly: begun === undefined ? isEarly : begun.early?.includes(outboxId) === true,
  }));
  return [{ workspace, channel, conversation, threadTs, doubts, claimedAt: now as Look['claimedAt'] }];
}

export async function endLook(tx: Database, look: Look, seen: Planned<Seen>): Promise<boolean> {
  const place = { workspace: look.workspace, channel: look.channel };
  await lockChannels(tx, [place]);
  const { rows } = await sql<{ id: number }>`
    select o.id from outbox o
    join jsonb_to_recordset(${JSON.stringify(look.doubts)}::jsonb) as d ("outboxId" bigint, attempt integer) on d."outboxId" = o.id and d.attempt = o.attempt
    where o.state = 'sending' and o.look_at is not null
    for update of o`.execute(tx);
  const held = rows.map(({ id }) => id);
  if (held.length > 0) {
    await settle(tx, { look, held }, seen);
    await giveUp(tx, held, reasonOf(seen));
  }
  await setLines(tx, [place]);
  return held.length > 0;
}

interface Held {
  readonly look: Look;
  /** The ids of the look's doubts that no later look has taken. */
  readonly held: readonly number[];
}

async function settle(tx: Database, { look, held }: Held, seen: Planned<Seen>): Promise<void> {
  const { workspace, channel } = look;
  switch (seen.kind) {
    case 'read':
      return await take(tx, { look, held }, seen);
    case 'paced':
      await makeWait(tx, workspace, 'history', seen.afterMs);
      return await again(tx, held, seen.afterMs);
    case 'unread':
      return await again(tx, held, seen.afterMs);
    case 'blocked':
      await block(tx, workspace, seen.reason);
      return await again(tx, held, 0);
    case 'perhaps': {
      const early = earlyOf(look, held);
      await whenVisible(tx, early);
      return await bury(
        tx,
        held.filter((id) => !early.includes(id)),
        perhapsReason(seen.reason),
      );
    }
    case 'gone':
      return await lose(tx, held, seen.reason);
    case 'closed':
      await bury(tx, held, seen.reason);
      return await close(tx, { workspace, channel }, seen);
    default:
      return seen satisfies never;
  }
}

async function take(
  tx: Database,
  { look, held }: Held,
  { found, absent, next, conversation }: Extract<Seen, { kind: 'read' }>,
): Promise<void> {
  const here = found.filter(({ outboxId }) => held.includes(outboxId));
  const early = earlyOf(look, held);
  await sql`
    update outbox o set ${standsAs({ ts: sql`f.ts`, version: sql`f.version`, conversation: sql`${conversation}` })}
    from jsonb_to_recordset(${JSON.stringify(here)}::jsonb) as f ("outboxId" bigint, ts text, version integer)
    where o.id = f."outboxId"`.execute(tx);
  await sql`update outbox set state = 'pending', ${noDoubt}, sought = null
    where id = any(${held.filter((id) => absent.includes(id) && !early.includes(id))}::bigint[])`.execute(tx);
  const latest =
    look.threadTs === null
      ? here
          .map(({ ts }) => ts)
          .toSorted()
          .at(-1)
      : undefined;
  await sql`update channels set last_ts = greatest(last_ts, ${latest ?? null}::text), conversation_id = coalesce(conversation_id, ${conversation})
    where workspace_id = ${look.workspace} and id = ${look.channel}`.execute(tx);
  await sql`
    update outbox set look_at = clock_timestamp(), sought = (coalesce(sought, '{}') - 'search') ||
      case when id = ${next?.outboxId ?? null}::bigint then jsonb_build_object('search', ${JSON.stringify(next?.search ?? null)}::jsonb) else '{}' end
    where id = any(${[...held]}::bigint[]) and look_at is not null`.execute(tx);
  await whenVisible(
    tx,
    early.filter((id) => absent.includes(id)),
  );
}

function earlyOf({ doubts }: Look, held: readonly number[]): readonly number[] {
  return doubts.filter(({ outboxId, isEarly }) => isEarly && held.includes(outboxId)).map(({ outboxId }) => outboxId);
}

/** Looks again, from the first page, for messages that were looked for too early: their absence proves nothing yet. */
async function whenVisible(tx: Database, ids: readonly number[]): Promise<void> {
  await sql`update outbox set look_at = greatest(clock_timestamp(), visible_at), sought = coalesce(sought, '{}') - 'search'
    where id = any(${[...ids]}::bigint[]) and look_at is not null`.execute(tx);
}

async function again(tx: Database, ids: readonly number[], afterMs: number): Promise<void> {
  await sql`update outbox set look_at = ${later(afterMs)} where id = any(${[...ids]}::bigint[])`.execute(tx);
}

/**
 * Ends the search. Keeps the part of the history in which the message can be, in case a person sends the message back.
 */
async function bury(tx: Database, ids: readonly number[], reason: string): Promise<void> {
  await sql`update outbox set state = 'dead', reason = ${reason}, ${noDoubt} where id = any(${[...ids]}::bigint[])`.execute(
    tx,
  );
}

/** Records messages whose thread is gone. */
async function lose(tx: Database, ids: readonly number[], reason: string): Promise<void> {
  const { rows } = await sql<{ outboxId: number; isSecond: boolean }>`
    select id as "outboxId", refused_since is not null and reason like 'gone (%' as "isSecond"
    from outbox where id = any(${[...ids]}::bigint[]) order by queued`.execute(tx);
  await bury(tx, ids, goneReason(reason));
  for (const row of rows) await afterGone(tx, { ...row, ts: null, reason });
}

/** Ends doubts that have lasted too long. */
async function giveUp(tx: Database, ids: readonly number[], reason: string): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select id from outbox where id = any(${[...ids]}::bigint[]) and look_at is not null
      and (sought ->> 'waited')::float8 > ${doubtPatienceMs}::float8`.execute(tx);
  await bury(
    tx,
    rows.map(({ id }) => id),
    perhapsReason(reason),
  );
}

function reasonOf(seen: Planned<Seen>): string {
  if (seen.kind === 'paced') return 'ratelimited';
  return 'reason' in seen ? seen.reason : 'not_settled';
}
