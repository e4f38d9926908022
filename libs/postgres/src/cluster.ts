/**
 * PostgreSQL's own operations on one cluster: create, start, stop. Effects: runs processes, and writes files. Throws an
 * `Error` with the last output of the program.
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
  /** If true, the server does not wait for the disk: a power failure may then destroy the data. */
  readonly isEphemeral: boolean;
}

/**
 * Settings for servers that may lose their data. The server writes little. It does no work in the background, so a
 * test's query plans and statistics change only by what the test does.
 */
const ephemeral = {
  max_connections: 400,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  autovacuum: 'off',
  checkpoint_timeout: '1h',
  max_wal_size: '1GB',
};

/** Leaves time for recovery after a crash, when the server first reads its log. */
const startPatienceS = 300;

export function isInitialised({ folders }: Cluster): boolean {
  return existsSync(join(folders.cluster, 'PG_VERSION'));
}

/** Returns a number such as 18. */
export function majorOnDisk({ folders }: Cluster): number {
  return Number(readFileSync(join(folders.cluster, 'PG_VERSION'), 'utf8').trim());
}

export async function initialise(cluster: Cluster, password: string): Promise<void> {
  const { account } = cluster;
  const file = join(cluster.folders.cluster, '..', 'password.tmp');
  // A start that was killed may have left the file.
  rmSync(file, { force: true });
  try {
    writeFileSync(file, password, { flag: 'wx', mode: 0o600 });
    // Only the account that runs `initdb` may read the password's file.
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
      // Hashing a password is slow on purpose; tests connect thousands of times, so they use only one iteration.
      ...(cluster.isEphemeral ? ['--no-sync', '-c', 'scram_iterations=1'] : []),
    ]);
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * Resolves when the server accepts connections. PostgreSQL's log leaves out statements and details, because they may
 * quote a person.
 */
export async function start(cluster: Cluster, port: number): Promise<void> {
  const options: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 60,
    shared_buffers: '32MB',
    max_wal_size: '256MB',
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(cluster.isEphemeral ? ephemeral : {}),
    // Version 18 starts processes that read in advance, unless this setting prevents it.
    ...(cluster.isEphemeral && majorOnDisk(cluster) >= 18 ? { io_method: 'sync' } : {}),
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
 * Returns the process number from the server's file, if such a process is running and may be PostgreSQL. To be sure
 * that it is this server, connect to it.
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

/**
 * Deletes the file with the server's process number, if the server has ended. In a container another process soon gets
 * that number; PostgreSQL would then take that process for a running server, and refuse to start.
 */
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
    // The server has a process group of its own: Ctrl+C in the terminal reaches only Leadbell, which then stops the
    // server.
    detached: true,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
  }
  // Waits for `exit`, not `close`: the server inherits the streams and keeps running, so `close` would never come.
  const [code] = (await once(child, 'exit')) as [number | null];
  child.stdout.destroy();
  child.stderr.destroy();
  if (code !== 0) throw new Error(lastWords(said) || `ended with code ${code}`);
}

function lastWords(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => /error|fatal|could not/i.test(line)) ?? lines.at(-1) ?? '').trim();
}
