import { Buffer } from 'node:buffer';
import { Readable, Writable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backup, restore } from './backup.ts';
import { restoreWith } from './restore.ts';
import { migrations } from '../migrations/index.ts';
import { openStore } from '../open-store.ts';
import { backupTables, notInBackups, ownSequences, selfReferring } from '../tables/backup-plan.ts';
import { startTestDatabases, type TestDatabases } from '../testing.ts';

let databases: TestDatabases;
let url: string;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());
beforeEach(async () => {
  url = await databases.renew(url);
});

const ask = (at: string, text: string) => databases.query(at, text);

async function bytesOf(at: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const target = new Writable({ write: (chunk: Uint8Array, _, done) => done(void chunks.push(chunk)) });
  await backup({ url: at }, target);
  return Buffer.concat(chunks);
}
const linesOf = (bytes: Uint8Array) => gunzipSync(bytes).toString().trimEnd().split('\n');
const fileOf = (lines: readonly string[]) => gzipSync(lines.map((line) => `${line}\n`).join(''));
const put = (at: string, bytes: Uint8Array) => restore({ url: at }, Readable.from([bytes]));

/** All rows of the database, as text that PostgreSQL writes. */
async function contents(at: string) {
  const found: Record<string, readonly unknown[]> = {};
  for (const table of backupTables.filter((name) => name !== 'audit')) {
    const rows = await ask(at, `select to_jsonb(t)::text as row from ${table} t order by 1`);
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}

/** Values that are easily damaged: letters, quotes, the largest numbers, the first and last times, nulls. */
const awkward = `
insert into workspaces (id, blocked_reason, post_tokens, blocked_at) values
  ('T1', 'رمز غير صالح 🔑 "quoted" \\back', 0.1, '2026-11-23 20:52:00.123456+00'), ('T2', null, 1e-300, '-infinity'), ('', '', 0, null);
insert into channels (workspace_id, id, wake_at, lease) values ('T1', 'C1', 'infinity', 9223372036854775807), ('T1', 'قناة', null, 0);
insert into subscriptions (workspace_id, channel_id, owner_id, kind, definition, next_run_at) values
  ('T1', 'C1', 'U1', 'digest', '{"a":[null,"\\u0001",1.50,12345678901234567890.123456789],"ب":"😀"}', 'infinity');
insert into outbox (id, workspace_id, channel_id, key, kind, lives, thread_of, subscription_id, state, payload, ts) overriding system value values
  (1, 'T1', 'C1', 'first', 'digest', false, 900, 1, 'sending', '{"text":"line\\nbreak \\"and\\" 🚗"}', null),
  (900, 'T1', 'C1', 'later', 'digest', true, null, null, 'sent', null, '1.000100'),
  (5, 'T1', 'قناة', 'dead', 'alert', false, 1, null, 'dead', '{}', null);
select nextval('outbox_queue') from generate_series(1, 50);
insert into occurrences values (1, '2026-11-23 21:00:00.5+03', 900, '-infinity');
insert into dms_connections (id, covered_to, failure) values ('dms', 'infinity', 'unavailable'), ('other', null, null);
insert into bulks (connection_id, dms_id, key, created_by, state, total_records, leads, created, errored, pending, fingerprint, observed_at, first_seen_at)
  values ('dms', 9223372036854775807, 'k', -9223372036854775808, 's', 9007199254740993, 1, 2, 3, -2147483648, 'f', 'infinity', '0044-03-15 12:00:00+00 BC');
insert into bulk_leads values (1, 'k', null, 9223372036854775807, 'errored', array['a,b', 'say "no"', '{}', 'NULL', '', 'خطأ\\', null], now(), '99999-01-01+00'),
  (1, '🔑', 9007199254740993, 1, 'pending', '{}', now(), now());
insert into bulk_events (connection_id, bulk_id, kind, at, leads, detail) values ('dms', 1, 'new', now(), array['a,"b"'], '{"n":9007199254740993}');
insert into bulk_history (connection_id, bulk_id, at, state, total_records, leads, errored, errors, traits)
  values ('dms', 1, 'infinity', 'completed', 9007199254740993, 3, 1, '[{"fingerprint":"خطأ|","leads":1}]', '{"source":[]}');
insert into set_aside (connection_id, key, fingerprint, dms_id, leads, errored, reason, since, last_at, next_try_at)
  values ('dms', '||🔑', 'f', 9223372036854775807, 3, 1, 'database 22P05', now(), now(), 'infinity');
insert into dms_outages (connection_id, failure, started_at, ended_at) values ('dms', 'timeout', now(), null), ('dms', 'not-watched', now(), now());
insert into alerts (connection_id, rule, group_key, state, is_open) values ('dms', 'r', 'g', '[1,"x",null]', false);
insert into alert_summaries (subscription_id, state, changed_at) select id, '{"alerts":[1,2],"isOpen":true}', 'infinity' from subscriptions limit 1;
insert into installation_keys values ('0a1b2c3d', 'infinity', null), ('deadbeef', '2026-11-23 21:00:00.123456+03', '-infinity');
update subscriptions set pauses = '[{"from":1763971200000,"to":1764057600123}]';
insert into digest_wishes values (1, 'ب"key', 'infinity', 'U1', '2026-11-23 20:52:00.123456+00', 3, '-infinity');
insert into leads_told (subscription_id, lead) select id, 'k x1' from subscriptions limit 1;
insert into shares (workspace_id, id, channel_id, user_id) values ('T1', 'p1', 'C1', 'U1');
insert into lead_sets (workspace_id, id, connection_id, size, read_from) values ('T1', 's1', 'dms', 1, '-infinity');
insert into lead_set_members values ('T1', 's1', 'k ب"x1');
insert into error_kinds values ('dms', 'f', 'Branch … not found', null, 'branch', now());
insert into learned_words values ('k1.0a1b2c3d.x', 'word', null, '{k1.0a1b2c3d.y}', now(), null), ('first', 'value', 'Riyadh North', '{}', now(), now());
insert into seen_values values ('dms', 'k', 'branch', 'ب"Riyadh', 'KIA', null, 3, 'infinity', '-infinity');
insert into silences (workspace_id, matcher, reason, created_by, starts_at, ends_at) values ('T1', '{}', 'صيانة', 'U1', '-infinity', 'infinity');
insert into claims values ('T1', 1, 'k', 'U1', now(), 'open');
insert into person_index values ('p1.0a1b2c3d.x', 'card', 'T1', 'C1', '1', now(), 'F-1', 2, now()), ('p1.0a1b2c3d.y', 'card', 'T1', 'C1', '1', now(), null, 0, null);
insert into forgotten values ('p1.0a1b2c3d.x', now(), 'F-1');
insert into erasures values ('F-1', now(), null, 'operator', '{"cards": 1}', '{}', null), ('F-2', now(), 'T1', 'U1', '{}', '{"gone": 1}', now());
insert into people (workspace_id, user_id, settings) values ('T1', 'U1', '{"language":"ar"}');
insert into audit_log (at, workspace_id, actor, action, subject, detail) values ('2000-01-01', null, 'leadbell', 'a', 's', '{"deep":{"er":[true,false]}}');
select purge_audit('2001-01-01', 9); insert into audit_log (actor, action, leads, fields) values ('U1', 'b', array['a,"b"', 'خطأ'], '{}');
insert into daily_counters values ('dms', '-infinity', 'n', 'v', 2147483647), ('dms', '2026-02-28', 'n', 'ق', 0);`;

const place = (name: unknown) => backupTables.findIndex((table) => table === name);
const changed = (line: string, name: string, value: string) =>
  line.replace(new RegExp(`("${name}":)[^,}]+`), `$1${value}`);

describe('the contents of a backup', () => {
  it('a backup contains every table that the migrations create, except the clock', async () => {
    const rows = await ask(
      url,
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    );
    const ours = rows.map(({ name }) => String(name)).filter((name) => !name.startsWith('kysely_'));
    // `audit` is the former name of a table.
    expect([...ours, 'audit'].toSorted()).toEqual([...backupTables, ...notInBackups.tables].toSorted());
  });

  it('a backup’s tables are in the order that foreign keys need', async () => {
    const keys = await ask(
      url,
      `select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f'`,
    );
    expect(keys.length).toBeGreaterThan(5);
    for (const { from, to } of keys)
      expect(from === to || place(to) < place(from), `${String(from)} after ${String(to)}`).toBe(true);
    expect(new Set(keys.filter(({ from, to }) => from === to).map(({ to }) => to))).toEqual(selfReferring);
  });

  it('a backup leaves out nothing: the database has only tables, their sequences, and functions and triggers that a restore creates', async () => {
    const others = await ask(
      url,
      `select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind not in ('r', 'i', 'p', 'I', 't')
         and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'i')
       union all select proname from pg_proc where pronamespace = 'public'::regnamespace
       union all select typname from pg_type where typnamespace = 'public'::regnamespace and typrelid = 0 and typelem = 0
       union all select tgname from pg_trigger where not tgisinternal`,
    );
    expect(new Set(others.map(({ name }) => name))).toEqual(
      new Set([...ownSequences.map(({ sequence }) => sequence), ...notInBackups.functions, 'audit_log_only_grows']),
    );
  });
});

describe('a restored backup', () => {
  it('a restored database has every row of every table, and gives new rows later numbers', async () => {
    await ask(url, awkward);
    const before = await contents(url);
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
    const bytes = await bytesOf(url);
    const other = await databases.create();
    const { rows, at } = await put(other, bytes);
    expect(await contents(other)).toEqual(before);
    expect(rows).toMatchObject({ outbox: 3, bulk_leads: 2, daily_counters: 2 });
    expect(Math.abs(at - Date.now())).toBeLessThan(3_600_000);
    // The log had the rows 1 and 2; row 1 was deleted before the backup.
    const next = await ask(other, `insert into audit_log (actor, action) values ('U1', 'c') returning id::int`);
    expect(next).toEqual([{ id: 3 }]);
    expect(
      await ask(
        other,
        `select nextval('outbox_queue')::int as queue, nextval(pg_get_serial_sequence('outbox', 'id'))::int as id`,
      ),
    ).toEqual([{ queue: 54, id: 901 }]);
    await (await openStore({ url: other })).close();
  });

  it('a backup can be restored into a database whose tables exist but are empty', async () => {
    await ask(url, awkward);
    const other = await databases.createReady();
    await put(other, await bytesOf(url));
    expect(await contents(other)).toEqual(await contents(url));
  });

  it('a backup of an earlier release is brought up to date', async () => {
    const known = {
      ...migrations,
      '9999-later': {
        async up(db: Parameters<(typeof migrations)[string]['up']>[0]) {
          await sql`alter table people add column colour text not null default 'blue'`.execute(db);
        },
      },
    };
    await ask(url, awkward);
    const bytes = await bytesOf(url);
    const other = await databases.create();
    await restoreWith({ url: other }, Readable.from([bytes]), known);
    expect(await ask(other, 'select user_id, colour from people')).toEqual([{ user_id: 'U1', colour: 'blue' }]);
    // A later Leadbell has created the tables, and they are empty: the restore recreates them.
    await databases.empty(other);
    await restoreWith({ url: other }, Readable.from([bytes]), known);
    expect(await ask(other, 'select user_id, colour from people')).toEqual([{ user_id: 'U1', colour: 'blue' }]);
    expect(await ask(other, 'select name from kysely_migration order by 1')).toHaveLength(Object.keys(known).length);
    await expect(bytesOf(other)).rejects.toThrow(/later Leadbell/);
    await expect(put(other, bytes)).rejects.toThrow(/later Leadbell/);
  });

  it('a backup shows the data of one instant, even if other processes write while it is made', async () => {
    await ask(
      url,
      `insert into daily_counters select 'dms', '2026-01-01', 'n', v::text, 1 from generate_series(1, 20000) v`,
    );
    const begun = Promise.withResolvers<void>();
    const held: (() => void)[] = [];
    let isFree = false;
    function release(): void {
      isFree = true;
      for (const done of held.splice(0)) done();
    }
    const chunks: Uint8Array[] = [];
    const target = new Writable({
      highWaterMark: 1,
      write(chunk: Uint8Array, _, done) {
        chunks.push(chunk);
        begun.resolve();
        held.push(done);
        if (isFree) release();
      },
    });
    const making = backup({ url }, target);
    await begun.promise;
    await ask(
      url,
      `update daily_counters set count = 2; insert into workspaces (id) values ('late'); delete from daily_counters where value = '20000'`,
    );
    release();
    expect((await making).rows).toMatchObject({ daily_counters: 20_000, workspaces: 0 });
    const other = await databases.create();
    await put(other, Buffer.concat(chunks));
    expect(await ask(other, 'select count(*)::int as n, sum(count)::int as sum from daily_counters')).toEqual([
      { n: 20_000, sum: 20_000 },
    ]);
  });
});

it('a Leadbell that starts during a restore waits, and then finds all the data', async () => {
  await ask(url, awkward);
  const bytes = await bytesOf(url);
  const other = await databases.create();
  const name = new URL(other).pathname.slice(1);
  const waiting = (what: string) =>
    expect
      .poll(() => ask(databases.server.url, `select 1 from pg_stat_activity where datname = '${name}' and ${what}`))
      .toHaveLength(1);
  let starting: ReturnType<typeof openStore> | undefined;
  async function* source() {
    yield bytes.subarray(0, -50);
    await waiting(`state = 'idle in transaction'`);
    starting = openStore({ url: other });
    await waiting(`wait_event_type = 'Lock'`);
    yield bytes.subarray(-50);
  }
  await restore({ url: other }, Readable.from(source()));
  const store = await starting;
  expect(await store?.connections.status()).toMatchObject([{ id: 'dms' }, { id: 'other' }]);
  await store?.close();
});

describe("a backup that can't be restored", () => {
  let lines: string[];
  beforeAll(async () => {
    const source = await databases.createReady();
    await ask(source, awkward);
    lines = linesOf(await bytesOf(source));
  });

  const without = (table: string) => lines.filter((line) => !line.startsWith(`{"table":"${table}"`));
  const swap = (from: string, to: string) => lines.map((line) => line.replace(from, to));

  it.each<[string, () => Uint8Array, RegExp]>([
    ['nothing', () => Buffer.alloc(0), /no backup|cut off/],
    ['another file', () => Buffer.from('leadbell'), /no backup/],
    ['another file, gzipped', () => gzipSync('{"leadbell":1}\n'), /no backup/],
    ['a file truncated in the middle', () => fileOf(lines).subarray(0, -400), /cut off/],
    ['a file truncated by one byte', () => fileOf(lines).subarray(0, -1), /cut off/],
    ['a file without its last line', () => fileOf(lines.slice(0, -1)), /cut off/],
    ['a file with one flipped bit', () => fileOf(lines).map((byte, at) => (at === 300 ? byte ^ 1 : byte)), /damaged/],
    ['a last line in the middle', () => fileOf([...lines, lines[1] ?? '']), /damaged/],
    ['a missing table', () => fileOf(without('people')), /damaged/],
    [
      'tables in another order',
      () => fileOf([lines[0] ?? '', lines[2] ?? '', lines[1] ?? '', ...lines.slice(3)]),
      /damaged/,
    ],
    ['an unknown table', () => fileOf(swap('"table":"people"', '"table":"kysely_migration"')), /damaged/],
    [
      'a value of the wrong type',
      () => fileOf(swap('"dms_id": 9223372036854775807', '"dms_id": 9223372036854775808')),
      /damaged/,
    ],
    ['a row with a dangling reference', () => fileOf(swap('"thread_of": 900', '"thread_of": 901')), /damaged/],
    ['a line that is not JSON', () => fileOf(swap('"user_id"', 'user_id')), /damaged/],
    ['a later format', () => fileOf([changed(lines[0] ?? '', 'format', '2'), ...lines.slice(1)]), /later Leadbell/],
    [
      'a later Leadbell',
      () => fileOf([changed(lines[0] ?? '', 'migration', '"9999-later"'), ...lines.slice(1)]),
      /later Leadbell/,
    ],
  ])('the restore is refused and leaves nothing in the database: %s', async (_, broken, says) => {
    const other = await databases.create();
    const error: unknown = await put(other, broken()).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'StoreError', kind: 'backup' });
    expect(String(error)).toMatch(says);
    expect(await ask(other, `select relname from pg_class where relnamespace = 'public'::regnamespace`)).toEqual([]);
  });

  it('a restore into a database with even one row is refused, and changes nothing', async () => {
    const other = await databases.createReady();
    await ask(other, `insert into workspaces (id) values ('T9')`);
    const before = await contents(other);
    await expect(put(other, fileOf(lines))).rejects.toThrow(/already has data of a Leadbell/);
    expect(await contents(other)).toEqual(before);
  });

  it('a restore leaves nothing in the database when the connection breaks midway', async () => {
    const other = await databases.create();
    const name = new URL(other).pathname.slice(1);
    const half = fileOf(lines);
    async function* source() {
      yield half.subarray(0, -50);
      await expect
        .poll(() =>
          ask(
            databases.server.url,
            `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${name}' and state = 'idle in transaction'`,
          ),
        )
        .toHaveLength(1);
      yield half.subarray(-50);
    }
    await expect(restore({ url: other }, Readable.from(source()))).rejects.toThrow(/onnection|ECONNRESET/);
    expect(await ask(other, `select relname from pg_class where relnamespace = 'public'::regnamespace`)).toEqual([]);
  });
});

it('a database that no Leadbell has used can’t be backed up', async () => {
  await expect(bytesOf(await databases.create())).rejects.toThrow(/nothing to back up/);
});
