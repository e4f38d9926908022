/** Whether a bundled PostgreSQL has its data here already, for tools that must not make one by mistake. Effects: looks at files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { accountForPostgres } from './account.ts';
import { reachableData } from './folders.ts';

/** Where the data of `dataDir` really is. Throws when this machine can't have any. */
export function embeddedDataFolder(dataDir: string): string {
  return reachableData(dataDir, accountForPostgres());
}

/** `dataDir` as in `startEmbedded`, which says what is wrong when this can't tell. */
export function hasEmbeddedData(dataDir: string): boolean {
  try {
    return existsSync(join(embeddedDataFolder(dataDir), 'connection.json'));
  } catch {
    return true;
  }
}
