/**
 * Stores where a person's data are, under keys that only the installation can make, and which people were forgotten, so
 * that their data are not stored again.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `alter table bulk_leads add column persons text[], add column is_forgotten boolean not null default false`,
  `create table person_index (
    person text not null,
    kind text not null,
    workspace_id text not null,
    channel_id text not null,
    ref text not null,
    at timestamptz not null default leadbell_now(),
    receipt text,
    tries integer not null default 0,
    next_try_at timestamptz,
    primary key (person, kind, workspace_id, channel_id, ref)
  )`,
  'create index person_index_by_time on person_index (at)',
  'create index person_index_erasing on person_index (receipt) where receipt is not null',
  `create table forgotten (
    person text primary key,
    at timestamptz not null default leadbell_now(),
    receipt text not null
  )`,
  `create table erasures (
    receipt text primary key,
    at timestamptz not null default leadbell_now(),
    workspace_id text,
    actor text not null,
    found jsonb not null,
    not_reached jsonb not null default '{}',
    done_at timestamptz
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
