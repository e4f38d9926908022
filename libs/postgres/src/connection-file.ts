/**
 * Stores how to reach the running server: its port and passwords, in a file that only this account can read. Effects:
 * reads and writes this file.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { superuser } from './cluster.ts';

export interface Connection {
  readonly port: number;
  /** The password of the account that owns the data. */
  readonly password: string;
  /** The password of the service's account; null in a file that an earlier release wrote. */
  readonly servicePassword: string | null;
  /**
   * The folder of the PostgreSQL programs that last ran the server. An upgrade to a later major version needs these
   * programs to read the data.
   */
  readonly programs: string;
}

export const database = 'leadbell';

/** The service's account: it owns no tables and is not a superuser. The store grants it rights on each table. */
export const serviceRole = 'leadbell_service';

export function urlOf({ port, password }: Pick<Connection, 'port' | 'password'>, name = database): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`;
}

export function serviceUrlOf({ port, servicePassword }: Pick<Connection, 'port' | 'servicePassword'>): string {
  return `postgres://${serviceRole}:${servicePassword ?? ''}@127.0.0.1:${port}/${database}`;
}

export function readConnection(file: string): Connection | null {
  if (!existsSync(file)) return null;
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<Connection>;
    const { port, password, servicePassword = null, programs = '' } = found;
    if (typeof port !== 'number' || typeof password !== 'string') return null;
    return { port, password, servicePassword, programs };
  } catch {
    return null;
  }
}

export function saveConnection(file: string, connection: Connection): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(connection)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
