/**
 * Databases and backups of every past schema are taken over by today's code. `__fixtures__/README.md` says how they
 * were made.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backup, restore } from '../backup/backup.ts';
import { migrations } from '../migrations/index.ts';
import { openStore } from '../open-store.ts';
import { startTestDatabases, type TestDatabases } from '../testing.ts';
import { checksumsOf } from './checksum.ts';
import { deliveryOfStory, playStory, readDelivery, readStory, storyAt } from './story-fixtures.ts';
import { databaseText } from './text-of-database-fixtures.ts';

const folder = new URL('__fixtures__/', import.meta.url);
const files = readdirSync(folder).toSorted();
const databaseFiles = files.filter((name) => name.endsWith('.sql.gz'));
const backupFiles = files.filter((name) => name.endsWith('.backup'));

let databases: TestDatabases;
let fresh: unknown;
beforeAll(async () => {
  databases = await startTestDatabases();
  const url = await databases.create();
  await (await openStore({ url })).close();
  fresh = await schemaOf(url);
});
afterAll(() => databases.close());

/** The catalogue's description of our tables, without the order of columns and the records of migrations. */
async function schemaOf(url: string): Promise<unknown> {
  return databases.query(
    url,
    `select 'column' as kind, attrelid::regclass::text as of, concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull,
        attidentity, pg_get_expr(adbin, adrelid)) as is
      from pg_attribute join pg_class c on c.oid = attrelid left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped and relname not like 'kysely%'
    union all select 'constraint', conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'kysely%' and contype <> 'n'
    union all select 'index', tablename::text, indexdef from pg_indexes where schemaname = 'public' and tablename not like 'kysely%'
    union all select 'function', proname::text, pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
    order by 1, 2, 3`,
  );
}

async function madeThen(file: string): Promise<string> {
  const url = await databases.create();
  await databases.query(url, gunzipSync(readFileSync(new URL(file, folder))).toString());
  return url;
}

const ask = (url: string) => (text: string) => databases.query(url, text);
const number = (file: string) => Number(file.slice(0, 2));
/** Everything that today's code reads from a database, after taking it over if necessary. */
async function contents(url: string): Promise<unknown> {
  const store = await openStore({ url });
  const found = {
    story: await readStory(store),
    schema: await schemaOf(url),
    delivery: await readDelivery(store, ask(url)),
  };
  await store.close();
  return found;
}

const expected = (schema: number) => ({ story: storyAt(schema), schema: fresh, delivery: deliveryOfStory });

async function restored(bytes: Uint8Array): Promise<string> {
  const url = await databases.create();
  await restore({ url }, Readable.from([bytes]));
  return url;
}

async function backupOf(url: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  await backup({ url }, new Writable({ write: (chunk: Uint8Array, _, done) => done(void chunks.push(chunk)) }));
  return Buffer.concat(chunks);
}

/** The migrations that the database in the file has applied. */
function migrationsIn(file: string): readonly string[] {
  const text = gunzipSync(readFileSync(new URL(file, folder))).toString();
  const rows = /jsonb_populate_recordset\(null::kysely_migration, \$rows\$(.*?)\$rows\$/s.exec(text)?.[1] ?? '[]';
  return (JSON.parse(rows) as readonly { name: string }[]).map(({ name }) => name).toSorted();
}

describe('a database of an earlier schema', () => {
  it.each(databaseFiles)(
    'an earlier database is taken over with all its data, and then looks like a new one: %s',
    async (file) => {
      const url = await madeThen(file);
      expect(await contents(url)).toEqual(expected(number(file)));
      const recorded = await databases.query(url, 'select name, checksum from kysely_migration order by name');
      expect(new Map(recorded.map(({ name, checksum }) => [name, checksum]))).toEqual(await checksumsOf(migrations));
      await (await openStore({ url })).close();
    },
  );

  it('only one of several processes that start together takes over an earlier database', async () => {
    const url = await madeThen('04-0cffcf8.sql.gz');
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ url })));
    expect(await schemaOf(url)).toEqual(fresh);
    await Promise.all(stores.map((store) => store.close()));
  });

  // In these databases a table is missing, or a migration has its former name or was left out.
  it.each(['02-a2ce1ec.sql.gz', '04-0cffcf8.sql.gz', '08-362ee91.sql.gz'])(
    'an earlier database can be backed up without a change to it, and the backup can be restored: %s',
    async (file) => {
      const bytes = await backupOf(await madeThen(file));
      expect(await contents(await restored(bytes))).toEqual(expected(number(file)));
    },
  );
});

describe('a backup of an earlier schema', () => {
  it.each(backupFiles)('an earlier backup is restored with all its data: %s', async (file) => {
    const url = await restored(readFileSync(new URL(file, folder)));
    expect(await contents(url)).toEqual(expected(number(file)));
  });

  it('an earlier backup is restored into a database whose tables an earlier release created but did not fill', async () => {
    const url = await madeThen('04-0cffcf8.sql.gz');
    await databases.query(url, 'truncate workspaces, dms_connections, outbox, audit, daily_counters cascade');
    await restore({ url }, Readable.from([readFileSync(new URL('04-0cffcf8.backup', folder))]));
    expect(await contents(url)).toEqual(expected(4));
  });
});

describe('the fixtures', () => {
  it('the fixtures include the latest released schema', () => {
    const released = readFileSync(new URL('../migrations/checksums.json', import.meta.url), 'utf8');
    const last = Object.keys(JSON.parse(released) as object).at(-1);
    expect(databaseFiles.map((file) => migrationsIn(file).at(-1))).toContain(last);
  });

  // With RELEASE_MIGRATIONS=1 the new fixture is kept: see `docs/recipes.md`.
  it('fixtures can be made for today’s schema', async () => {
    const url = await databases.create();
    const store = await openStore({ url });
    await playStory(store);
    await store.close();
    const text = await databaseText(ask(url), migrations);
    const bytes = await backupOf(url);
    const next = keep(text, bytes);
    const copy = await databases.create();
    await databases.query(copy, text);
    expect(await contents(copy)).toEqual(expected(next));
    expect(await contents(await restored(bytes))).toEqual(expected(next));
  });
});

/** Writes the fixture if this is a release whose schema has none yet. Returns the fixture's number. */
function keep(text: string, bytes: Buffer): number {
  const last = Object.keys(migrations).at(-1) ?? '';
  const next = number(databaseFiles.at(-1) ?? '') + 1;
  const name = `${String(next).padStart(2, '0')}-${last}`;
  const isNew = databaseFiles.every((file) => migrationsIn(file).at(-1) !== last);
  if (process.env['RELEASE_MIGRATIONS'] === '1' && isNew) {
    writeFileSync(new URL(`${name}.sql.gz`, folder), gzipSync(text, { level: 9 }));
    writeFileSync(new URL(`${name}.backup`, folder), bytes);
  }
  return next;
}
