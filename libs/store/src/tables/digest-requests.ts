/** The table of digests that people requested with _Send now_; see `../digest-requests.ts`. */
import { sql } from 'kysely';
import type { DigestRequest, DigestRequestId, DigestRequests } from '../digest-requests.ts';
import { businessNow } from './clock.ts';
import { type Database, databaseOf } from './database.ts';
import { longestWait } from './subscriptions.ts';

const columns = sql`w.subscription_id as subscription, w.key, w.about, w.asked_by as by, w.asked_at as "askedAt"`;

export function createDigestRequests(database: Database): DigestRequests {
  return {
    async add(transaction, { subscription, key, about, by }) {
      await sql`
        insert into digest_wishes (subscription_id, key, about, asked_by, asked_at)
        values (${subscription}, ${key}, ${new Date(about)}, ${by}, ${businessNow}) on conflict do nothing`.execute(
        databaseOf(transaction),
      );
    },

    async take(transaction, at, askAgainAt) {
      const { rows } = await sql<DigestRequest>`
        update digest_wishes w set next_try_at = ${new Date(askAgainAt)}
        where (w.subscription_id, w.key) in (
          select o.subscription_id, o.key from digest_wishes o
          -- The table is mostly empty, so the planner knows nothing of it.
          cross join lateral (select workspace_id from subscriptions where id = o.subscription_id limit 1) s
          where (o.next_try_at is null or o.next_try_at <= ${new Date(at)} or o.next_try_at > ${new Date(at)}::timestamptz + ${longestWait})
            and not exists (select from workspaces b where b.id = s.workspace_id and b.blocked_reason is not null)
          for update of o skip locked)
        returning ${columns}`.execute(databaseOf(transaction));
      return rows;
    },

    async find(ids) {
      if (ids.length === 0) return [];
      const { rows } = await sql<DigestRequest>`
        select ${columns} from digest_wishes w join ${given(ids)} on g.subscription = w.subscription_id and g.key = w.key`.execute(
        database,
      );
      return rows;
    },

    async of(transaction, subscription) {
      const tx = databaseOf(transaction);
      await sql`select from subscriptions where id = ${subscription} for update`.execute(tx);
      const { rows } = await sql<DigestRequest>`
        select ${columns} from digest_wishes w where w.subscription_id = ${subscription} order by w.key`.execute(tx);
      return rows;
    },

    async failed(ids, { firstMs, longestMs }) {
      await sql`
        update digest_wishes w set tries = tries + 1,
          next_try_at = ${businessNow} + least(${longestMs}, ${firstMs} * 2 ^ least(tries, 20)) * interval '1 millisecond'
        from ${given(ids)} where g.subscription = w.subscription_id and g.key = w.key`.execute(database);
    },

    async done(transaction, ids) {
      if (ids.length === 0) return;
      await sql`
        delete from digest_wishes w using ${given(ids)} where g.subscription = w.subscription_id and g.key = w.key`.execute(
        databaseOf(transaction),
      );
    },
  };
}

function given(ids: readonly DigestRequestId[]) {
  const all = JSON.stringify(ids.map(({ subscription, key }) => ({ subscription, key })));
  return sql`jsonb_to_recordset(${all}::jsonb) as g (subscription bigint, key text)`;
}
