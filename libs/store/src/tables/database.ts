/**
 * What the rest of the house hands on, and what it is here. What the database refuses only because of others' transactions (deadlock, serialisation)
 * is done again, so work in a transaction must be repeatable.
 */
import { CompiledQuery, type Kysely } from 'kysely';
import type { SqlExecutor, Transaction } from '../transaction.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

const repeatable: ReadonlySet<unknown> = new Set(['40001', '40P01']);
const attempts = 5;

export function handle(database: Database): Transaction {
  return database as unknown as Transaction;
}

/** The other way round; inside this package only. */
export function databaseOf(transaction: Transaction): Database {
  return transaction as unknown as Database;
}

export async function inTransaction<T>(database: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction().execute(work);
    } catch (error) {
      if (attempt >= attempts || !repeatable.has((error as { code?: unknown }).code)) throw error;
    }
  }
}

/** Text and values for whatever engine keeps its own tables in the same transaction. */
export function rawExecutor(transaction: Transaction): SqlExecutor {
  const database = databaseOf(transaction);
  return {
    async execute(text, values = []) {
      const { rows } = await database.executeQuery(CompiledQuery.raw(text, [...values]));
      return rows;
    },
  };
}
