/**
 * Converts between the opaque public types and those of Kysely. A transaction may be repeated (see `../repeat.ts`), so
 * the work in it must be repeatable.
 */
import { channel } from 'node:diagnostics_channel';
import { CompiledQuery, type Kysely, sql } from 'kysely';
import { repeating } from '../repeat.ts';
import type { SqlExecutor, Transaction } from '../transaction.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

export function handle(database: Database): Transaction {
  return database as unknown as Transaction;
}

/** Converts the public type back. Inside this package only. */
export function databaseOf(transaction: Transaction): Database {
  return transaction as unknown as Database;
}

/** With this channel, tests find code that renders inside a transaction. In production it has no listeners. */
const transactions = channel('leadbell:transaction');

export async function inTransaction<T>(database: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return repeating(() => database.transaction().execute((tx) => transactions.runStores(handle(tx), () => work(tx))));
}

/** Runs SQL text with values, for a library that keeps its own tables in the same transaction. */
export function rawExecutor(transaction: Transaction): SqlExecutor {
  const database = databaseOf(transaction);
  return {
    async execute(text, values = []) {
      const { rows } = await database.executeQuery(CompiledQuery.raw(text, [...values]));
      return rows;
    },
  };
}

export const tablesWithReservedIds = ['alerts', 'alert_summaries'] as const satisfies readonly (keyof Tables)[];

/** Reserves ids of a table's identity column. A message can then contain the id of a row that is not written yet. */
export async function reserveIds(
  database: Database,
  table: (typeof tablesWithReservedIds)[number],
  count: number,
): Promise<readonly number[]> {
  if (count === 0) return [];
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence(${table}, 'id'))::bigint as id from generate_series(1, ${count})`.execute(
    database,
  );
  return rows.map(({ id }) => id);
}
