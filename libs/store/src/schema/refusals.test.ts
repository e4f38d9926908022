/** Databases that can't be used: each is refused with one sentence, and stays unchanged. */
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../errors.ts';
import { migrations } from '../migrations/index.ts';
import { openStore } from '../open-store.ts';
import type { Tables } from '../tables/tables.ts';
import { startTestDatabases, type TestDatabases } from '../testing.ts';
import { bringUpToDate } from './bring-up-to-date.ts';
import type { Migrations } from './checksum.ts';

let databases: TestDatabases;
let url: string;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());
beforeEach(async () => {
  url = await databases.create();
});

const ask = (text: string) => databases.query(url, text);
const prepare = async () => (await openStore({ url })).close();

async function refusal(work: Promise<unknown>): Promise<StoreError> {
  const error: unknown = await work.then(
    () => 'it was not refused',
    (reason: unknown) => reason,
  );
  if (!(error instanceof StoreError)) throw new Error(`no StoreError: ${String(error)}`);
  expect(error.message, 'one sentence, to which a full stop is added').toMatch(/^[A-Z][^\n]{20,300}[^.\n]$/);
  return error;
}
const openRefused = () => refusal(openStore({ url }).then((store) => store.close()));

/** Brings the database up to date with the given migrations. */
async function bringUp(known: Migrations): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1 });
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await bringUpToDate(database, known, { service: null, needsData: false });
  } finally {
    await database.destroy();
  }
}

/** Everything that must be unchanged after a refusal. */
const state = () =>
  ask(`select relname, relkind, (select count(*) from pg_attribute where attrelid = oid and not attisdropped)::int as columns
    from pg_class where relnamespace = 'public'::regnamespace
    union all select name, 'm', 0 from kysely_migration order by 1, 2`);

describe('a database that contradicts its list of migrations', () => {
  it.each([
    ['a table is missing', 'drop table people', /incomplete \(the table people is missing/],
    ['a column is missing', 'alter table bulks drop column misses', /incomplete \(the column bulks\.misses is missing/],
    [
      'a column has another type',
      'alter table outbox alter column key type varchar(50)',
      /the column outbox\.key is missing or changed/,
    ],
    ['a unique index is missing', 'drop index alerts_open', /the unique index alerts_open is missing/],
    ['a sequence is missing', 'drop sequence outbox_queue cascade', /the sequence outbox_queue is missing/],
    ['a function is missing', 'drop function leadbell_now cascade', /the function leadbell_now is missing/],
    [
      'the list is missing',
      'drop table kysely_migration; drop table if exists kysely_migration_lock',
      /its list of migrations is missing/,
    ],
    ['the list is empty', 'delete from kysely_migration', /its list of migrations is missing/],
    [
      'the end of the list is missing',
      `delete from kysely_migration where name > '0008'`,
      /is there before its migration/,
    ],
    [
      'the middle of the list is missing',
      `delete from kysely_migration where name = '0003-history'`,
      /is there before its migration/,
    ],
    [
      'a migration of no release',
      `insert into kysely_migration (name, "timestamp") values ('0003-horoscopes', '2026-01-01')`,
      /a migration that no release of Leadbell has \(0003-horoscopes\)/,
    ],
    [
      'a migration with a suspicious name',
      `insert into kysely_migration (name, "timestamp") values ('0003-a b: 0500000001', '2026-01-01')`,
      /a migration that no release of Leadbell has \(of another name\)/,
    ],
  ])('%s', async (_, spoil, says) => {
    url = await databases.createReady();
    await ask(spoil);
    const { message, kind } = await openRefused();
    expect(message).toMatch(says);
    expect(message).toMatch(/restore a backup into an empty database/);
    expect(kind).toBe('schema');
  });

  it('a database with a migration that only a later Leadbell knows is refused', async () => {
    url = await databases.createReady();
    await ask(`insert into kysely_migration (name, "timestamp") values ('9999-later', '2099-01-01')`);
    expect(await openRefused()).toMatchObject({
      kind: 'version',
      message: expect.stringMatching(/by a later Leadbell/),
    });
  });

  it('additional objects are accepted', async () => {
    url = await databases.createReady();
    await ask(
      'create table theirs (id int); create view counted as select count(*) from bulks; alter table audit_log add column note text; create index on audit_log (actor)',
    );
    await expect(prepare()).resolves.toBeUndefined();
  });
});

describe('a database of another program', () => {
  it.each([
    [
      'with tables of our names',
      'create table people (id serial primary key, born date)',
      /not Leadbell’s under the names people/,
    ],
    [
      'with its own migrations',
      `create table kysely_migration (name varchar(255) primary key, "timestamp" varchar(255)); insert into kysely_migration values ('2020-users', 'x')`,
      /its list of migrations is not Leadbell’s/,
    ],
    [
      'with a list in another form',
      'create table kysely_migration (id int); insert into kysely_migration values (1)',
      /its list of migrations is not Leadbell’s/,
    ],
  ])('%s', async (_, theirs, says) => {
    await ask(theirs);
    const before = await ask('select relname from pg_class order by 1');
    const { message, kind } = await openRefused();
    expect(message).toMatch(/^The database belongs to another program/);
    expect(message).toMatch(says);
    expect(kind).toBe('schema');
    expect(await ask('select relname from pg_class order by 1')).toEqual(before);
  });

  it('a database of another program is accepted if its names are different', async () => {
    await ask('create table orders (id serial primary key); create view recent as select * from orders');
    await expect(prepare()).resolves.toBeUndefined();
  });
});

describe('a migration', () => {
  const breaks: Migrations = {
    ...migrations,
    '9998-fine': { up: async (db) => void (await sql`create table made_before (id int)`.execute(db)) },
    '9999-breaks': {
      async up(db) {
        await sql`alter table people add column colour text`.execute(db);
        await sql`alter table no_such_table add column colour text`.execute(db);
      },
    },
  };

  it('a migration that fails midway changes nothing, and the previous Leadbell keeps running', async () => {
    url = await databases.createReady();
    const before = await state();
    const { message, kind } = await refusal(bringUp(breaks));
    expect(message).toMatch(/^The migration 9999-breaks failed \(42P01\): nothing was changed/);
    expect(kind).toBe('schema');
    expect(await state()).toEqual(before);
    await prepare();
  });

  it('a migration that fails in an empty database leaves it empty', async () => {
    await refusal(bringUp(breaks));
    expect(await ask(`select relname from pg_class where relnamespace = 'public'::regnamespace`)).toEqual([]);
  });

  it('a migration that was applied in another form is named in the refusal', async () => {
    const edited = { ...migrations, '0005-told-outcomes': { up: async () => {} } };
    url = await databases.createReady();
    const { message, kind } = await refusal(bringUp(edited));
    expect(message).toMatch(
      /another form of the migration 0005-told-outcomes: back it up with the Leadbell that ran it last/,
    );
    expect(kind).toBe('schema');
  });
});

describe('an account', () => {
  it('an account that may not create tables is refused, and the error gives this reason', async () => {
    await ask(`create role "reader_${url.slice(-6)}" login password 'secret-word'`);
    const other = new URL(url);
    other.username = `reader_${url.slice(-6)}`;
    other.password = 'secret-word';
    const { message } = await refusal(openStore({ url: other.href }));
    expect(message).toMatch(/may not make or change tables \(42501\)/);
    expect(message).not.toContain('secret-word');
  });

  it('an account that can only read is refused, and the error gives this reason', async () => {
    await ask(
      `do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`,
    );
    expect((await openRefused()).message).toMatch(/can only be read \(25006\)/);
  });
});
