/** A transaction, seen from outside: something to hand on, so that several tables change together or not at all. Pure types. */

declare const isTransaction: unique symbol;

export interface Transaction {
  readonly [isTransaction]: true;
}

/** Text and values for whatever engine keeps its own tables in the same transaction. */
export interface SqlExecutor {
  execute(text: string, values?: readonly unknown[]): Promise<readonly unknown[]>;
}
