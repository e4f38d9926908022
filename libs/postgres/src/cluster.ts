/**
 * PostgreSQL's own operations on one cluster: create, start, stop. Effects: processes and files. Errors: `Error` with
 * the program's last output.
 */
import { spawn } from 'node:child_process';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { type Binaries, program } from './binaries.ts';
import type { Folders } from './folders.ts';

export const superuser = 'leadbell';

export interface Cluster {
  readonly folders: Folders;
  readonly binaries: Binaries;
  readonly account: Account | null;
  /** For data that a power failure may destroy: does not wait for the disk. */
  readonly isEphemeral: boolean;
}

/** Waits for recovery after a crash, which takes as long as the log requires. */
const startPatienceS = 300;

export function isInitialised({ folders }: Cluster): boolean {
  return existsSync(join(folders.cluster, 'PG_VERSION'));
}

/** `18`. */
export function majorOnDisk({ folders }: Cluster): number {
  return Number(readFileSync(join(folders.cluster, 'PG_VERSION'), 'utf8').trim());
}

export async function initialise(cluster: Cluster, password: string): Promise<void> {
  const { account } = cluster;
  const file = join(cluster.folders.cluster, '..', 'password.tmp');
  // Left by a start that was killed.
  rmSync(file, { force: true });
  try {
    writeFileSync(file, password, { flag: 'wx', mode: 0o600 });
    // The account that runs `initdb` reads it, and no other.
    if (account !== null) chownSync(file, account.uid, account.gid);
    await run(cluster, program(cluster.binaries, 'initdb'), [
      '-D',
      cluster.folders.cluster,
      `--username=${superuser}`,
      `--pwfile=${file}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--wal-segsize=4',
      ...(cluster.isEphemeral ? ['--no-sync'] : []),
    ]);
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * Resolves when it accepts connections. Statements and details stay out of PostgreSQL's log, because they may quote a
 * person.
 */
export async function start(cluster: Cluster, port: number): Promise<void> {
  const options: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: cluster.isEphemeral ? 300 : 60,
    shared_buffers: '32MB',
    max_wal_size: '256MB',
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(cluster.isEphemeral ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(options).map(([name, value]) => `-c ${name}='${value}'`);
  await control(cluster, 'start', ['-w', '-t', String(startPatienceS), '-o', flags.join(' ')]);
}

export async function stop(cluster: Cluster): Promise<void> {
  await control(cluster, 'stop', ['-m', 'fast', '-w', '-t', '60']);
}

function control(cluster: Cluster, verb: 'start' | 'stop', flags: readonly string[]): Promise<void> {
  return run(cluster, program(cluster.binaries, 'pg_ctl'), [verb, '-s', '-D', cluster.folders.cluster, ...flags]);
}

/**
 * The server's process, if its file names a living one. It may belong to another cluster: only connecting proves it.
 */
export function runningPid({ folders }: Cluster): number | null {
  try {
    const pid = Number(readFileSync(pidFile(folders), 'utf8').split('\n')[0]);
    process.kill(pid, 0);
    return isPostgres(pid) ? pid : null;
  } catch {
    return null;
  }
}

/** In a container another process soon gets the number; PostgreSQL would take that one for itself and not start. */
export function forgetDeadPid(cluster: Cluster): void {
  if (runningPid(cluster) === null) rmSync(pidFile(cluster.folders), { force: true });
}

function pidFile({ cluster }: Folders): string {
  return join(cluster, 'postmaster.pid');
}

function isPostgres(pid: number): boolean {
  const name = `/proc/${pid}/comm`;
  return !existsSync(name) || readFileSync(name, 'utf8').startsWith('postgres');
}

async function run({ account, folders }: Cluster, file: string, args: readonly string[]): Promise<void> {
  const child = spawn(file, args, {
    cwd: folders.cluster,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group: Ctrl+C at the terminal is for Leadbell, which then stops the server itself.
    detached: true,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
  }
  // The server inherits the streams, so `close` would never come: waits for `exit`.
  const [code] = (await once(child, 'exit')) as [number | null];
  child.stdout.destroy();
  child.stderr.destroy();
  if (code !== 0) throw new Error(lastWords(said) || `ended with code ${code}`);
}

function lastWords(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => /error|fatal|could not/i.test(line)) ?? lines.at(-1) ?? '').trim();
}
