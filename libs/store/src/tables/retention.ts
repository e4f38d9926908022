/** Deletes old data, in SQL; see `../retention.ts`. */
import { sql } from 'kysely';
import type { Forgotten, RetentionDays } from '../retention.ts';
import { purgeAudit } from './audit.ts';
import { businessNow } from './clock.ts';
import type { Database } from './database.ts';

const bulkDays = 400;
/** Slack does not redeliver anything older. */
const actDays = 2;
const batch = 5_000;

const before = (days: number) => sql`${businessNow} - ${days} * interval '1 day'`;

/** In small steps, so that nothing waits long behind them; can be repeated at any time. */
export async function forget(database: Database, owner: Database, days: RetentionDays): Promise<Forgotten> {
  const step = async (statement: ReturnType<typeof sql>): Promise<number> => {
    for (let total = 0; ;) {
      const { numAffectedRows } = await statement.execute(database);
      const done = Number(numAffectedRows ?? 0);
      total += done;
      if (done < batch) return total;
    }
  };
  return {
    alerts: await step(sql`
      delete from alerts where id in (
        select id from alerts where not is_open and changed_at < ${before(days.deadMessages)} limit ${batch})`),
    summaries: await step(sql`
      delete from alert_summaries where id in (
        select id from alert_summaries
        where not (state ->> 'isOpen')::boolean and changed_at < ${before(days.deadMessages)} limit ${batch})`),
    silences: await step(sql`
      delete from silences where id in (
        select id from silences where ends_at < ${before(days.deadMessages)} limit ${batch})`),
    // That a time was served does not matter once it can't be served again.
    occurrences: await step(sql`
      delete from occurrences where (subscription_id, scheduled_for) in (
        select subscription_id, scheduled_for from occurrences where created_at < ${before(bulkDays)} limit ${batch})`),
    told: await step(sql`
      delete from leads_told where (subscription_id, lead) in (
        select subscription_id, lead from leads_told where told_at < ${before(days.leads)} limit ${batch})`),
    leads: await step(sql`
      delete from bulk_leads where (bulk_id, key) in (
        select l.bulk_id, l.key from bulk_leads l join bulks b on b.id = l.bulk_id
        where b.next_check_at is null and b.observed_at < ${before(days.leads)} limit ${batch})`),
    events: await step(sql`
      delete from bulk_events where id in (select id from bulk_events where at < ${before(days.leads)} limit ${batch})`),
    history: await step(sql`
      delete from bulk_history where id in (select id from bulk_history where at < ${before(days.leads)} limit ${batch})`),
    outages: await step(sql`
      delete from dms_outages where id in (select id from dms_outages where ended_at < ${before(days.leads)} limit ${batch})`),
    setAside: await step(sql`
      delete from set_aside where id in (select id from set_aside where last_at < ${before(days.leads)} limit ${batch})`),
    payloads: await step(sql`
      update outbox set payload = null where id in (
        select id from outbox where state = 'sent' and payload is not null and sent_at < ${before(days.messages)} limit ${batch})`),
    messages: await step(sql`
      delete from outbox where id in (
        select id from outbox o where state = 'dead' and goes_on_as is null and created_at < ${before(days.deadMessages)}
          -- Kept while replies wait, which would otherwise stand alone in the channel.
          and not exists (select from outbox r where r.thread_of = o.id and r.state in ('pending', 'sending')) limit ${batch})`),
    bulks: await step(sql`
      delete from bulks where id in (
        select id from bulks where next_check_at is null and observed_at < ${before(bulkDays)} limit ${batch})`),
    places: await step(sql`
      delete from person_index where (person, kind, workspace_id, channel_id, ref) in (
        select person, kind, workspace_id, channel_id, ref from person_index
        where receipt is null and at < ${before(days.audit)} limit ${batch})`),
    audit: await purgeAudit(owner, before(days.audit)),
    words: await step(sql`
      delete from learned_words where key in (
        select key from learned_words where learned_at is null and heard_at < ${before(days.leads)} limit ${batch})`),
    // Written by the real clock; an old action that was never finished is not worth finishing.
    acts: await step(sql`
      delete from inbox where id in (
        select id from inbox where created_at < clock_timestamp() - ${actDays} * interval '1 day' limit ${batch})`),
  };
}
