/** `shapes.json` lists the changes of each migration. `UPDATE_GOLDENS=1` rewrites it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrations } from '../migrations/index.ts';
import type { Tables } from '../tables/tables.ts';
import { startTestDatabases, type TestDatabases } from '../testing.ts';
import { type Change, readShape } from './shape.ts';

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

it('match the migrations', async () => {
  const url = await databases.create();
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
