/**
 * A transaction as an opaque value that callers pass on, so that several tables change together or not at all. Pure
 * types.
 */

declare const isTransaction: unique symbol;

export interface Transaction {
  readonly [isTransaction]: true;
}

/** Runs SQL text with values, for a library that keeps its own tables in the same transaction. */
export interface SqlExecutor {
  execute(text: string, values?: readonly unknown[]): Promise<readonly unknown[]>;
}
