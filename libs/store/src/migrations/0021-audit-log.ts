/**
 * Renames the table `audit` to `audit_log`. The log also records who saw which lead, and a trigger refuses changes:
 * entries are only added. Only the log's retention deletes rows.
 */
import { type Kysely, sql } from 'kysely';

/** When the trigger was dropped, only these two statements of the migration are run again. */
export const guardFunction = `create function refuse_audit_change() returns trigger language plpgsql as $$ begin
    if tg_op = 'DELETE' and current_setting('leadbell.purging', true) = 'on' then return null; end if;
    raise exception 'audit_log takes new rows only' using errcode = '42501';
  end $$`;
export const guardTrigger = `create trigger audit_log_only_grows before update or delete or truncate on audit_log
    for each statement execute function refuse_audit_change()`;

const statements = [
  'alter table audit rename to audit_log',
  'alter sequence audit_id_seq rename to audit_log_id_seq',
  'alter index audit_pkey rename to audit_log_pkey',
  'alter index audit_by_time rename to audit_log_by_time',
  `alter table audit_log
    alter column subject drop not null,
    add column actor_kind text not null default 'unknown',
    add column leads text[] not null default '{}',
    add column fields text[] not null default '{}',
    add column channel_id text,
    add column outcome text not null default 'done'`,
  `update audit_log set actor_kind = 'leadbell' where actor = 'leadbell'`,
  'create index audit_log_by_actor on audit_log (actor, id)',
  'create index audit_log_by_lead on audit_log using gin (leads)',
  guardFunction,
  guardTrigger,
  `create function purge_audit(older_than timestamptz, most integer) returns bigint language plpgsql as $$
    declare gone bigint; begin
      perform set_config('leadbell.purging', 'on', true);
      delete from audit_log where id in (select id from audit_log where at < older_than limit most);
      get diagnostics gone = row_count;
      perform set_config('leadbell.purging', 'off', true);
      return gone;
    end $$`,
  'revoke all on function purge_audit from public',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
