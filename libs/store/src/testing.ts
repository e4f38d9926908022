/**
 * A real database for tests: a server of its own, thrown away at the end, and as many empty databases in it as one likes.
 * Imported by tests and measurements alone. Effects: a process and a temporary folder.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { temporaryFolder } from '@leadbell/postgres/testing';
import { type EmbeddedServer, startEmbedded } from './embedded-server.ts';

export { temporaryFolder };

export interface TestDatabases {
  readonly server: EmbeddedServer;
  /** The address of a new, empty database; with a clock of its own, if that is to be moved. */
  create(options?: { readonly movableClock: boolean }): Promise<string>;
  /** As whoever runs the database would: for what no function of the store does. */
  query(url: string, text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** The movable clock of one of these, by so many milliseconds from where it is. */
  moveClock(url: string, ms: number): Promise<void>;
  close(): Promise<void>;
}

/** In place of the server's clock. */
const ownClock = `
  create table public.moved_clock (ms float8 not null);
  insert into public.moved_clock values (0);
  create function public.clock_timestamp() returns timestamptz language sql volatile
    as 'select pg_catalog.clock_timestamp() + (select ms from public.moved_clock) * interval ''1 ms''';
  create function public.now() returns timestamptz language sql stable
    as 'select pg_catalog.now() + (select ms from public.moved_clock) * interval ''1 ms''';
  do $$ begin execute format('alter database %I set search_path = public, pg_catalog', current_database()); end $$`;

/** `isEphemeral: false` waits for the disk, for tests that pull plugs. */
export async function startTestDatabases(isEphemeral = true): Promise<TestDatabases> {
  const folder = temporaryFolder();
  const server = await startEmbedded({ dataDir: join(folder, 'data'), role: 'service', isEphemeral, log: () => {} });
  const connections = createConnections();
  const { query } = connections;
  return {
    server,
    async create({ movableClock } = { movableClock: false }) {
      const name = `test_${randomBytes(6).toString('hex')}`;
      await query(server.url, `create database ${name}`);
      const url = server.url.replace(/\/\w+$/, `/${name}`);
      if (movableClock) {
        await query(url, ownClock);
        // The clock is found by connections that are made from now on.
        await connections.close();
      }
      return url;
    },
    query,
    async moveClock(url, ms) {
      await query(url, 'update public.moved_clock set ms = ms + $1', [ms]);
    },
    async close() {
      await connections.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One for each database is kept from query to query: to connect takes longer than most queries. */
function createConnections() {
  const idle = new Map<string, Client>();

  async function connect(url: string): Promise<Client> {
    const client = new Client({ connectionString: url });
    // The server ended it: whoever asks next gets another.
    client.on('error', () => void (idle.get(url) === client && idle.delete(url)));
    await client.connect();
    return client;
  }

  /** The one that is kept, if it lives and nobody uses it. */
  async function take(url: string): Promise<Client> {
    const kept = idle.get(url);
    idle.delete(url);
    // Nothing of an earlier query stays: no transaction, no setting.
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
      const other = idle.get(url);
      idle.set(url, client);
      await other?.end().catch(() => {});
    }
  }

  async function close(): Promise<void> {
    const clients = [...idle.values()];
    idle.clear();
    await Promise.all(clients.map((client) => client.end().catch(() => {})));
  }

  return { query, close };
}
