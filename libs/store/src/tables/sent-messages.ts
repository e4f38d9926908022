/** Reads how long messages took until Slack had them; see `../sent-messages.ts`. */
import { sql } from 'kysely';
import type { Instant } from '@leadbell/domain';
import type { SentMessage, SentMessages } from '../sent-messages.ts';
import { askNow, asBusinessTime } from './clock.ts';
import type { Database } from './database.ts';

/**
 * A message that was changed before it was posted has a version above 1. It still counts as a post, and not as an
 * update, if it was sent within this time of its `ts`.
 */
const atOnce = sql`interval '15 seconds'`;
/** The most messages that one call returns; the next call returns the others. */
const most = 2_000;

export async function sentSince(
  database: Database,
  since: Instant | null,
  postedAfter: Instant,
): Promise<SentMessages> {
  const now = await askNow(database, 'business');
  const from =
    since === null ? asBusinessTime(sql`${new Date(postedAfter)}::timestamptz`) : sql`${new Date(since)}::timestamptz`;
  const postedAt = asBusinessTime(sql`to_timestamp(o.ts::double precision)`);
  // Null stays null: `greatest` alone would return zero.
  const ms = (from: ReturnType<typeof sql>) =>
    sql`case when ${from} is not null then greatest(0, extract(epoch from ${postedAt} - ${from}) * 1000)::float8 end`;
  // An update changes `sent_at`, but not the time of the post.
  const { rows } = await sql<SentMessage & { readonly sentAt: number }>`
    select extract(epoch from o.sent_at)::float8 * 1000 as "sentAt", o.kind, ${ms(sql`o.created_at`)} as "tookMs", ${ms(sql`o.visible_from`)} as "newsMs",
      (select ${ms(sql`max(c.scheduled_for)`)} from occurrences c
        where c.subscription_id = o.subscription_id and c.outbox_id = o.id) as "lateMs"
    from outbox o
    where o.state = 'sent' and o.payload is not null and o.sent_at > ${from} and o.sent_at <= ${new Date(now)}
      and o.ts::double precision > ${postedAfter / 1_000}
      and (o.sent_version = 1 or o.sent_at - ${postedAt} < ${atOnce})
    order by o.sent_at
    limit ${most}`.execute(database);
  const last = rows.length < most ? now : Math.floor(rows.at(-1)?.sentAt ?? now);
  const sent = rows.flatMap(({ sentAt, ...message }) => (sentAt <= last ? message : []));
  return { sent, upTo: last as Instant };
}
