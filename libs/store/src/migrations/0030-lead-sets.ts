/**
 * Stores the leads that a message counted, by the keys under which they were announced. The message's button opens
 * these leads as they are now.
 */
import { type Kysely, sql } from 'kysely';

const statements = [
  `create table lead_sets (
    workspace_id text not null,
    id text not null,
    connection_id text not null,
    size integer not null,
    read_from timestamptz,
    read_to timestamptz,
    at timestamptz not null default leadbell_now(),
    primary key (workspace_id, id)
  )`,
  'create index lead_sets_by_time on lead_sets (at)',
  `create table lead_set_members (
    workspace_id text not null,
    set_id text not null,
    lead text not null,
    primary key (workspace_id, set_id, lead),
    foreign key (workspace_id, set_id) references lead_sets on delete cascade
  )`,
  'create index lead_set_members_by_lead on lead_set_members (lead)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
