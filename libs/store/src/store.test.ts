import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseConfig, databaseSettingProblem } from './config.ts';
import { connectionFor } from './connection.ts';
import { migrations } from './migrations/index.ts';
import { openStore } from './open-store.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());

describe('migrations', () => {
  it('migrations run once if three processes start at the same time', async () => {
    const url = await databases.create();
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ url })));
    await Promise.all(stores.map((store) => store.connections.ensure('dms')));
    expect(await databases.query(url, 'select name from kysely_migration order by name')).toEqual(
      Object.keys(migrations)
        .toSorted()
        .map((name) => ({ name })),
    );
    await Promise.all(stores.map((store) => store.close()));
  });

  it('migrations may take longer than other statements, and rewrite the leads only once', async () => {
    const url = await databases.create();
    await databases.query(
      url,
      `create table changes (what text, allowed interval);
       create function note() returns event_trigger language plpgsql as $$
         begin insert into public.changes values (tg_tag, current_setting('statement_timeout')::interval); end $$;
       create function note_leads() returns event_trigger language plpgsql as $$
         begin
           if pg_event_trigger_table_rewrite_oid() = 'bulk_leads'::regclass then insert into public.changes values ('leads', '12 h'); end if;
         end $$;
       create event trigger noted on ddl_command_start execute function note();
       create event trigger noted_leads on table_rewrite execute function note_leads();`,
    );
    await (await openStore({ url })).close();
    const of = async (where: string) => databases.query(url, `select count(*)::int as n from changes where ${where}`);
    expect(await of(`what = 'ALTER TABLE'`)).not.toEqual([{ n: 0 }]);
    expect(await of(`allowed < interval '1 h'`)).toEqual([{ n: 0 }]);
    expect(await of(`what = 'leads'`)).toEqual([{ n: 1 }]);
  });

  it('migrations refuse a database that a later Leadbell has changed', async () => {
    const url = await databases.create();
    await (await openStore({ url })).close();
    await databases.query(url, "insert into kysely_migration values ('9999-later', '2099-01-01')");
    await expect(openStore({ url })).rejects.toThrow(/by a later Leadbell/);
  });
});

describe("a store that can't be opened", () => {
  it.each([
    ['a wrong password', (url: string) => url.replace(/:[^:@]+@/, ':wrong@'), /28P01/],
    ['a missing database', (url: string) => `${url}x`, /3D000/],
    ['no server there', () => 'postgres://leadbell:secret@127.0.0.1:1/leadbell', /ECONNREFUSED/],
  ])('the error gives the reason: %s', async (_, spoil, says) => {
    const error: unknown = await openStore({ url: spoil(await databases.create()), patienceMs: 300 }).catch(
      (e: unknown) => e,
    );
    expect(String(error)).toMatch(says);
    expect(String(error)).not.toMatch(/secret|wrong|leadbell:/);
  });
});

it('the store connects again when the server ends all its connections', async () => {
  const url = await databases.create();
  const store = await openStore({ url, pool: 3 });
  await Promise.all([1, 2, 3].map((n) => store.connections.ensure(`dms ${n}`)));
  await databases.query(
    databases.server.url,
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${new URL(url).pathname.slice(1)}'`,
  );
  await expect
    .poll(() =>
      store.connections.status().then(
        ({ length }) => length,
        () => 0,
      ),
    )
    .toBe(3);
  await store.close();
});

describe('settings', () => {
  it.each([
    ['DATABASE_URL', 'postgres://me:secret@db.example:5432/leadbell?sslmode=verify-full', true],
    ['DATABASE_URL', 'mysql://db.example/leadbell', false],
    ['DATABASE_URL', 'postgres://db.example', false],
    ['DATABASE_POOL', '20', true],
    ['DATABASE_POOL', '1', false],
    ['DATABASE_POOL', 'many', false],
    ['LEADBELL_DATA', '/var/lib/leadbell', true],
  ] as const)('%s=%s', (name, value, isRight) => {
    expect(databaseSettingProblem(name, value) === null).toBe(isRight);
  });

  it('the settings have defaults', () => {
    expect(databaseConfig({})).toEqual({
      url: null,
      ownerUrl: null,
      dataDir: 'leadbell-data',
      pool: 10,
      caFile: null,
      keyText: null,
      keyFile: null,
    });
  });
});

describe('a custom certificate', () => {
  const file = fileURLToPath(import.meta.url);
  it.each([
    ['postgres://me@db.example/leadbell?sslmode=require', file, true],
    ['postgres://me@db.example/leadbell', file, true],
    ['postgres://me@db.example/leadbell?sslmode=disable', file, false],
    ['postgres://me@db.example/leadbell?sslmode=verify-full', null, false],
  ])('%s', (url, caFile, isGiven) => {
    const connection = connectionFor(url, caFile);
    expect('ssl' in connection).toBe(isGiven);
    // TLS parameters in the address would override the certificate.
    expect(isGiven && connection.connectionString.includes('ssl')).toBe(false);
  });

  it('a certificate file that is missing is named in the error', () => {
    expect(() => connectionFor('postgres://me@db.example/leadbell', '/nowhere/ca.pem')).toThrow('/nowhere/ca.pem');
  });
});
