/** The table of summaries; see `../summaries.ts`. */
import { sql } from 'kysely';
import type { StoredSummary, Summaries } from '../summaries.ts';
import { databaseOf, reserveIds } from './database.ts';

const columns = sql`s.id, s.subscription_id as subscription, s.state`;

export function createSummaries(): Summaries {
  return {
    async reserve(transaction) {
      const [id = 0] = await reserveIds(databaseOf(transaction), 'alert_summaries', 1);
      return id;
    },

    async add(transaction, { id, subscription, state }, now) {
      await sql`
        insert into alert_summaries (id, subscription_id, state, changed_at) overriding system value
        values (${id}, ${subscription}, ${JSON.stringify(state)}::jsonb, ${new Date(now)})`.execute(
        databaseOf(transaction),
      );
    },

    async save(transaction, id, state, now) {
      await sql`
        update alert_summaries set state = ${JSON.stringify(state)}::jsonb, changed_at = ${new Date(now)}
        where id = ${id}`.execute(databaseOf(transaction));
    },

    async current(transaction, subscriptions, since) {
      const { rows } = await sql<StoredSummary>`
        select ${columns} from unnest(${[...subscriptions]}::bigint[]) as g (id) cross join lateral (
          (select * from alert_summaries where subscription_id = g.id and (state ->> 'isOpen')::boolean offset 0)
          union all
          (select * from alert_summaries where subscription_id = g.id and not (state ->> 'isOpen')::boolean
            and changed_at > ${new Date(since)} offset 0)) s
        order by s.id`.execute(databaseOf(transaction));
      return rows;
    },

    async find(transaction, id, workspace) {
      const { rows } = await sql<StoredSummary>`
        select ${columns} from alert_summaries s join subscriptions b on b.id = s.subscription_id
        where s.id = ${id} and b.workspace_id = ${workspace}`.execute(databaseOf(transaction));
      return rows[0] ?? null;
    },
  };
}
