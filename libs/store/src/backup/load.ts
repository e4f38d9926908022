/** Loads a backup's rows into an empty database, in one transaction; see `backup.ts`. */
import { sql } from 'kysely';
import { instant } from '@leadbell/domain';
import type { BackupSummary, RestoreOptions } from './options.ts';
import { damaged, type End, laterBackup, type Line, readHeader, readLine } from './lines.ts';
import { StoreError } from '../errors.ts';
import { appliedMigrations, migrate, takeOver } from '../schema/bring-up-to-date.ts';
import type { Migrations } from '../schema/checksum.ts';
import { letChannelsSleep, nameToday } from '../schema/earlier-forms.ts';
import { forgetRecords } from '../schema/records.ts';
import { backupTables, notInBackups, ownSequences, selfReferring } from '../tables/backup-plan.ts';
import { presentTables, sequencesOf } from '../tables/catalogue.ts';
import type { Database } from '../tables/database.ts';
import { checkKeys, letGoOfKeys } from '../tables/installation-keys.ts';

export async function load(
  database: Database,
  known: Migrations,
  lines: AsyncGenerator<string>,
  { keys, onRows }: Pick<RestoreOptions, 'keys' | 'onRows'>,
): Promise<BackupSummary> {
  const first = await lines.next();
  const { migration: named, at } = readHeader(first.done === true ? undefined : first.value);
  const migration = nameToday(named);
  if (!Object.hasOwn(known, migration)) throw laterBackup();
  return database.transaction().execute(async (tx) => {
    await takeOver(tx, known);
    await makeEmpty(tx, known, migration);
    await migrate(tx, known, migration);
    const tables = await presentTables(tx, backupTables);
    await refuseRows(tx, tables);
    const rows = await fill(tx, tables, lines, onRows);
    await letChannelsSleep(tx);
    await migrate(tx, known, null);
    if (keys === 'lost') await letGoOfKeys(tx, []);
    else if (keys !== undefined)
      await checkKeys(tx, keys.ids, {
        what: 'The backup',
        where: keys.where,
        whenLost: 'leadbell restore <file> --key-lost',
      });
    return { at: instant(Date.parse(at)), rows };
  });
}

/**
 * If the schema is later than the backup's, drops its tables, which must be empty. The backup's migrations then create
 * the tables that the backup needs.
 */
async function makeEmpty(tx: Database, known: Migrations, migration: string): Promise<void> {
  const applied = await appliedMigrations(tx, known);
  const tables = await presentTables(tx, backupTables);
  if (!applied.some((name) => name > migration)) return;
  await refuseRows(tx, tables);
  for (const table of tables.toReversed()) await sql`drop table ${sql.table(table)}`.execute(tx);
  for (const name of notInBackups.functions) await sql`drop function if exists ${sql.table(name)}`.execute(tx);
  for (const name of notInBackups.tables) await sql`drop table if exists ${sql.table(name)}`.execute(tx);
  for (const { sequence } of ownSequences) await sql`drop sequence if exists ${sql.table(sequence)}`.execute(tx);
  await forgetRecords(tx);
}

/** Throws if a table has a row. Locks the tables until commit. */
async function refuseRows(tx: Database, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(tx);
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(tx);
    if (rows.length > 0) {
      throw new StoreError(
        'backup',
        'The database already has data of a Leadbell: restore into an empty one (another DATABASE_URL, or a data folder that is moved away before)',
      );
    }
  }
}

async function fill(
  tx: Database,
  tables: readonly string[],
  lines: AsyncGenerator<string>,
  onRows: RestoreOptions['onRows'],
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = Object.fromEntries(tables.map((table) => [table, 0]));
  let at = 0;
  let end: End | null = null;
  const columns = new Map<string, readonly string[]>();
  for await (const text of lines) {
    const line = readLine(text);
    if (end !== null) throw damaged();
    const next = line.kind === 'end' ? tables.length : tables.indexOf(line.table);
    if (next < at) throw damaged();
    for (; at < next; at += 1) await finish(tx, tables[at] ?? '');
    if (line.kind === 'end') end = line;
    else {
      if (!columns.has(line.table)) columns.set(line.table, await columnsIn(tx, line));
      const inserted = await insert(tx, line, columns.get(line.table) ?? []);
      counts[line.table] = (counts[line.table] ?? 0) + inserted;
      onRows?.(inserted);
    }
  }
  if (end === null || !isSame(end.rows, counts)) throw damaged();
  await setSequences(tx, tables, end.sequences);
  return counts;
}

type Rows = Extract<Line, { readonly kind: 'rows' }>;

/** The columns that the rows have. Rows of an earlier release may lack a column, which then gets its default. */
async function columnsIn(tx: Database, { table, rows }: Rows): Promise<readonly string[]> {
  const found = await orDamaged(
    sql<{ name: string }>`
      select attname as name from pg_attribute
      where attrelid = to_regclass(quote_ident(${table})) and attnum > 0 and not attisdropped
        and attname in (select jsonb_object_keys(${rows}::jsonb -> 0)) order by attnum`.execute(tx),
  );
  if (found.rows.length === 0) throw damaged();
  return found.rows.map(({ name }) => name);
}

async function insert(tx: Database, { table, rows }: Rows, columns: readonly string[]): Promise<number> {
  const target = selfReferring.has(table) ? waitingRoom(table) : table;
  if (target !== table) {
    await sql`
      create temporary table if not exists ${sql.table(target)} (like ${sql.table(table)} including defaults) on commit drop`.execute(
      tx,
    );
  }
  const names = sql.join(columns.map((name) => sql.ref(name)));
  const { numAffectedRows } = await orDamaged(
    sql`insert into ${sql.table(target)} (${names}) overriding system value
      select ${names} from jsonb_populate_recordset(null::${sql.table(table)}, ${rows}::jsonb)`.execute(tx),
  );
  return Number(numAffectedRows ?? 0);
}

/**
 * Call when all lines of the table were read. Rows of a table that refers to itself were collected in a temporary
 * table; inserts them all at once, so that their order does not matter.
 */
async function finish(tx: Database, table: string): Promise<void> {
  const from = waitingRoom(table);
  if (!selfReferring.has(table) || (await presentTables(tx, [from])).length === 0) return;
  await orDamaged(
    sql`insert into ${sql.table(table)} overriding system value select * from ${sql.table(from)}`.execute(tx),
  );
}

function waitingRoom(table: string): string {
  return `restoring_${table}`;
}

/**
 * Makes each sequence continue after its last number in the backup, or after the largest restored number if that is
 * larger.
 */
async function setSequences(tx: Database, tables: readonly string[], given: End['sequences']): Promise<void> {
  for (const { table, column, sequence } of await sequencesOf(tx, tables)) {
    await sql`
      select setval(${sequence}::regclass, last)::text
      from (select greatest(max(${sql.ref(column)}), ${given[`${table}.${column}`] ?? null}::bigint) as last from ${sql.table(table)}) l
      where last >= 1`.execute(tx);
  }
}

/** Replaces the database's error about a row, because its message may quote the row. */
async function orDamaged<T>(statement: Promise<T>): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    if (/^2[23]/.test(String((error as { code?: unknown }).code))) throw damaged();
    throw error;
  }
}

/** A backup of an earlier release has no counts for tables that were added later. */
function isSame(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? 0) === (other[name] ?? 0));
}
