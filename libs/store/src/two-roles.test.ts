/**
 * Tests the service's account beside the owner's: with two accounts of an external server, and with the bundled
 * PostgreSQL.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { backup, restore } from './backup/backup.ts';
import { startEmbedded } from './embedded-server.ts';
import { openStore } from './open-store.ts';
import { defaultRetention } from './retention.ts';
import { playStory, readStory, storyAt } from './schema/story-fixtures.ts';
import type { Store } from './store.ts';
import { backupTables, notInBackups } from './tables/backup-plan.ts';
import { startTestDatabases, temporaryFolder, type TestDatabases } from './testing.ts';

let databases: TestDatabases;
let ownerUrl: string;
let serviceUrl: string;
let owner: string;
let service: string;
let stores: Store[];

beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());
beforeEach(async () => {
  stores = [];
  const admin = await databases.create();
  [owner, service] = ['owner', 'service'].map((name) => `${name}_${randomBytes(6).toString('hex')}`) as [
    string,
    string,
  ];
  for (const role of [owner, service]) await databases.query(admin, `create role ${role} login password 'secret'`);
  await databases.query(admin, `alter database ${nameOf(admin)} owner to ${owner}`);
  await databases.query(admin, 'revoke create on schema public from public');
  [ownerUrl, serviceUrl] = [as(admin, owner), as(admin, service)];
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await databases.query(ownerUrl, `drop owned by current_user cascade`);
});

const nameOf = (url: string) => new URL(url).pathname.slice(1);
function as(url: string, role: string): string {
  const address = new URL(url);
  [address.username, address.password] = [role, 'secret'];
  return address.href;
}
async function open(changes: Partial<Parameters<typeof openStore>[0]> = {}): Promise<Store> {
  const store = await openStore({ url: serviceUrl, ownerUrl, ...changes });
  stores.push(store);
  return store;
}
const asService = (text: string) => databases.query(serviceUrl, text);
const append = (store: Store, action = 'open') =>
  store.transaction((tx) => store.audit.append(tx, { workspace: 'T1', actor: 'U1', action }));

const attacks = [
  `update audit_log set actor = 'U2'`,
  'delete from audit_log',
  'truncate audit_log',
  'drop table audit_log',
  'alter table audit_log disable trigger all',
  'alter table audit_log add column note text',
  'drop trigger audit_log_only_grows on audit_log',
  'create trigger other before insert on audit_log for each row execute function refuse_audit_change()',
  `select purge_audit('2100-01-01', 100)`,
  `set leadbell.purging = 'on'; delete from audit_log`,
  'set session_replication_role = replica',
  `create or replace function refuse_audit_change() returns trigger language plpgsql as 'begin return null; end'`,
  'alter function refuse_audit_change() rename to other',
  'create rule other as on insert to audit_log do instead nothing',
  'drop schema public cascade',
  'create table public.other (id int)',
  'create role other superuser',
  `copy audit_log to program 'true'`,
  `select pg_read_file('PG_VERSION')`,
  'drop table bulks',
  'delete from kysely_migration',
];

async function refusesAttacks(url: string): Promise<void> {
  for (const text of attacks) {
    const code = await databases.query(url, text).then(
      () => 'done',
      (error: unknown) => (error as { code?: unknown }).code,
    );
    expect([text, code]).toEqual([text, expect.stringMatching(/^(?:42501|42P01|0LP01)$/)]);
  }
}

test.each([
  ['new tables', false],
  ['tables that the owner had alone', true],
])('the service may not change the audit log, nor any table: %s', async (_, hasHistory) => {
  if (hasHistory) await (await openStore({ url: ownerUrl })).close();
  const store = await open();
  await append(store);
  await refusesAttacks(serviceUrl);
  expect(await store.audit.list({ limit: 9 })).toMatchObject([{ id: 1, actor: 'U1', action: 'open' }]);
});

describe('the service’s account', () => {
  test('the service’s account gains nothing when it grants rights to itself', async () => {
    await open();
    await asService('grant all on audit_log to current_user');
    const may = (right: string) => asService(`select has_table_privilege('audit_log', '${right}') as may`);
    for (const right of ['update', 'delete', 'truncate', 'trigger']) expect(await may(right)).toEqual([{ may: false }]);
  });

  test('the service’s account can do everything that Leadbell needs, and the retention shortens the audit log', async () => {
    const store = await open();
    expect(await store.audit.guard()).toBe('owner');
    await playStory(store);
    expect(await readStory(store)).toEqual(storyAt(99));
    await databases.query(ownerUrl, `insert into audit_log (at, actor, action) values ('2001-01-01', 'U1', 'old')`);
    expect(await store.forget(defaultRetention)).toMatchObject({ audit: 1 });
    expect((await store.audit.list({ limit: 9 })).map(({ action }) => action)).not.toContain('old');
  });

  test('the service’s account may read and change rows of all tables; in the audit log it may only read and add rows', async () => {
    await open();
    const all = [...backupTables.filter((name) => name !== 'audit'), ...notInBackups.tables];
    for (const table of all) {
      const rights = table === 'audit_log' ? ['select', 'insert'] : ['select', 'insert', 'update', 'delete'];
      const [row] = await asService(
        `select ${['select', 'insert', 'update', 'delete', 'truncate', 'trigger', 'references']
          .map((right) => `has_table_privilege('${table}', '${right}') as ${right}_`)
          .join(', ')}`,
      );
      const held = Object.entries(row ?? {}).flatMap(([right, may]) => (may === true ? [right.slice(0, -1)] : []));
      expect([table, held]).toEqual([table, rights]);
    }
  });

  test('the service’s account reserves ids of alerts and of their summaries', async () => {
    const store = await open();
    await store.transaction(async (tx) => {
      expect(await store.alerts.reserve(tx, 2)).toEqual([1, 2]);
      expect(await store.summaries.reserve(tx)).toBe(1);
    });
  });

  test('the service’s account can open up-to-date tables without the owner, as a tool does', async () => {
    await append(await open());
    const store = await open({ ownerUrl: null });
    expect(await store.audit.guard()).toBe('owner');
    await append(store);
    expect(await store.audit.list({ limit: 9 })).toHaveLength(2);
    await expect(store.audit.purge(await store.now())).rejects.toMatchObject({ code: '42501' });
  });

  test('the service’s account can’t create tables, and the error names the account that can', async () => {
    await expect(open({ ownerUrl: null })).rejects.toThrow(
      /may not make or change tables \(42501\): Leadbell’s database or schema must belong to the account in DATABASE_OWNER_URL/,
    );
  });

  test('the service’s account makes a backup, which the owner can restore', async () => {
    await append(await open());
    const chunks: Uint8Array[] = [];
    await backup(
      { url: serviceUrl },
      new Writable({ write: (chunk: Uint8Array, _, done) => done(void chunks.push(chunk)) }),
    );
    const other = await databases.create();
    await databases.query(other, `alter database ${nameOf(other)} owner to ${owner}`);
    await restore({ url: as(other, owner) }, Readable.from([Buffer.concat(chunks)]));
    const store = await open({ url: as(other, service), ownerUrl: as(other, owner) });
    expect(await store.audit.list({ limit: 9 })).toMatchObject([{ action: 'open' }]);
    await append(store);
  });

  test('the service’s account gets its rights when several processes start together', async () => {
    const all = await Promise.all([1, 2, 3].map(() => open()));
    await Promise.all(all.map((store) => append(store)));
    expect(await all[0]?.audit.list({ limit: 9 })).toHaveLength(3);
  });
});

const refusal = () =>
  open().then(
    () => null,
    (error: unknown) => error as Error,
  );
const asAdmin = (text: string) => databases.query(databases.server.url.replace(/\/\w+$/, `/${nameOf(ownerUrl)}`), text);

describe('an account that could change the audit log is refused:', () => {
  test.each([
    ['a superuser', () => `alter role ${service} superuser`, 'it is a superuser'],
    ['one that makes accounts', () => `alter role ${service} createrole`, 'it may make accounts (CREATEROLE)'],
    ['a member of the owner', () => `grant ${owner} to ${service}`, 'it owns the tables, or belongs to'],
    ['the owner of the database', () => `alter database ${nameOf(ownerUrl)} owner to ${service}`, 'it owns the'],
    [
      'the owner of the schema',
      () => `grant all on schema public to ${owner} with grant option; alter schema public owner to ${service}`,
      'it owns the schema or the database',
    ],
    [
      'any account, after a grant to everyone',
      () => 'grant delete on audit_log to public',
      'another account, or everyone, was granted more',
    ],
  ])('%s', async (_, change, why) => {
    await (await openStore({ url: ownerUrl })).close();
    await asAdmin(change());
    const error = await refusal();
    expect(error?.message).toMatch(
      /^The account in DATABASE_URL could still change the audit log, because .*: give it an account that owns nothing, and DATABASE_OWNER_URL/,
    );
    expect(error?.message).toContain(why);
    expect(error).toMatchObject({ kind: 'schema' });
    await asAdmin(`alter role ${service} nosuperuser nocreaterole`);
  });

  test('the owner itself', async () => {
    await expect(open({ url: ownerUrl })).rejects.toThrow(/because it owns the tables/);
  });
});

test('the bundled PostgreSQL has a service account that is not a superuser, and owns nothing', async () => {
  const folder = temporaryFolder();
  const server = await startEmbedded({
    dataDir: join(folder, 'data'),
    role: 'service',
    isEphemeral: true,
    log: () => {},
  });
  const store = await openStore(server);
  try {
    expect(await store.audit.guard()).toBe('owner');
    await append(store);
    await refusesAttacks(server.url);
    expect(await store.audit.list({ limit: 9 })).toHaveLength(1);
    const [role] = await databases.query(
      server.url,
      'select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as may from pg_roles where rolname = current_user',
    );
    expect(role).toEqual({ may: false });
  } finally {
    await store.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
});
