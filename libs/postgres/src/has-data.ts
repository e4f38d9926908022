/**
 * Checks whether a bundled PostgreSQL already has its data here, for tools that must not create a database by mistake.
 * Effects: looks at files.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { accountForPostgres } from './account.ts';
import { reachableData } from './folders.ts';

/**
 * The folder where the data of `dataDir` really is. Throws if this process is root and finds no other account for
 * PostgreSQL.
 */
export function embeddedDataFolder(dataDir: string): string {
  return reachableData(dataDir, accountForPostgres());
}

/** Also returns true if this can't be determined: `startEmbedded` then reports the reason. */
export function hasEmbeddedData(dataDir: string): boolean {
  try {
    return existsSync(join(embeddedDataFolder(dataDir), 'connection.json'));
  } catch {
    return true;
  }
}
