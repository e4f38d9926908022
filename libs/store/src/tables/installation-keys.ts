/**
 * Fingerprints of the installation's keys, in SQL; see `../keys.ts`. All times are real, because the order of the keys
 * must not change.
 */
import { sql } from 'kysely';
import { identityPrefix, type Instant, personPrefix } from '@leadbell/domain';
import { StoreError } from '../errors.ts';
import type { KeyRecord, KeyRecords } from '../keys.ts';
import { type Database, inTransaction } from './database.ts';

/**
 * Columns that contain keys of leads. A new column with such keys must be added here, because a key that only its rows
 * need could otherwise be given up.
 */
const uses = [
  { table: 'bulk_leads', column: 'key' },
  { table: 'leads_told', column: 'lead' },
  { table: 'lead_set_members', column: 'lead' },
  { table: 'claims', column: 'lead_key' },
  { table: 'bulks', column: 'key' },
  { table: 'audit_log', column: 'leads' },
] as const;

/** Columns that contain keys of persons. */
const personUses = [
  { table: 'bulk_leads', column: 'persons' },
  { table: 'person_index', column: 'person' },
  { table: 'forgotten', column: 'person' },
] as const;

/** Columns that contain the fingerprint of a key. */
const fingerprints = [{ table: 'bulk_leads', column: 'marks_key' }] as const;

const thisDatabase = { what: 'This database', whenLost: 'leadbell key lost' };

export function createKeyRecords(database: Database): KeyRecords {
  return {
    begin: (ids, where) =>
      inTransaction(database, async (tx) => {
        // With this lock, processes that start at once run one after another, and each sees the rows of the earlier
        // ones.
        await sql`lock table installation_keys in share row exclusive mode`.execute(tx);
        const records = await checkKeys(tx, ids, { ...thisDatabase, where });
        if (records[0]?.id !== ids[0]) {
          await sql`
            insert into installation_keys (id, since) values (${ids[0]}, clock_timestamp())
            on conflict (id) do update set since = excluded.since, dropped_at = null`.execute(tx);
        }
        await letGoOfKeys(tx, ids);
        return { hasLegacy: await hasLegacy(tx) };
      }),
    async check(ids, where) {
      await checkKeys(database, ids, { ...thisDatabase, where });
    },
    list: () => listKeys(database),
    keepOnly: (ids) => letGoOfKeys(database, ids),
  };
}

interface Place {
  /** The beginning of the sentence in the error. */
  readonly what: string;
  /** The setting or file that should have the keys. */
  readonly where: string;
  /** The command to use when a key is lost. */
  readonly whenLost: string;
}

/** Throws `StoreError` if `ids` lacks the current key, or a key that stored rows need. */
export async function checkKeys(tx: Database, ids: readonly string[], place: Place): Promise<readonly KeyRecord[]> {
  const records = await listKeys(tx);
  const missing = records.filter(({ id, isCurrent, isNeeded }) => (isCurrent || isNeeded) && !ids.includes(id));
  if (missing.length === 0) return records;
  const { what, where, whenLost } = place;
  const names = missing.map(({ id }) => id).join(' and ');
  const [keys, it] = missing.length === 1 ? [`key ${names}`, 'it'] : [`keys ${names}`, 'them'];
  const given = ids.length === 0 ? 'has none' : `has ${ids.join(' and ')}`;
  throw new StoreError(
    'key',
    `${what} was written with the installation’s ${keys}, but ${where} ${given}: put ${it} there (after the new key, if you are changing keys), or, if you have lost ${it}, use ${whenLost}`,
  );
}

async function listKeys(database: Database): Promise<readonly KeyRecord[]> {
  const { rows } = await sql<{ id: string; since: Instant }>`
    select id, since from installation_keys where dropped_at is null order by since desc, id`.execute(database);
  const records: KeyRecord[] = [];
  for (const [at, row] of rows.entries())
    records.push({ ...row, isCurrent: at === 0, isNeeded: await isNeeded(database, row.id) });
  return records;
}

async function isNeeded(database: Database, id: string): Promise<boolean> {
  const prefixed = [
    ...uses.map((use) => ({ ...use, prefix: identityPrefix(id) })),
    ...personUses.map((use) => ({ ...use, prefix: personPrefix(id) })),
  ];
  const looks = prefixed.map(
    ({ table, column, prefix }) =>
      sql`exists (select 1 from ${sql.table(table)} where ${sql.ref(column)}::text like ${`%${prefix}%`})`,
  );
  looks.push(
    ...fingerprints.map(
      ({ table, column }) => sql`exists (select 1 from ${sql.table(table)} where ${sql.ref(column)} = ${id})`,
    ),
  );
  const { rows } = await sql<{ found: boolean }>`select ${sql.join(looks, sql` or `)} as found`.execute(database);
  return rows[0]?.found === true;
}

/**
 * Whether there are leads without a number that were stored before the installation had a key; see
 * `legacy-identity.ts`.
 */
async function hasLegacy(tx: Database): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select 1 from bulk_leads where key ~ '^(h[0-9a-z]{2,14}|x0|x-[0-9]+)(#[0-9]+)?$')
      or exists (select 1 from leads_told where lead ~ '^[0-9]* [0-9]* ([0-9a-wyz][0-9a-z]*|x0|x-)') as found`.execute(
    tx,
  );
  return rows[0]?.found === true;
}

export async function letGoOfKeys(database: Database, kept: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    update installation_keys set dropped_at = clock_timestamp()
    where dropped_at is null and id <> all(${[...kept]}::text[]) returning id`.execute(database);
  return rows.map(({ id }) => id);
}
