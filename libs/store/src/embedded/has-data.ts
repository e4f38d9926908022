/** Whether a bundled PostgreSQL has its data here already, for tools that must not make one by mistake. Effects: looks at files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { accountForPostgres } from './account.ts';
import { reachableData } from './folders.ts';

/** `dataDir` as in `startEmbedded`, which says what is wrong when this can't tell. */
export function hasEmbeddedData(dataDir: string): boolean {
  try {
    return existsSync(join(reachableData(dataDir, accountForPostgres()), 'connection.json'));
  } catch {
    return true;
  }
}
