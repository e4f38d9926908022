/**
 * The connection pool. The only file that decides how PostgreSQL's types are read: `bigint`, counts and sums as numbers
 * (an inexact number throws), `timestamptz` as epoch milliseconds, `date` as text, and JSON as its value. After a
 * fail-over, connections to a server that can't write are discarded.
 */
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { type ClientConfig, Pool, type PoolClient, type QueryResult, types } from 'pg';
import { connectionFor } from './connection.ts';
import { repeating } from './repeat.ts';

export interface PoolOptions {
  readonly url: string;
  readonly size: number;
  readonly caFile: string | null;
  /** Milliseconds. Default 30,000. */
  readonly statementTimeoutMs?: number;
  readonly name: string;
}

const int8 = 20;
const numeric = 1700;
const timestamptz = 1184;
const date = 1082;
const int8List = 1016;

/** Codes after a fail-over: this server can't write or is shutting down, or the connection is lost. */
const wrongServer: ReadonlySet<unknown> = new Set(['25006', '57P01', '57P02', '57P03', '08006', '08003']);

/** These statements are prepared once on each connection, under their names. */
const isPrepared = /^\s*select (deliver)\(/;

/**
 * Errors about a prepared statement that is missing, or whose name another statement has. A pooler causes them by
 * giving our connection to another client.
 */
const unknownStatement: ReadonlySet<unknown> = new Set(['26000', '42P05']);

/** The statements with which Kysely begins a transaction. */
const begins = /^(?:begin|start transaction)\b/;
const ends = /^(?:commit|rollback)$/;

export function createPool({ url, size, caFile, statementTimeoutMs = 30_000, name }: PoolOptions): Pool {
  const pool = new Pool({
    ...clientOptions(url, caFile),
    max: size,
    application_name: name,
    idleTimeoutMillis: 30_000,
    maxLifetimeSeconds: 1_800,
    statement_timeout: statementTimeoutMs,
    // Notices a server that stops answering without closing the connection.
    query_timeout: statementTimeoutMs + 5_000,
    idle_in_transaction_session_timeout: 60_000,
    types: { getTypeParser },
  });
  // An idle connection that fails is replaced when a connection is next needed.
  pool.on('error', () => {});
  // If a connection fails in use, the running statement fails too; the listener only keeps the process from ending.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/**
 * A pool for Kysely that does not take back connections to the wrong server. A statement outside a transaction is
 * repeated if it conflicted with other transactions. Frequent statements are prepared, unless a pooler in between makes
 * that impossible.
 */
export function guarded(pool: Pool): PostgresPool {
  let prepares = true;
  async function send(client: PoolClient, text: string, values: unknown[]): Promise<QueryResult> {
    const name = prepares ? isPrepared.exec(text)?.[1] : undefined;
    if (name === undefined) return client.query(text, values);
    try {
      return await client.query({ name, text, values });
    } catch (error) {
      if (!unknownStatement.has((error as { code?: unknown }).code)) throw error;
      prepares = false;
      return client.query(text, values);
    }
  }
  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect();
      let isWrong = false;
      let isInTransaction = false;
      async function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> {
        const run = async () => (await send(client, text, [...values])) as unknown as PostgresQueryResult<R>;
        try {
          if (begins.test(text)) isInTransaction = true;
          return await (isInTransaction ? run() : repeating(run));
        } catch (error) {
          isWrong ||= wrongServer.has((error as { code?: unknown }).code);
          throw error;
        } finally {
          if (ends.test(text)) isInTransaction = false;
        }
      }
      // The other form of `query` is for cursors, which no code here uses.
      return { query: query as PostgresPoolClient['query'], release: () => client.release(isWrong) };
    },
    end: () => pool.end(),
  };
}

/** Options that connections outside the pool need too. */
export function clientOptions(url: string, caFile: string | null): ClientConfig {
  return { ...connectionFor(url, caFile), connectionTimeoutMillis: 5_000, keepAlive: true };
}

type Parser = (text: string) => unknown;

const standard = types.getTypeParser.bind(types) as (oid: number, format: 'text' | 'binary') => Parser;

function getTypeParser(oid: number, format?: 'text' | 'binary'): Parser {
  switch (oid) {
    case int8:
    case numeric:
      return safeNumber;
    case timestamptz:
      return readInstant;
    case date:
      return (text) => text;
    case int8List:
      return (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(safeNumber));
    default:
      return standard(oid, format ?? 'text');
  }
}

/** Throws `RangeError` for a number that JavaScript can't hold exactly. */
function safeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    throw new RangeError('a number from the database is too large to be exact');
  return value;
}

/** Reads `2026-11-23 20:52:00.123456+00`, or `infinity`. */
function readInstant(text: string): number {
  if (text.endsWith('infinity')) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
}
