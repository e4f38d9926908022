/** The table of DMS connections; see `../connections.ts`. */
import { sql } from 'kysely';
import type { Instant } from '@leadbell/domain';
import { type Connections, type ConnectionStatus, LostLease, notWatched, type PollLease } from '../connections.ts';
import { asBusinessTime, businessNow } from './clock.ts';
import { type Database, databaseOf } from './database.ts';
import { createSetAside } from './set-aside.ts';

const dueLimit = 2_000;
/**
 * The time at which the overdue poll of the connection `c` was due. A poll is overdue if no process has started it, or
 * if it has run for too long. Null if no poll is overdue.
 */
export const overdueSince = sql`(case when c.next_poll_at > '-infinity' and c.next_poll_at < clock_timestamp()
  and (c.lease_until is null or c.lease_until < clock_timestamp() or c.next_poll_at < clock_timestamp() - interval '15 minutes') then ${asBusinessTime(sql`c.next_poll_at`)} end)`;

export function createConnections(database: Database): Connections {
  const setAside = createSetAside(database);
  return {
    async ensure(id) {
      await sql`insert into dms_connections (id) values (${id}) on conflict do nothing`.execute(database);
    },

    async lease(id, { leaseMs, longestPauseMs, gapMs }) {
      const longestWait = sql`${longestPauseMs} * interval '1 millisecond'`;
      // A time further ahead than `longestWait` was written by a wrong clock, and counts as past.
      // Lease numbers are even, because those of release 0.1.0 can be odd.
      const { rows } = await sql<Omit<PollLease, 'due'>>`
        with before as (select id, next_poll_at from dms_connections where id = ${id} for no key update),
        leased as (
          update dms_connections c set lease = lease + 2, lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
          from before
          where c.id = before.id
            and (lease_until is null or lease_until <= clock_timestamp() or lease_until > clock_timestamp() + ${longestWait})
            and (c.next_poll_at <= clock_timestamp() or c.next_poll_at > clock_timestamp() + ${longestWait})
          returning c.id, lease, covered_to, swept_at, failures, last_ok_at, not_found_since, habits, unread_windows, before.next_poll_at),
        idle as (
          insert into dms_outages (connection_id, failure, started_at, ended_at)
          select id, ${notWatched}, ${asBusinessTime(sql`next_poll_at`)}, ${businessNow} from leased
          where next_poll_at > '-infinity' and next_poll_at < clock_timestamp() - ${gapMs} * interval '1 millisecond')
        select id as connection, lease, covered_to as "coveredTo", swept_at as "sweptAt", failures, last_ok_at as "lastOkAt",
          not_found_since as "notFoundSince", habits, unread_windows as "unreadWindows"
        from leased`.execute(database);
      const [row] = rows;
      if (row === undefined) return null;
      const { rows: due } = await sql<{ at: Instant }>`
        select created_at as at from bulks
        where connection_id = ${id} and next_check_at <= ${businessNow} and created_at is not null
        order by next_check_at limit ${dueLimit}`.execute(database);
      return { ...row, due: due.map(({ at }) => at) };
    },

    async hurry(id) {
      await sql`
        update dms_connections set next_poll_at = least(next_poll_at, clock_timestamp() + interval '1 second')
        where id = ${id} and failures = 0`.execute(database);
    },

    async renew({ connection, lease }, leaseMs, progress, transaction) {
      const { coveredTo, sweptAt, notFoundSince, unreadWindows } = progress;
      const tx = transaction === undefined ? database : databaseOf(transaction);
      const { numAffectedRows } = await sql`
        update dms_connections set lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond',
          covered_to = greatest(covered_to, ${dateOrNull(coveredTo)}::timestamptz),
          swept_at = coalesce(${dateOrNull(sweptAt)}::timestamptz, swept_at),
          not_found_since = case when ${notFoundSince === undefined} then not_found_since else ${dateOrNull(notFoundSince ?? undefined)}::timestamptz end,
          unread_windows = coalesce(${unreadWindows === undefined ? null : JSON.stringify(unreadWindows)}::jsonb, unread_windows)
        where id = ${connection} and lease = ${lease} and lease_until is not null`.execute(tx);
      if (Number(numAffectedRows ?? 0) === 0) throw new LostLease('another process polls this DMS now');
    },

    async release({ connection, lease }, result) {
      if (result.kind === 'stopped') {
        const { numAffectedRows } = await sql`
          update dms_connections set lease_until = null, next_poll_at = least(next_poll_at, clock_timestamp())
          where id = ${connection} and lease = ${lease}`.execute(database);
        return Number(numAffectedRows ?? 0) > 0;
      }
      const isOk = result.kind === 'ok';
      const { rows } = await sql`
        with released as (
          update dms_connections set lease_until = null,
            next_poll_at = clock_timestamp() + ${result.nextInMs} * interval '1 millisecond',
            failures = case when ${isOk} then 0 else failures + 1 end,
            failed_since = case when ${isOk} then null else coalesce(failed_since, ${businessNow}) end,
            failure = ${isOk ? null : result.failure},
            last_ok_at = case when ${isOk} then ${businessNow} else last_ok_at end,
            habits = coalesce(${result.habits === undefined ? null : JSON.stringify(result.habits)}::jsonb, habits),
            answered_at_address = coalesce(${(result.kind === 'ok' ? result.answeredAt : undefined) ?? null}::text, answered_at_address)
          where id = ${connection} and lease = ${lease}
          returning id, failure, failed_since),
        begun as (
          insert into dms_outages (connection_id, failure, started_at)
          select id, failure, failed_since from released where failed_since is not null
          on conflict (connection_id) where ended_at is null do nothing),
        over as (
          update dms_outages o set ended_at = ${businessNow} from released r
          where o.connection_id = r.id and r.failed_since is null and o.ended_at is null)
        select id from released`.execute(database);
      return rows.length > 0;
    },

    async dueInMs(id) {
      const { rows } = await sql<{ ms: number | null }>`
        select extract(epoch from greatest(nullif(next_poll_at, '-infinity'), lease_until) - clock_timestamp()) * 1000 as ms
        from dms_connections where id = ${id}`.execute(database);
      return Math.max(0, rows[0]?.ms ?? 0);
    },

    async missedTime({ connection, lease }, { from, to }, failure) {
      await sql`
        insert into dms_outages (connection_id, failure, started_at, ended_at)
        select id, ${failure}, ${new Date(from)}, ${new Date(to)} from dms_connections where id = ${connection} and lease = ${lease}`.execute(
        database,
      );
    },

    async status() {
      const { rows } = await sql<Omit<ConnectionStatus, 'setAside'>>`
        select id, covered_to as "coveredTo", last_ok_at as "lastOkAt",
          ${asBusinessTime(sql`next_poll_at`)} as "nextPollAt", failures,
          failed_since as "failedSince", failure,
          (select count(*) from bulks b where b.connection_id = c.id and b.next_check_at is not null) as unsettled,
          watched_since as "watchedSince", habits, ${overdueSince} as "overdueSince",
          unread_windows as "unreadWindows", answered_at_address as "answeredAt"
        from dms_connections c order by id`.execute(database);
      const apart = await Promise.all(rows.map(({ id }) => setAside.list(id)));
      return rows.map((row, n) => ({ ...row, setAside: apart[n] ?? [] }));
    },
  };
}

function dateOrNull(at: Instant | undefined): Date | null {
  return at === undefined ? null : new Date(at);
}
