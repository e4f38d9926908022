/**
 * The only door to the database: what Leadbell knows, in tables that change together. Effects: connections to PostgreSQL.
 * Errors: `StoreError` from `openStore`; the driver's from everything else, which say a code and no row.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Instant } from '@leadbell/domain';
import type { Pool } from 'pg';
import { type Bulks, createBulks } from './bulks.ts';
import { type Connections, createConnections } from './connections.ts';
import { type Counters, createCounters } from './counters.ts';
import { createDeliveryQueue, type DeliveryQueue } from './delivery.ts';
import { StoreError } from './errors.ts';
import { migrations } from './migrations/index.ts';
import { createOutbox, type Outbox, outboxSignal } from './outbox.ts';
import { type Listening, listenTo } from './listen.ts';
import { clientOptions, createPool, guarded } from './pool.ts';
import { forget, type Forgotten, type RetentionDays } from './retention.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import type { Tables } from './tables.ts';
import { handle, inTransaction, rawExecutor, type SqlExecutor, type Transaction } from './transaction.ts';

export interface StoreOptions {
  readonly url: string;
  /** Connections at the same time. Default 10. */
  readonly pool?: number;
  readonly caFile?: string | null;
  /** How long the database may take to appear. Default 30 s. */
  readonly patienceMs?: number;
  /** As the server's list of connections shows it. */
  readonly name?: string;
}

export interface Store {
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  readonly outbox: Outbox;
  readonly deliveries: DeliveryQueue;
  readonly connections: Connections;
  readonly bulks: Bulks;
  readonly counters: Counters;
  readonly subscriptions: Subscriptions;
  /** The database's clock, by which everything in it goes. */
  now(): Promise<Instant>;
  forget(days: RetentionDays): Promise<Forgotten>;
  /** Calls back when messages were committed, at once and after every reconnection. */
  onOutbox(listener: () => void): Listening;
  /** For an engine that keeps tables of its own beside these: in a transaction, or alone. */
  raw(transaction?: Transaction): SqlExecutor;
  close(): Promise<void>;
}

/** Connects, brings the tables up to date (any number of processes may do so at once), and is ready. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, pool: size = 10, caFile = null, patienceMs = 30_000, name = 'leadbell' } = options;
  const pool = createPool({ url, size, caFile, name });
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guarded(pool) }) });
  try {
    await untilReady(pool, patienceMs);
    await migrateToLatest(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return {
    transaction: (work) => inTransaction(database, (tx) => work(handle(tx))),
    outbox: createOutbox(database),
    deliveries: createDeliveryQueue(database),
    connections: createConnections(database),
    bulks: createBulks(database),
    counters: createCounters(database),
    subscriptions: createSubscriptions(database),
    async now() {
      const { rows } = await sql<{ now: Instant }>`select clock_timestamp() as now`.execute(database);
      return rows[0]?.now ?? (0 as Instant);
    },
    forget: (days) => forget(database, days),
    onOutbox: (listener) => listenTo(outboxSignal, clientOptions(url, caFile), listener),
    raw: (transaction = handle(database)) => rawExecutor(transaction),
    close: () => database.destroy(),
  };
}

const oldestServer = 150_000;
const retryEveryMs = 250;

async function untilReady(pool: Pool, patienceMs: number): Promise<void> {
  const endsAt = performance.now() + patienceMs;
  for (;;) {
    try {
      const { rows } = await pool.query<{ version: string }>("select current_setting('server_version_num') as version");
      const version = Number(rows[0]?.version);
      if (version >= oldestServer) return;
      throw new StoreError(
        'version',
        `The database is PostgreSQL ${Math.floor(version / 10_000)}; 15 or later is needed`,
      );
    } catch (error) {
      if (error instanceof StoreError) throw error;
      if (performance.now() > endsAt || isHopeless(error)) {
        throw new StoreError(
          'unreachable',
          `The database does not take the connection (${codeOf(error)}): is DATABASE_URL right, and the server up?`,
          {
            cause: error,
          },
        );
      }
      await delay(retryEveryMs);
    }
  }
}

/** A wrong password or a database that is not there does not get better. */
function isHopeless(error: unknown): boolean {
  return /^(?:28|3D)/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'no answer';
}

export async function migrateToLatest(database: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new StoreError(
      'version',
      'The database was brought up to date by a later Leadbell: run that one, or restore a backup made before',
      {
        cause: error,
      },
    );
  }
  throw error;
}
