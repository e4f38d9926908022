/**
 * A real database for tests: a server of its own, thrown away at the end, and as many empty databases in it as one likes.
 * Imported by tests and measurements alone. Effects: a process and a temporary folder.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type EmbeddedServer, startEmbedded } from './embedded/embedded.ts';

export interface TestDatabases {
  readonly server: EmbeddedServer;
  /** The address of a new, empty database. */
  create(): Promise<string>;
  /** As whoever runs the database would: for what no function of the store does. */
  query(url: string, text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A folder that PostgreSQL's account can enter too. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadbell-test-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** `isEphemeral: false` waits for the disk, for tests that pull plugs. */
export async function startTestDatabases(isEphemeral = true): Promise<TestDatabases> {
  const folder = temporaryFolder();
  const server = await startEmbedded({ dataDir: join(folder, 'data'), role: 'service', isEphemeral, log: () => {} });
  return {
    server,
    async create() {
      const name = `test_${randomBytes(6).toString('hex')}`;
      await query(server.url, `create database ${name}`);
      return server.url.replace(/\/\w+$/, `/${name}`);
    },
    query,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function query(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}
