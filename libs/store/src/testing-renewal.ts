/**
 * Makes a used database like new, in a fortieth of the time that creating one takes. For tests. Effects: changes the
 * database.
 */
import { setTimeout as delay } from 'node:timers/promises';

export type Query = (url: string, text: string) => Promise<readonly Record<string, unknown>[]>;

export interface ReadyOptions {
  readonly movableClock?: boolean;
}

export interface RenewOptions extends ReadyOptions {
  /** How many idle connections of a store may stay. Default none. */
  readonly idle?: () => number;
}

const untilClosedMs = 500;

/** Deletes all rows that a new database does not have, and resets the clocks to real time. */
const empty = `do $$ declare name text; begin
  set local session_replication_role = replica;
  for name in select tablename from pg_tables where schemaname = 'public' and tablename !~ '^kysely|_clock$' loop
    execute format('delete from public.%I', name);
  end loop;
  update public.business_clock set offset_ms = 0 where offset_ms <> 0;
  if to_regclass('public.moved_clock') is not null then
    update public.moved_clock set ms = 0 where ms <> 0;
  end if;
  perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    from pg_sequences where schemaname = 'public' and last_value is not null;
end $$`;

/**
 * A hash over the objects that a test can create or change, and over the list of migrations, but not over other rows.
 * Copies of one template have the same hash.
 */
const made = `select md5(string_agg(one, ';' order by one)) as made from (
  select concat_ws(' ', 'relation', oid, relname, relnamespace, relkind) from pg_class where oid >= 16384 and relkind not in ('i', 't')
  union all select concat_ws(' ', 'index', indexrelid, indisvalid) from pg_index where indexrelid >= 16384
  union all select concat_ws(' ', 'column', attrelid, attname, atttypid, attnotnull) from pg_attribute where attrelid >= 16384 and attnum > 0
  union all select concat_ws(' ', 'default', oid, pg_get_expr(adbin, adrelid)) from pg_attrdef
  union all select concat_ws(' ', 'constraint', oid, conname, convalidated) from pg_constraint where oid >= 16384
  union all select concat_ws(' ', 'trigger', oid, tgenabled) from pg_trigger where oid >= 16384
  union all select 'event ' || oid from pg_event_trigger
  union all select concat_ws(' ', 'function', oid, md5(prosrc)) from pg_proc where oid >= 16384
  union all select 'schema ' || oid from pg_namespace where oid >= 16384
  union all select concat_ws(' ', 'setting', setrole, setconfig) from pg_db_role_setting
    where setdatabase = (select oid from pg_database where datname = current_database())
  union all select 'migration ' || m::text from public.kysely_migration m) as all_of_it (one)`;

export async function emptyTables(query: Query, url: string): Promise<void> {
  await query(url, empty);
}

export async function whatIsMade(query: Query, url: string): Promise<unknown> {
  return (await query(url, made))[0]?.['made'];
}

/**
 * Whether a store's idle connections are the only other connections. Waits a moment for connections that are closing.
 */
export async function isLeft(query: Query, url: string, idle = () => 0): Promise<boolean> {
  for (const endsAt = performance.now() + untilClosedMs; ;) {
    const others = await query(
      url,
      `select state from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    if (others.length === idle() && others.every(({ state }) => state === 'idle')) return true;
    if (performance.now() > endsAt) return false;
    await delay(5);
  }
}
