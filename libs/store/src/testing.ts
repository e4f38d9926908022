/**
 * Real databases for tests: a temporary server with as many databases as a test needs. The test files of one run share
 * a server, whose folder `tools/test-server.mjs` puts in the environment; measurements, and tests that kill the server,
 * have their own. Only tests and measurements import it. Effects: starts a process and creates a temporary folder.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort, temporaryFolder } from '@leadbell/postgres/testing';
import { type EmbeddedServer, startEmbedded } from './embedded-server.ts';
import { openStore } from './open-store.ts';
import { emptyTables, isLeft, type ReadyOptions, type RenewOptions, whatIsMade } from './testing-renewal.ts';

export { freePort, temporaryFolder };
export { historyStatements, type HistorySize } from './testing-history.ts';
export { keepStore, type KeptStore } from './testing-kept.ts';

export interface TestDatabases {
  /** The server; `url` is the address for the account that may do everything. */
  readonly server: EmbeddedServer;
  /** Returns the address of a new, empty database. */
  create(): Promise<string>;
  /**
   * Returns the address of a new database that has Leadbell's tables, all empty. `movableClock`: gives the database a
   * clock of its own, which `moveClock` moves.
   */
  createReady(options?: ReadyOptions): Promise<string>;
  /**
   * Resets a database that `createReady` returned before, and returns its address. Returns a new database if there is
   * none, if it is still in use, or if its tables were changed.
   */
  renew(url: string | undefined, options?: RenewOptions): Promise<string>;
  /** Empties the tables of a ready database, even while a store uses it. */
  empty(url: string): Promise<void>;
  /** Runs SQL as the database's administrator, for actions that the store has no function for. */
  query(url: string, text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** Moves the clock of a database with a movable clock by this many milliseconds. */
  moveClock(url: string, ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Replaces the server's clock with one that can be moved. */
const ownClock = `
  create table public.moved_clock (ms float8 not null);
  insert into public.moved_clock values (0);
  create function public.clock_timestamp() returns timestamptz language sql volatile
    as 'select pg_catalog.clock_timestamp() + (select ms from public.moved_clock) * interval ''1 ms''';
  create function public.now() returns timestamptz language sql stable
    as 'select pg_catalog.now() + (select ms from public.moved_clock) * interval ''1 ms'''`;
/** Applies to connections that are made afterwards. A copy of the database does not inherit this setting. */
const useOwnClock = `do $$ begin execute format('alter database %I set search_path = public, pg_catalog', current_database()); end $$`;

const templateLock = 4_870_101;
/**
 * For each ready database, the objects that it had when it was created. Test files that run one after the other in a
 * process share this map.
 */
const ready = new Map<string, unknown>();
/** The objects that every copy of a template has, by the server and the template. */
const inCopies = new Map<string, Promise<unknown>>();
/** Few idle connections are kept, because many test files share a server. */
const mostIdle = 3;

/** `isEphemeral: false` waits for the disk, for tests that kill the server. */
export async function startTestDatabases(isEphemeral = true): Promise<TestDatabases> {
  const shared = isEphemeral ? process.env['LEADBELL_TEST_SERVER'] : undefined;
  const folder = shared ?? temporaryFolder();
  // The first file that needs the shared server starts it, and the end of the run stops it.
  const role = shared === undefined ? 'service' : 'tool';
  const started = await startEmbedded({ dataDir: join(folder, 'data'), role, isEphemeral, log: () => {} });
  const server = { ...started, url: started.ownerUrl };
  const connections = createConnections();
  const { query } = connections;

  async function create(template = 'template1'): Promise<string> {
    const name = `test_${randomBytes(6).toString('hex')}`;
    // The server does not wait for the disk here, so copying files takes less time than copying through the log.
    await query(server.url, `create database ${name} template ${template}${isEphemeral ? ' strategy file_copy' : ''}`);
    return server.url.replace(/\/\w+$/, `/${name}`);
  }

  async function setUpClock(url: string, text: string): Promise<void> {
    await query(url, text);
    await connections.close();
  }

  /** Returns the name of a database to copy, which is created once on each server. */
  async function template(movableClock: boolean): Promise<string> {
    const name = movableClock ? 'template_with_clock' : 'template_ready';
    await whileLocked(server.url, async () => {
      const known = await query(server.url, 'select 1 from pg_database where datname = $1', [name]);
      if (known.length > 0) return;
      const url = await create();
      if (movableClock) await setUpClock(url, `${ownClock};${useOwnClock}`);
      await (await openStore({ url, pool: 1 })).close();
      await query(server.url, `alter database ${new URL(url).pathname.slice(1)} rename to ${name}`);
    });
    return name;
  }

  async function createReady({ movableClock = false }: ReadyOptions = {}): Promise<string> {
    const name = await template(movableClock);
    const url = await create(name);
    if (movableClock) await setUpClock(url, useOwnClock);
    const key = `${server.url} ${name}`;
    const made = inCopies.get(key) ?? whatIsMade(query, url);
    inCopies.set(key, made);
    ready.set(url, await made);
    return url;
  }

  async function isAsItWas(url: string, idle?: () => number): Promise<boolean> {
    return ready.has(url) && (await isLeft(query, url, idle)) && (await whatIsMade(query, url)) === ready.get(url);
  }

  return {
    server,
    create: () => create(),
    createReady,
    async renew(url, options) {
      if (url === undefined || !(await isAsItWas(url, options?.idle))) return createReady(options);
      await emptyTables(query, url);
      return url;
    },
    empty: (url) => emptyTables(query, url),
    query,
    async moveClock(url, ms) {
      await query(url, 'update public.moved_clock set ms = ms + $1', [ms]);
    },
    async close() {
      await connections.close();
      if (shared !== undefined) return;
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs the work in one process at a time. */
async function whileLocked(url: string, work: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    await work();
  } finally {
    await client.end();
  }
}

/**
 * Keeps connections to the latest databases open between queries, because connecting takes longer than most queries.
 */
function createConnections() {
  const idle = new Map<string, Client>();

  async function connect(url: string): Promise<Client> {
    const client = new Client({ connectionString: url });
    // When the server ends the connection, the next caller gets another one.
    client.on('error', () => void (idle.get(url) === client && idle.delete(url)));
    await client.connect();
    return client;
  }

  /** Uses the kept connection if it is alive and idle; otherwise connects. */
  async function take(url: string): Promise<Client> {
    const kept = idle.get(url);
    idle.delete(url);
    // Resets what earlier queries left, such as transactions and settings.
    const isFresh = await kept?.query('discard all').then(
      () => true,
      () => false,
    );
    if (kept !== undefined && isFresh === true) return kept;
    await kept?.end().catch(() => {});
    return connect(url);
  }

  async function query(
    url: string,
    text: string,
    values: readonly unknown[] = [],
  ): Promise<readonly Record<string, unknown>[]> {
    const client = await take(url);
    try {
      const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
      return rows;
    } finally {
      const before = idle.get(url);
      const surplus = before === undefined ? [] : [before];
      idle.delete(url);
      idle.set(url, client);
      for (const [oldest, its] of idle) {
        if (idle.size <= mostIdle) break;
        idle.delete(oldest);
        surplus.push(its);
      }
      await Promise.all(surplus.map((one) => one.end().catch(() => {})));
    }
  }

  async function close(): Promise<void> {
    const clients = [...idle.values()];
    idle.clear();
    await Promise.all(clients.map((client) => client.end().catch(() => {})));
  }

  return { query, close };
}
