/**
 * Converts between the public, opaque types and Kysely's. A transaction may be repeated (see `../repeat.ts`), so the
 * work in one must be repeatable.
 */
import { CompiledQuery, type Kysely } from 'kysely';
import { repeating } from '../repeat.ts';
import type { SqlExecutor, Transaction } from '../transaction.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

export function handle(database: Database): Transaction {
  return database as unknown as Transaction;
}

/** The reverse; inside this package only. */
export function databaseOf(transaction: Transaction): Database {
  return transaction as unknown as Database;
}

export async function inTransaction<T>(database: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return repeating(() => database.transaction().execute(work));
}

/** Takes text and values, for any engine that keeps its own tables in the same transaction. */
export function rawExecutor(transaction: Transaction): SqlExecutor {
  const database = databaseOf(transaction);
  return {
    async execute(text, values = []) {
      const { rows } = await database.executeQuery(CompiledQuery.raw(text, [...values]));
      return rows;
    },
  };
}
