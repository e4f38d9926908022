/**
 * The data directory and the files in it. Effects: creates folders, copies programs. Throws `PostgresError`
 * (`cannot-run`) if another account could have changed the directory.
 *
 *     <data>/connection.json   port and passwords of the running server; only this account can read the file
 *     <data>/starting.lock     exists while one process creates or starts the server
 *     <data>/installation.key  the installation's keys, see `libs/store/src/key`; never in a backup
 *     <data>/cluster/          PostgreSQL's own folder
 */
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Account, canEnter } from './account.ts';
import type { Binaries } from './binaries.ts';
import { requireOurFiles, requireOurs, requireOwner } from './trust.ts';

export interface Folders {
  readonly data: string;
  readonly cluster: string;
  readonly connection: string;
  readonly lock: string;
}

const readBeforeStart = ['connection.json', 'connection.json.new', 'starting.lock', 'installation.key'];

/**
 * When this process is root, PostgreSQL runs as another account. Files that PostgreSQL's account can't reach elsewhere
 * are put here.
 */
const shared = '/var/lib/leadbell';

export function prepareFolders(wanted: string, account: Account | null): Folders {
  const data = resolve(wanted);
  mkdirSync(data, { recursive: true, mode: account === null ? 0o700 : 0o711 });
  const folders = {
    data,
    cluster: join(data, 'cluster'),
    connection: join(data, 'connection.json'),
    lock: join(data, 'starting.lock'),
  };
  if (data.startsWith(`${shared}/`)) requireOurs(shared);
  requireOurs(data);
  requireOurFiles(data, readBeforeStart);
  for (const name of ['cluster', 'cluster-new'])
    requireOwner(join(data, name), account?.uid ?? process.getuid?.() ?? 0);
  if (account !== null) chmodSync(data, 0o711);
  return folders;
}

export function prepareCluster(folders: Folders, account: Account | null): void {
  mkdirSync(folders.cluster, { recursive: true, mode: 0o700 });
  if (account !== null) chownSync(folders.cluster, account.uid, account.gid);
}

/**
 * Returns the data directory if PostgreSQL's account can enter it; otherwise a folder below `shared`, which the account
 * can enter, with a name made from the directory's path.
 */
export function reachableData(wanted: string, account: Account | null): string {
  const data = resolve(wanted);
  if (account === null || canEnter(account, data)) return data;
  return join(shared, 'data', data.replaceAll(/[^\w.-]+/g, '_'));
}

/** Returns the programs' folder if PostgreSQL's account can reach it; otherwise a copy that it can reach, made once. */
export function reachableBinaries(binaries: Binaries, account: Account | null): Binaries {
  if (account === null || canEnter(account, join(binaries.folder, 'bin'))) return binaries;
  const copy = join(shared, `postgresql-${binaries.version}-${process.platform}-${process.arch}`);
  mkdirSync(shared, { recursive: true, mode: 0o755 });
  requireOurs(shared);
  requireOwner(copy, 0);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    cpSync(binaries.folder, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      // Another process made the copy first.
      if (!existsSync(copy)) throw error;
    }
  }
  return { ...binaries, folder: copy };
}
