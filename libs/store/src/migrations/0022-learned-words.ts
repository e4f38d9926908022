/**
 * Stores the words of errors. A word is shown only after several leads have had it. Until then, the table has only a
 * hash of the word, and counts the leads. The table begins with frequent values of stored leads, and with frequent
 * texts of their errors.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table learned_words (
    key text primary key,
    kind text not null check (kind in ('word', 'value', 'text')),
    text text,
    leads text[] not null default '{}',
    heard_at timestamptz not null,
    learned_at timestamptz,
    check ((text is null) = (learned_at is null))
  )`,
  'create index learned_words_by_time on learned_words (learned_at) where learned_at is not null',
  'create index learned_words_waiting on learned_words (heard_at) where learned_at is null',
  `insert into learned_words (key, kind, text, heard_at, learned_at)
    select 'first.value.' || md5(value), 'value', value, leadbell_now(), clock_timestamp()
    from (
      select lower(trim(v.value)) as value, coalesce(l.phone_mark, l.email_mark, l.bulk_id || ' ' || l.key) as lead
      from bulk_leads l
      cross join lateral (values (l.source), (l.sub_source), (l.brand), (l.branch), (l.priority)) v (value)
      where length(v.value) between 1 and 60 and v.value !~ '[0-9٠-٩۰-۹]{5,}|@'
    ) carried group by value having count(distinct lead) >= 5`,
  `insert into learned_words (key, kind, text, heard_at, learned_at)
    select 'first.text.' || md5(k.message), 'text', k.message, leadbell_now(), clock_timestamp()
    from (select distinct message, fingerprint from error_kinds where message <> '') k
    join (
      select f.fingerprint, count(distinct coalesce(l.phone_mark, l.email_mark, l.bulk_id || ' ' || l.key)) as leads
      from bulk_leads l cross join unnest(l.errors) as f (fingerprint) group by f.fingerprint
    ) c on c.fingerprint = k.fingerprint and c.leads >= 5
    on conflict do nothing`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
