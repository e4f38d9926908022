/**
 * Stores which leads a later bulk sent again, and which leads the DMS no longer lists. Such leads do not count in their
 * bulk.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table bulk_leads
    add column marks_key text, add column phone_mark text, add column email_mark text, add column name_mark text,
    add column superseded_by bigint, add column superseded_by_key text,
    add column sent_again_of bigint, add column sent_again_of_key text,
    add column sub_source text, add column priority text,
    add column missed smallint not null default 0,
    add column gone_at timestamptz`,
  // A sender may number the rows of each file from 1, so very many leads can have the same number.
  ...['phone_mark', 'email_mark', 'name_mark'].map(
    (mark) => `create index bulk_leads_by_${mark} on bulk_leads (external_id, ${mark}, bulk_id)
      where external_id is not null and ${mark} is not null`,
  ),
  `create index bulk_leads_sent_again on bulk_leads (bulk_id) where superseded_by is not null or sent_again_of is not null`,
  `alter table bulks
    add column missing integer not null default 0,
    add column resent_errored integer not null default 0,
    add column gone integer not null default 0,
    add column gone_errored integer not null default 0`,
  `alter table bulk_history
    add column missing integer not null default 0,
    add column resent_errored integer not null default 0,
    add column gone integer not null default 0,
    add column gone_errored integer not null default 0`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
