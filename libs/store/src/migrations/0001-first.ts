/** The first tables. `docs/storage.md` explains each. */
import { type Kysely, sql } from 'kysely';

const statements = `
create table workspaces (
  id text primary key,
  blocked_reason text,
  blocked_at timestamptz,
  post_tokens double precision not null default 1000,
  post_at timestamptz not null default clock_timestamp(),
  update_tokens double precision not null default 1000,
  update_at timestamptz not null default clock_timestamp()
);

create table channels (
  workspace_id text not null references workspaces,
  id text not null,
  wake_at timestamptz,
  next_at timestamptz not null default '-infinity',
  lease_until timestamptz,
  lease bigint not null default 0,
  last_ts text,
  conversation_id text,
  primary key (workspace_id, id)
);
create index channels_waiting on channels (wake_at) where wake_at is not null;

create table subscriptions (
  id bigint generated always as identity primary key,
  workspace_id text not null references workspaces,
  channel_id text not null,
  owner_id text not null,
  kind text not null,
  definition jsonb not null,
  paused_reason text,
  paused_at timestamptz,
  next_run_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);
create index subscriptions_of_channel on subscriptions (workspace_id, channel_id);
create index subscriptions_due on subscriptions (next_run_at) where paused_at is null;

create sequence outbox_queue;
create table outbox (
  id bigint generated always as identity primary key,
  workspace_id text not null,
  channel_id text not null,
  key text not null,
  kind text not null,
  thread_of bigint references outbox on delete set null,
  subscription_id bigint references subscriptions on delete set null,
  state text not null default 'pending' check (state in ('pending', 'sending', 'sent', 'dead')),
  payload jsonb,
  version integer not null default 1,
  sent_version integer,
  attempt integer not null default 0,
  attempt_at timestamptz,
  queued bigint not null default nextval('outbox_queue'),
  queued_at timestamptz not null default clock_timestamp(),
  ts text,
  conversation_id text,
  reason text,
  created_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  unique (workspace_id, key),
  foreign key (workspace_id, channel_id) references channels,
  check (state <> 'sent' or ts is not null),
  check (state not in ('pending', 'sending') or payload is not null)
);
create index outbox_waiting on outbox (workspace_id, channel_id, (ts is not null), queued) where state in ('pending', 'sending');
create index outbox_dead on outbox (id) where state = 'dead';
create index outbox_done on outbox (sent_at) where state = 'sent';
create index outbox_threads on outbox (thread_of) where thread_of is not null;

create table occurrences (
  subscription_id bigint not null references subscriptions on delete cascade,
  scheduled_for timestamptz not null,
  outbox_id bigint references outbox on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (subscription_id, scheduled_for)
);

create table dms_connections (
  id text primary key,
  covered_to timestamptz,
  swept_at timestamptz,
  next_poll_at timestamptz not null default '-infinity',
  lease_until timestamptz,
  lease bigint not null default 0,
  failures integer not null default 0,
  failed_since timestamptz,
  failure text,
  last_ok_at timestamptz
);

create table bulks (
  id bigint generated always as identity primary key,
  connection_id text not null references dms_connections,
  dms_id bigint,
  key text not null,
  created_at timestamptz,
  created_by bigint,
  state text not null,
  total_records bigint,
  error_records bigint,
  leads integer not null,
  created integer not null,
  errored integer not null,
  pending integer not null,
  fingerprint text not null,
  observed_at timestamptz not null,
  first_seen_at timestamptz not null,
  next_check_at timestamptz
);
create index bulks_by_time on bulks (connection_id, created_at);
create index bulks_by_dms_id on bulks (connection_id, dms_id) where dms_id is not null;
create index bulks_unsettled on bulks (connection_id, next_check_at) where next_check_at is not null;

create table bulk_leads (
  bulk_id bigint not null references bulks on delete cascade,
  key text not null,
  external_id bigint,
  dms_id bigint not null,
  outcome text not null check (outcome in ('errored', 'created', 'pending')),
  errors text[] not null default '{}',
  first_seen_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (bulk_id, key)
);

create table bulk_events (
  id bigint generated always as identity primary key,
  connection_id text not null,
  bulk_id bigint not null references bulks on delete cascade,
  kind text not null,
  at timestamptz not null,
  leads text[] not null default '{}',
  detail jsonb not null default '{}'
);
create index bulk_events_by_time on bulk_events (connection_id, at);
create index bulk_events_of_bulk on bulk_events (bulk_id);

create table alerts (
  id bigint generated always as identity primary key,
  connection_id text not null references dms_connections,
  rule text not null,
  group_key text not null,
  state jsonb not null,
  is_open boolean not null default true,
  changed_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp()
);
create unique index alerts_open on alerts (connection_id, rule, group_key) where is_open;

create table silences (
  id bigint generated always as identity primary key,
  workspace_id text not null references workspaces,
  matcher jsonb not null,
  reason text not null,
  created_by text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  check (ends_at > starts_at)
);
create index silences_by_end on silences (workspace_id, ends_at);

create table claims (
  workspace_id text not null references workspaces,
  bulk_id bigint not null references bulks on delete cascade,
  lead_key text not null,
  owner_id text not null,
  claimed_at timestamptz not null,
  state text not null,
  primary key (workspace_id, bulk_id, lead_key)
);

create table people (
  workspace_id text not null references workspaces,
  user_id text not null,
  settings jsonb not null default '{}',
  changed_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, user_id)
);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  workspace_id text,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}'
);
create index audit_by_time on audit (at);

create table daily_counters (
  connection_id text not null,
  day date not null,
  name text not null,
  value text not null,
  count integer not null,
  primary key (connection_id, day, name, value)
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements.split(';\n')) {
    if (statement.trim() !== '') await sql.raw(statement).execute(db);
  }
}
