/**
 * Takes over a database: recognises it, or refuses it in one sentence, and applies the missing migrations. All of it is
 * one transaction, in one process at a time, so a database is either unchanged or up to date. Errors: `StoreError`.
 */
import { sql } from 'kysely';
import { StoreError } from '../errors.ts';
import { isOfOthers } from '../repeat.ts';
import { type Database, inTransaction } from '../tables/database.ts';
import { checksumsOf, type Migrations } from './checksum.ts';
import { mendEarlierForms, nameToday } from './earlier-forms.ts';
import { prepareRecords, readRecords, record } from './records.ts';
import { notBroughtUpToDate, refuseHalfMade, refuseOtherForms, refuseUnknown } from './refusals.ts';
import { allowService } from './service-role.ts';
import { readShape } from './shape.ts';

/** The lock of Kysely's migrator, which earlier releases hold while they change tables. */
const lock = sql.lit('3853314791062309107');

/** `service`: the account that the processes use, if it is another than the owner of the tables. */
export async function bringUpToDate(database: Database, known: Migrations, service: string | null): Promise<void> {
  try {
    await inTransaction(database, async (tx) => {
      await takeOver(tx, known);
      await migrate(tx, known, null);
      if (service !== null) await allowService(tx, service);
    });
  } catch (error) {
    throw error instanceof StoreError ? error : notBroughtUpToDate(error, null);
  }
}

/** No other process changes tables until the transaction ends. */
export async function takeOver(tx: Database, known: Migrations): Promise<void> {
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
  await sql`select pg_advisory_xact_lock(${lock}::bigint)`.execute(tx);
  const found = await readRecords(tx);
  const isFixed = await mendEarlierForms(tx, found, await readShape(tx));
  const records = isFixed ? await readRecords(tx) : found;
  const names = Object.keys(known);
  refuseUnknown(records, names);
  refuseOtherForms(records, await checksumsOf(known));
  refuseHalfMade(records, await readShape(tx), names);
}

/** Migrates to the named migration, or to the latest. Writes nothing if all are applied. Throws `StoreError`. */
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
    // A deadlock with a running process: the transaction is repeated.
    if (isOfOthers(error)) throw error;
    throw notBroughtUpToDate(error, name);
  }
}

/** In order, by their current names. Throws `StoreError` if one of them is not known here. */
export async function appliedMigrations(database: Database, known: Migrations): Promise<readonly string[]> {
  const { names } = await readRecords(database);
  const today = names.map(nameToday).toSorted();
  refuseUnknown({ names: today }, Object.keys(known));
  return today;
}
