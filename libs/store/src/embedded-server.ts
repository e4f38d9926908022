/**
 * The bundled server with Leadbell's data in it; a later major version of PostgreSQL takes over the data through a
 * backup. Throws `StoreError` (`in-use`, `cannot-run`, `version`).
 */
import {
  type EmbeddedOptions as ServerOptions,
  type EmbeddedServer,
  PostgresError,
  startServer,
} from '@leadbell/postgres';
import { backupToFile, restoreFromFile } from './backup/file.ts';
import { StoreError } from './errors.ts';

export { bringsPostgres, embeddedDataFolder, type EmbeddedServer, hasEmbeddedData } from '@leadbell/postgres';

export type EmbeddedOptions = Omit<ServerOptions, 'carry'>;

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  try {
    return await startServer({
      ...options,
      carry: {
        save: (url, file) => backupToFile({ url }, file),
        load: (url, file) => restoreFromFile({ url }, file),
      },
    });
  } catch (error) {
    if (error instanceof PostgresError) throw new StoreError(error.kind, error.message, { cause: error });
    throw error;
  }
}
