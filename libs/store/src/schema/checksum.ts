/**
 * Returns the SQL that a migration sends, and its checksum. A migration sends fixed statements and reads nothing. So
 * its SQL is all that it does, and the comments in its file may change. Pure except for the hash.
 */
import { createHash } from 'node:crypto';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { Migration } from 'kysely/migration';

export type Migrations = Readonly<Record<string, Migration>>;

/** Returns the statements in their order. */
export async function statementsOf(migration: Migration): Promise<readonly string[]> {
  const statements: string[] = [];
  const nowhere = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => void statements.push(query.sql),
  });
  await migration.up(nowhere);
  return statements;
}

/** Each migration's checksum is computed only once, because a process may open the store more than once. */
const checksums = new WeakMap<Migration, string>();

async function checksumOf(migration: Migration): Promise<string> {
  const known = checksums.get(migration);
  if (known !== undefined) return known;
  const statements = await statementsOf(migration);
  const checksum = createHash('sha256').update(JSON.stringify(statements)).digest('hex');
  checksums.set(migration, checksum);
  return checksum;
}

/** Returns SHA-256 checksums in hexadecimal, by the migration's name. */
export async function checksumsOf(migrations: Migrations): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const [name, migration] of Object.entries(migrations)) found.set(name, await checksumOf(migration));
  return found;
}
