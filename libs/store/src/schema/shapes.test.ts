/**
 * `shapes.json` lists for each migration the lines of the tables' shape that it changes, see `shape.ts`.
 * `UPDATE_GOLDENS=1` rewrites the file. While replicas are replaced one at a time, processes of the last release read
 * and write the tables of this release.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrations } from '../migrations/index.ts';
import type { Tables } from '../tables/tables.ts';
import { startTestDatabases, type TestDatabases } from '../testing.ts';
import released from '../migrations/checksums.json' with { type: 'json' };
import { type Change, expectedShape, readShape } from './shape.ts';

const file = new URL('../migrations/shapes.json', import.meta.url);

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());

async function everyName(url: string): Promise<readonly string[]> {
  const rows = await databases.query(
    url,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
     union select proname from pg_proc where pronamespace = 'public'::regnamespace`,
  );
  return rows.map(({ name }) => String(name));
}

let url: string;

it('the stored shapes match the migrations', async () => {
  url = await databases.create();
  const pool = new Pool({ connectionString: url, max: 1 });
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const changes: Record<string, Change> = {};
  let before: ReadonlySet<string> = new Set();
  for (const [name, migration] of Object.entries(migrations)) {
    await migration.up(database);
    const after = await readShape(database, await everyName(url));
    changes[name] = {
      adds: [...after].filter((line) => !before.has(line)),
      drops: [...before].filter((line) => !after.has(line)),
    };
    before = after;
  }
  await database.destroy();
  const text = `${JSON.stringify(changes, null, 2)}\n`;
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(file, text);
  expect(changes, 'shapes.json is not what the migrations make: run with UPDATE_GOLDENS=1 and read it').toEqual(
    JSON.parse(readFileSync(file, 'utf8')),
  );
});

/**
 * Lines that a migration changed, with the reason why processes of the last release can still use the table.
 * `tools/torture --only rolling` proves that they can.
 */
const changedForRelease: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:audit\.|sequence audit_id_seq$|unique audit_pkey$)/,
    'it writes there only together with messages, which it can’t write any more',
  ],
  [/^bulk_leads\.external_id bigint$/, 'it reads texts as well as numbers'],
];

const before = expectedShape(Object.keys(released));

it('the migrations keep everything that the last release reads', () => {
  const after = expectedShape(Object.keys(migrations));
  const isKept = (line: string) => after.has(line) || after.has(line.replace(/ not null$/, ''));
  const gone = [...before].filter((line) => !isKept(line));
  expect(gone.filter((line) => !changedForRelease.some(([lines]) => lines.test(line)))).toEqual([]);
});

it('after the migrations, the last release can’t poll, and can’t write or claim messages', async () => {
  const refused = async (text: string) => {
    const { code } = (await databases.query(url, text).then(
      () => ({ code: 'done' }),
      (error: unknown) => error,
    )) as { readonly code: unknown };
    return code;
  };
  await databases.query(
    url,
    `insert into workspaces (id) values ('T1'); insert into channels (workspace_id, id) values ('T1', 'C1');
     insert into dms_connections (id) values ('dms')`,
  );
  // The values that release 0.1.0 wrote.
  expect(
    await Promise.all([
      refused(`update dms_connections set lease = lease + 1, lease_until = now()`),
      refused(`update channels set lease = lease + 1, waits_for = 'reconcile', lease_until = now()`),
      refused(
        `insert into outbox (workspace_id, channel_id, key, kind, payload) values ('T1', 'C1', 'k', 'lead', '{}')`,
      ),
    ]),
  ).toEqual(['23514', '23514', '23502']);
});
