/** The parts of the server that tests need to create data of an earlier version. */
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export { accountForPostgres } from './account.ts';
export { findBinaries } from './binaries.ts';
export * as cluster from './cluster.ts';
export { saveConnection, urlOf } from './connection-file.ts';
export { freePort } from './free-port.ts';
export { prepareFolders, reachableBinaries } from './folders.ts';
export { createDatabase, initialiseAside, putInPlace } from './upgrade.ts';

/** A new folder that PostgreSQL's account can enter too. In a test run it is deleted with the run's folder. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(process.env['LEADBELL_TEST_SERVER'] ?? tmpdir(), 'leadbell-test-'));
  chmodSync(folder, 0o711);
  return folder;
}
