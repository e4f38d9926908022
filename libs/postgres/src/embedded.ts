/**
 * Runs the bundled PostgreSQL for installations without a PostgreSQL of their own. Creates, starts and stops the
 * server, restarts it when it ends, and connects to one that a crashed Leadbell left running. Only one service at a
 * time can use a data directory: it holds an advisory lock, which PostgreSQL releases when the service's process ends.
 * Tools may run beside the service. Effects: runs processes, writes files, sets timers. Throws `PostgresError`
 * (`in-use`, `cannot-run`, `version`).
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { PostgresError } from './errors.ts';
import { accountForPostgres } from './account.ts';
import { findBinaries } from './binaries.ts';
import * as cluster from './cluster.ts';
import { prepareFolders, reachableBinaries, reachableData } from './folders.ts';
import { type Connection, database, readConnection, saveConnection, serviceUrlOf, urlOf } from './connection-file.ts';
import { startSomewhere } from './start-somewhere.ts';
import { whileStarting } from './start-lock.ts';
import {
  type Carry,
  createDatabase,
  finishInterrupted,
  initialiseAside,
  putInPlace,
  upgradeIfNeeded,
} from './upgrade.ts';

export interface EmbeddedOptions {
  readonly dataDir: string;
  /**
   * `service`: no other service can use the data directory, and `close` stops the server. `tool`: runs beside a
   * service, or alone.
   */
  readonly role: 'service' | 'tool';
  /** Only for demonstrations and tests: a power failure may destroy the data. */
  readonly isEphemeral?: boolean;
  /** Moves the data from an earlier major version to this one, through a backup file. */
  readonly carry: Carry;
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
  /** Called when the service has lost the directory for good: another service took it while the database was down. */
  readonly onLost?: () => void;
}

export interface EmbeddedServer {
  /** The address for the service's account, which owns nothing. Contains the password. */
  readonly url: string;
  /** The address for the account that owns the data. Contains the password. */
  readonly ownerUrl: string;
  /** The folder where the data is. */
  readonly dataDir: string;
  close(): Promise<void>;
}

const serviceLock = 4_870_001;
const lookEveryMs = 500;
const recoveryPatienceMs = 60_000;
const connectTimeoutMs = 5_000;

export async function startServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const found = findBinaries();
  if (found === null) {
    throw new PostgresError(
      'cannot-run',
      'There is no bundled PostgreSQL here: set DATABASE_URL to a PostgreSQL of yours, version 15 or later. (Only a checkout brings one, for Linux and macOS.)',
    );
  }
  try {
    return await open(options, found);
  } catch (error) {
    if (error instanceof PostgresError) throw error;
    throw new PostgresError(
      'cannot-run',
      `The bundled PostgreSQL could not start here (${error instanceof Error ? error.message : 'no reason given'}): fix that, or set DATABASE_URL to a PostgreSQL of yours, version 15 or later`,
      { cause: error },
    );
  }
}

