/** How to reach the running server: port and password, in a file that only this account can read. Effects: files. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { superuser } from './cluster.ts';

export interface Connection {
  readonly port: number;
  readonly password: string;
  /** Programs of the PostgreSQL that last ran it: a later version may need them to read the data. */
  readonly programs: string;
}

export const database = 'leadbell';

export function urlOf({ port, password }: Pick<Connection, 'port' | 'password'>, name = database): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`;
}

export function readConnection(file: string): Connection | null {
  if (!existsSync(file)) return null;
  try {
    const { port, password, programs = '' } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Connection>;
    return typeof port === 'number' && typeof password === 'string' ? { port, password, programs } : null;
  } catch {
    return null;
  }
}

export function saveConnection(file: string, connection: Connection): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(connection)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
