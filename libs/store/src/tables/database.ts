/** What the rest of the house hands on, and what it is here. A transaction may be done again (see `../repeat.ts`), so work in one must be repeatable. */
import { CompiledQuery, type Kysely } from 'kysely';
import { repeating } from '../repeat.ts';
import type { SqlExecutor, Transaction } from '../transaction.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

export function handle(database: Database): Transaction {
  return database as unknown as Transaction;
}

/** The other way round; inside this package only. */
export function databaseOf(transaction: Transaction): Database {
  return transaction as unknown as Database;
}

export async function inTransaction<T>(database: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return repeating(() => database.transaction().execute(work));
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
