/** The parts of the server that tests need to create data of an earlier version. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

export { accountForPostgres } from './account.ts';
export { findBinaries } from './binaries.ts';
export * as cluster from './cluster.ts';
export { saveConnection, urlOf } from './connection-file.ts';
export { prepareFolders, reachableBinaries } from './folders.ts';
export { createDatabase, initialiseAside, putInPlace } from './upgrade.ts';

/** A new folder that PostgreSQL's account can enter too. In a test run it is deleted with the run's folder. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(process.env['LEADBELL_TEST_SERVER'] ?? tmpdir(), 'leadbell-test-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** The system assigns only ports above this range to connections and to servers that ask for no particular port. */
const firstPort = 20_000;
const portsOfOne = 50;
const groups = 200;
let nextPort = randomInt(portsOfOne);

/**
 * Returns a port on which nothing listens. It most likely stays free until the caller uses it: the system assigns no
 * port of this range, and few threads choose from the same fifty ports.
 */
export async function freePort(): Promise<number> {
  const first = firstPort + ((process.pid + 7 * threadId) % groups) * portsOfOne;
  for (let tries = 0; tries < portsOfOne; tries += 1) {
    nextPort = (nextPort + 1) % portsOfOne;
    // Copies the number, because another call may change `nextPort` during the check.
    const port = first + nextPort;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port is free from ${first} on`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
