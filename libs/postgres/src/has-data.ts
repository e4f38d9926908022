/**
 * Whether a bundled PostgreSQL already has its data here, for tools that must not create one by mistake. Effects: looks
 * at files.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { accountForPostgres } from './account.ts';
import { reachableData } from './folders.ts';

/** The actual folder of `dataDir`'s data. Throws if this machine can't have any. */
export function embeddedDataFolder(dataDir: string): string {
  return reachableData(dataDir, accountForPostgres());
}

/** `dataDir` as in `startEmbedded`, which reports the reason if this can't be determined. */
export function hasEmbeddedData(dataDir: string): boolean {
  try {
    return existsSync(join(embeddedDataFolder(dataDir), 'connection.json'));
  } catch {
    return true;
  }
}
