/** For replays of alert rules, stores the state of each bulk at every change, and the gaps without data. */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table bulk_history (
    id bigint generated always as identity primary key,
    connection_id text not null,
    bulk_id bigint not null references bulks on delete cascade,
    at timestamptz not null,
    state text not null,
    total_records bigint,
    error_records bigint,
    leads integer not null,
    errored integer not null,
    errors jsonb not null,
    traits jsonb not null
  )`,
  `create index bulk_history_by_time on bulk_history (connection_id, at, id)`,
  `create index bulk_history_of_bulk on bulk_history (bulk_id, at)`,
  `create table dms_outages (
    id bigint generated always as identity primary key,
    connection_id text not null references dms_connections,
    failure text not null,
    started_at timestamptz not null,
    ended_at timestamptz
  )`,
  `create unique index dms_outages_open on dms_outages (connection_id) where ended_at is null`,
  `create index dms_outages_by_time on dms_outages (connection_id, started_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
