/** The table of the inbox; see `../inbox.ts`. */
import { sql } from 'kysely';
import { actHash, type ClaimedAct, type HeldAct, type Inbox, OvertakenAct, sameForMs, type Written } from '../inbox.ts';
import { type Database, databaseOf, inTransaction } from './database.ts';

/** A query that takes long is in the inbox too, but changes nothing: see `keepWaiting` of the bot. */
const isRead = sql`coalesce(body ->> 'name', '') in ('reading', 'reading view')`;
/** The seed of the hashes that number the advisory locks. */
const lockSpace = 14;

export function createInbox(database: Database): Inbox {
  return {
    write: ({ workspace, merges, body, ...named }, leaseMs, signal) =>
      inTransaction(database, async (tx) => {
        // The signal may have been aborted before the transaction was repeated.
        signal.throwIfAborted();
        const [key, object, same] = [named.key, named.object, named.same].map(actHash);
        // If two processes write actions on one object, the second waits for this lock and then sees the row of the
        // first.
        await sql`select pg_advisory_xact_lock(hashtextextended(${`${workspace} ${object}`}, ${lockSpace}))`.execute(
          tx,
        );
        signal.throwIfAborted();
        const { rows } = await sql<{ id: number | null; isKnown: boolean; alikeMs: number | null }>`
          with known as (select from inbox where workspace_id = ${workspace} and key = ${key}),
          alike as (
            select extract(epoch from clock_timestamp() - i.created_at) * 1000 as ms from inbox i
            where i.workspace_id = ${workspace} and i.object = ${object} and i.same = ${same}
              and i.created_at > clock_timestamp() - ${sameForMs} * interval '1 ms'
              and (${merges === 'always'} or not exists (
                select from inbox l where l.workspace_id = i.workspace_id and l.object = i.object and l.id > i.id))
            order by i.id desc limit 1),
          added as (
            insert into inbox (workspace_id, key, object, same, body, lease_until)
            select ${workspace}, ${key}, ${object}, ${same}, ${JSON.stringify(body)}::jsonb, clock_timestamp() + ${leaseMs} * interval '1 ms'
            where not exists (select from known) and not exists (select from alike)
            on conflict do nothing returning id)
          select (select id from added) as id, exists (select from known) as "isKnown", (select round(ms)::int from alike) as "alikeMs"`.execute(
          tx,
        );
        signal.throwIfAborted();
        return written(rows[0], key ?? '');
      }),

    async withdraw(workspace, key) {
      await sql`
        delete from inbox where workspace_id = ${workspace} and key = ${actHash(key)} and lease = 1 and marked_at is null`.execute(
        database,
      );
    },

    async mark({ id, lease }, transaction) {
      const { numAffectedRows } = await sql`
        update inbox set marked_at = clock_timestamp()
        where id = ${id} and lease = ${lease} and marked_at is null and done_at is null`.execute(
        transaction === undefined ? database : databaseOf(transaction),
      );
      if (numAffectedRows !== 1n) throw new OvertakenAct();
    },

    async markNamed({ id, lease }) {
      const { numAffectedRows } = await sql`
        update inbox set marked_at = clock_timestamp(), body = body || '{"isNamed": true}'
        where id = ${id} and lease = ${lease} and marked_at is null and done_at is null`.execute(database);
      if (numAffectedRows !== 1n) throw new OvertakenAct();
    },

    async unname({ id, lease }) {
      const { numAffectedRows } = await sql`
        update inbox set body = body - 'isNamed' where id = ${id} and lease = ${lease} and done_at is null`.execute(
        database,
      );
      if (numAffectedRows !== 1n) throw new OvertakenAct();
    },

    async unmark({ id, lease }) {
      const { numAffectedRows } = await sql`
        update inbox set marked_at = null, body = body - 'isNamed' where id = ${id} and lease = ${lease} and done_at is null`.execute(
        database,
      );
      if (numAffectedRows !== 1n) throw new OvertakenAct();
    },

    async claim({ workspaces, limit, leaseMs }) {
      const { rows } = await sql<ClaimedAct>`
        update inbox set lease = lease + 1, lease_until = clock_timestamp() + ${leaseMs} * interval '1 ms'
        where id in (
          select i.id from inbox i
          where i.done_at is null and i.lease_until < clock_timestamp() and coalesce(i.workspace_id = any(${workspaces}), false)
            and not exists (
              select from inbox e where e.workspace_id = i.workspace_id and e.object = i.object and e.id < i.id and e.done_at is null)
          order by i.id limit ${limit} for update skip locked)
        returning id, key, lease, workspace_id as workspace, body, marked_at is not null as "isMarked", body ? 'isNamed' as "isNamed",
          marked_at as "markedAt", round(extract(epoch from clock_timestamp() - marked_at) * 1000)::float8 as "markedAgeMs",
          round(extract(epoch from clock_timestamp() - created_at) * 1000)::float8 as "ageMs"`.execute(database);
      return rows;
    },

    async renew(acts, leaseMs) {
      const held = JSON.stringify(acts.map(({ id, lease }) => ({ id, lease })));
      await sql`
        update inbox i set lease_until = clock_timestamp() + ${leaseMs} * interval '1 ms'
        from jsonb_to_recordset(${held}::jsonb) as h (id bigint, lease integer)
        where i.id = h.id and i.lease = h.lease and i.done_at is null`.execute(database);
    },

    async late(workspace) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from inbox
        where done_at is null and created_at < clock_timestamp() - interval '1 minute' and not ${isRead}
          and coalesce(${workspace ?? null}::text is null or workspace_id = ${workspace ?? null}, false)`.execute(
        database,
      );
      return rows[0]?.count ?? 0;
    },

    annul: ({ id, lease }: HeldAct) => finish(sql`update inbox set same = null where id = ${id} and lease = ${lease}`),

    end: ({ id, lease }: HeldAct, counts) =>
      finish(sql`
      update inbox set done_at = clock_timestamp(), lease_until = null, body = null, same = case when ${counts} then same end
      where id = ${id} and lease = ${lease}`),

    release: ({ id, lease }, afterMs) =>
      finish(sql`
      update inbox set lease_until = clock_timestamp() + ${afterMs} * interval '1 ms'
      where id = ${id} and lease = ${lease} and done_at is null`),
  };

  async function finish(statement: ReturnType<typeof sql>): Promise<void> {
    await statement.execute(database);
  }
}

function written(
  row: { readonly id: number | null; readonly isKnown: boolean; readonly alikeMs: number | null } | undefined,
  key: string,
): Written {
  if (row?.id != null) return { kind: 'new', act: { id: row.id, key, lease: 1 } };
  return row === undefined || row.isKnown || row.alikeMs === null
    ? { kind: 'again' }
    : { kind: 'merged', ageMs: row.alikeMs };
}
