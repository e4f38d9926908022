/**
 * Creates clusters atomically, and moves data to a later major version of PostgreSQL. The programs of the old version
 * must still exist: they run the old server while its data is saved to a backup file. The backup is restored into a new
 * cluster beside the old one. The old cluster stays until its owner deletes it. Effects: runs processes, and writes
 * files. Throws `PostgresError` (`version`).
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { PostgresError } from './errors.ts';
import { type Binaries, majorOf, program } from './binaries.ts';
import * as cluster from './cluster.ts';
import { type Connection, database, serviceRole, urlOf } from './connection-file.ts';
import { type Folders, prepareCluster } from './folders.ts';
import { startSomewhere } from './start-somewhere.ts';

type Log = (event: string, fields: Readonly<Record<string, string | number>>) => void;

export interface Carry {
  readonly save: (url: string, file: string) => Promise<unknown>;
  readonly load: (url: string, file: string) => Promise<unknown>;
}

function aside(folders: Folders): Folders {
  return { ...folders, cluster: `${folders.cluster}-new` };
}

/** Builds the cluster in another folder, because an unfinished cluster must never count as complete. */
export async function initialiseAside(server: cluster.Cluster, password: string): Promise<cluster.Cluster> {
  const made = { ...server, folders: aside(server.folders) };
  rmSync(made.folders.cluster, { recursive: true, force: true });
  prepareCluster(made.folders, server.account);
  await cluster.initialise(made, password);
  return made;
}

export function putInPlace(folders: Folders): void {
  renameSync(aside(folders).cluster, folders.cluster);
}

/** Completes an upgrade that was killed between its two renames; otherwise deletes an unfinished new cluster. */
export function finishInterrupted(folders: Folders): void {
  if (!existsSync(aside(folders).cluster)) return;
  const wasMovedAway = readdirSync(folders.data).some((name) => /^cluster-\d+$/.test(name));
  if (!existsSync(folders.cluster) && wasMovedAway) putInPlace(folders);
  else rmSync(aside(folders).cluster, { recursive: true });
}

export async function upgradeIfNeeded(
  server: cluster.Cluster,
  kept: Connection,
  { carry, log }: { readonly carry: Carry; readonly log: Log },
): Promise<void> {
  const { folders, binaries } = server;
  const from = cluster.majorOnDisk(server);
  const to = majorOf(binaries.version);
  if (from === to) return;
  const old: Binaries = { folder: kept.programs, version: String(from) };
  if (from > to || !existsSync(program(old, 'pg_ctl'))) {
    throw new PostgresError(
      'version',
      from > to
        ? `The data in ${folders.data} was made by PostgreSQL ${from}, and this Leadbell brings the older ${to}: start the newer Leadbell again`
        : `The data in ${folders.data} was made by PostgreSQL ${from}, whose programs are gone: make a backup with your earlier Leadbell (leadbell backup), move the folder away, then start this one and restore the backup (leadbell restore)`,
    );
  }
  log('database upgrading', { from, to });
  const file = join(folders.data, `postgresql-${from}.backup`);
  await whileRunning({ ...server, binaries: old }, kept, (url) => carry.save(url, file));
  const made = await initialiseAside(server, kept.password);
  await whileRunning(made, kept, (url) => carry.load(url, file));
  renameSync(folders.cluster, `${folders.cluster}-${from}`);
  putInPlace(folders);
  log('database upgraded', { from, to });
}

async function whileRunning(
  server: cluster.Cluster,
  kept: Connection,
  work: (url: string) => Promise<unknown>,
): Promise<void> {
  const port = await startSomewhere(server, null);
  try {
    await createDatabase({ ...kept, port });
    await work(urlOf({ ...kept, port }));
  } finally {
    await cluster.stop(server);
  }
}

/** Creates the database, and the service's account with its stored password. */
export async function createDatabase(connection: Connection): Promise<void> {
  const client = new Client({ connectionString: urlOf(connection, 'postgres') });
  await client.connect();
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rows.length === 0) await client.query(`create database ${database}`);
    const { rows: roles } = await client.query('select 1 from pg_roles where rolname = $1', [serviceRole]);
    if (roles.length === 0) await client.query(`create role ${serviceRole}`);
    const rights = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls';
    const password = client.escapeLiteral(connection.servicePassword ?? '');
    await client.query(`alter role ${serviceRole} with ${rights} password ${password}`);
  } finally {
    await client.end();
  }
}
