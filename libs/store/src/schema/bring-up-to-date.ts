/**
 * Takes over a database: recognises it, or refuses it with one sentence, and applies the missing migrations. All this
 * is one transaction, and only one process at a time does it, so afterwards the database is either unchanged or up to
 * date. Errors: `StoreError`.
 */
import { sql } from 'kysely';
import { StoreError } from '../errors.ts';
import { isOfOthers } from '../repeat.ts';
import { type Database, inTransaction } from '../tables/database.ts';
import { checksumsOf, type Migrations } from './checksum.ts';
import { mendEarlierForms, nameToday } from './earlier-forms.ts';
import { prepareRecords, readRecords, record } from './records.ts';
import { notBroughtUpToDate, refuseEmpty, refuseHalfMade, refuseOtherForms, refuseUnknown } from './refusals.ts';
import { allowService } from './service-role.ts';
import { readShape } from './shape.ts';

/** The lock of Kysely's migrator: earlier releases hold it while they change tables. */
const lock = sql.lit('3853314791062309107');

export interface UpToDateOptions {
  /** The account of the processes, if it does not own the tables. */
  readonly service: string | null;
  /** Whether a database without Leadbell's tables is refused. */
  readonly needsData: boolean;
}

export async function bringUpToDate(
  database: Database,
  known: Migrations,
  { service, needsData }: UpToDateOptions,
): Promise<void> {
  try {
    await inTransaction(database, async (tx) => {
      await takeOver(tx, known);
      if (needsData) refuseEmpty(await readRecords(tx));
      await migrate(tx, known, null);
      if (service !== null) await allowService(tx, service);
    });
  } catch (error) {
    throw error instanceof StoreError ? error : notBroughtUpToDate(error, null);
  }
}

/** No other process can change tables until this transaction ends. */
export async function takeOver(tx: Database, known: Migrations): Promise<void> {
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
  await sql`select pg_advisory_xact_lock(${lock}::bigint)`.execute(tx);
  const found = await readRecords(tx);
  const shape = await readShape(tx);
  const isFixed = await mendEarlierForms(tx, found, shape);
  const records = isFixed ? await readRecords(tx) : found;
  const names = Object.keys(known);
  refuseUnknown(records, names);
  refuseOtherForms(records, await checksumsOf(known));
  refuseHalfMade(records, isFixed ? await readShape(tx) : shape, names);
}

/**
 * Migrates to the named migration, or to the latest. Writes nothing if all migrations are applied. Throws `StoreError`.
 */
export async function migrate(tx: Database, known: Migrations, target: string | null): Promise<void> {
  const { names, checksums } = await readRecords(tx);
  const wanted = Object.keys(known).filter((name) => target === null || name <= target);
  if (wanted.every((name) => checksums.has(name))) return;
  await prepareRecords(tx);
  const sums = await checksumsOf(known);
  for (const name of wanted.toSorted()) {
    if (!names.includes(name)) await apply(tx, known, name);
    await record(tx, name, sums.get(name) ?? '');
  }
}

async function apply(tx: Database, known: Migrations, name: string): Promise<void> {
  try {
    await known[name]?.up(tx);
  } catch (error) {
    // If another transaction caused the error, as in a deadlock, the caller repeats this one.
    if (isOfOthers(error)) throw error;
    throw notBroughtUpToDate(error, name);
  }
}

/**
 * Returns the applied migrations in order, by their current names. Throws `StoreError` if this release does not know
 * one of them.
 */
export async function appliedMigrations(database: Database, known: Migrations): Promise<readonly string[]> {
  const { names } = await readRecords(database);
  const today = names.map(nameToday).toSorted();
  refuseUnknown({ names: today }, Object.keys(known));
  return today;
}