async function open(
  { dataDir, role, isEphemeral = false, carry, log, onLost }: EmbeddedOptions,
  found: NonNullable<ReturnType<typeof findBinaries>>,
): Promise<EmbeddedServer> {
  const account = accountForPostgres();
  const binaries = reachableBinaries(found, account);
  const folders = prepareFolders(reachableData(dataDir, account), account);
  const server: cluster.Cluster = { folders, binaries, account, isEphemeral };
  if (account !== null) log('database account', { account: account.name, dataDir: folders.data });

  /** Connects to the server; starts it if it is not running. */
  async function ensure(preferredPort: number | null): Promise<{ connection: Connection; isOurs: boolean }> {
    return whileStarting(folders.lock, async () => {
      const known = readConnection(folders.connection);
      if (known !== null && cluster.runningPid(server) !== null) {
        const version = await versionWhenReady(known, server);
        // Uses the running server if it has this version, or if another Leadbell is using it.
        if (version === binaries.version || (version !== null && !(await isHeldByNobody(known))))
          return { connection: await withService(known, folders.connection), isOurs: false };
        if (version !== null) await cluster.stop(server);
      }
      finishInterrupted(folders);
      if (!cluster.isInitialised(server)) {
        const [password, servicePassword] = [newPassword(), newPassword()];
        // The password is saved before the cluster exists, because a cluster whose password is lost can't be used.
        saveConnection(folders.connection, { port: 0, password, servicePassword, programs: binaries.folder });
        await initialiseAside(server, password);
        putInPlace(folders);
      }
      const kept = readConnection(folders.connection);
      if (kept === null) {
        throw new PostgresError(
          'cannot-run',
          `${folders.connection} is missing or broken, and it holds the key to the data beside it: put it back`,
        );
      }
      await upgradeIfNeeded(server, kept, { carry, log });
      // Uses the same port again if it is free, so that clients find the server.
      const wanted = preferredPort ?? (kept.port === 0 ? null : kept.port);
      const port = await startSomewhere(server, wanted);
      const { password, servicePassword } = kept;
      const connection = {
        port,
        password,
        servicePassword: servicePassword ?? newPassword(),
        programs: binaries.folder,
      };
      saveConnection(folders.connection, connection);
      await createDatabase(connection);
      return { connection, isOurs: true };
    });
  }

  const first = await ensure(null);
  const { port } = first.connection;
  let hold = role === 'service' ? await holdFor(first.connection, folders.data) : null;
  let isClosed = false;
  let watching: Promise<void> | null = null;

  async function restart(): Promise<void> {
    log('database restarting', {});
    const { connection } = await ensure(port);
    if (connection.port !== port) throw new Error('the port was taken');
    if (hold !== null) hold = await holdFor(connection, folders.data);
    log('database back', {});
  }
  const timer = setInterval(() => {
    if (isClosed || watching !== null) return;
    if (cluster.runningPid(server) !== null && hold?.isGone() !== true) return;
    watching = restart()
      .catch((error: unknown) => {
        if (error instanceof PostgresError && error.kind === 'in-use') onLost?.();
        log('database not back yet', { reason: error instanceof Error ? error.message : 'unknown' });
      })
      .finally(() => (watching = null));
  }, lookEveryMs);
  // Only a service restarts a server that has ended.
  if (role === 'tool') clearInterval(timer);

  return {
    url: serviceUrlOf(first.connection),
    ownerUrl: urlOf(first.connection),
    dataDir: folders.data,
    async close() {
      isClosed = true;
      clearInterval(timer);
      await watching;
      const isFree = role === 'service' || (first.isOurs && (await isHeldByNobody(first.connection)));
      await hold?.release();
      if (isFree && cluster.runningPid(server) !== null) await cluster.stop(server);
    },
  };
}

function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/** A server that an earlier release started may lack the service's account. */
async function withService(known: Connection, file: string): Promise<Connection> {
  if (known.servicePassword !== null) return known;
  const connection = { ...known, servicePassword: newPassword() };
  saveConnection(file, connection);
  await createDatabase(connection);
  return connection;
}

/**
 * Returns the server's version once it accepts connections; a server that was killed first reads its log. Returns null
 * if the server ends, or if the server on this port is not ours.
 */
async function versionWhenReady(connection: Connection, server: cluster.Cluster): Promise<string | null> {
  for (const endsAt = performance.now() + recoveryPatienceMs; ;) {
    const version = await versionOf(connection);
    if (version !== null || cluster.runningPid(server) === null || performance.now() > endsAt) return version;
    await delay(lookEveryMs);
  }
}

async function versionOf(connection: Connection): Promise<string | null> {
  return withClient(connection, 'postgres', async (client) => {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] ?? null;
  }).catch(() => null);
}

interface Hold {
  isGone(): boolean;
  release(): Promise<void>;
}

async function holdFor(connection: Connection, dataDir: string): Promise<Hold> {
  const client = clientFor(connection, database);
  let isGone = false;
  client.on('error', () => (isGone = true)).on('end', () => (isGone = true));
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [serviceLock]);
  if (rows[0]?.taken !== true) {
    await client.end();
    throw new PostgresError(
      'in-use',
      `Another Leadbell is running on ${dataDir}: stop it, or give this one a data directory of its own (LEADBELL_DATA). Several Leadbells can share a database only with DATABASE_URL`,
    );
  }
  return { isGone: () => isGone, release: () => client.end() };
}

function isHeldByNobody(connection: Connection): Promise<boolean> {
  return withClient(connection, database, async (client) => {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [serviceLock]);
    return rows[0]?.taken === true;
  }).catch(() => false);
}

async function withClient<T>(connection: Connection, name: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = clientFor(connection, name);
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function clientFor(connection: Connection, name: string): Client {
  return new Client({ connectionString: urlOf(connection, name), connectionTimeoutMillis: connectTimeoutMs });
}
