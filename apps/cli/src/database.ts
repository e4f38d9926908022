/**
 * Opens the database that the settings name, or the bundled one. A running bot shares its bundled
 * database; if no bot runs, the command starts the database and stops it at the end. Effects: reads
 * files, may start a process.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type DatabaseConfig,
  forgottenFile,
  hasEmbeddedData,
  keysAtHand,
  openStore,
  startEmbedded,
  type Store,
  StoreError,
} from '@leadbell/store';
import type { Context, DatabasePlace } from './command.ts';
import { SettingsError } from './errors.ts';

/** Commands wait only this long for the database, because a person is waiting for the command. */
export const patienceMs = 10_000;

/** Throws `StoreError`: `empty` if data should be `used` and there is no data folder. */
export async function withDatabase<T>(
  config: DatabaseConfig,
  kind: 'used' | 'new',
  work: (database: DatabasePlace) => Promise<T>,
): Promise<T> {
  const { caFile, pool } = config;
  const ca = caFile === null ? null : readCa(caFile);
  if (config.url !== null) {
    const { url, ownerUrl } = config;
    const file = forgottenFile(config, null);
    return work({ url, ownerUrl, caFile, ca, pool, keys: () => keysAtHand(config, null), forgottenFile: file });
  }
  if (kind === 'used' && !hasEmbeddedData(config.dataDir)) {
    throw new StoreError(
      'empty',
      `There is no Leadbell data in ${resolve(config.dataDir)}: run this command where Leadbell runs, or set LEADBELL_DATA or DATABASE_URL`,
    );
  }
  const server = await startEmbedded({ dataDir: config.dataDir, role: 'tool', log: () => {} });
  try {
    const keys = () => keysAtHand(config, server.dataDir);
    const { url, ownerUrl, dataDir } = server;
    const file = forgottenFile(config, dataDir);
    return await work({ url, ownerUrl, caFile: null, ca: null, pool, keys, forgottenFile: file });
  } finally {
    await server.close();
  }
}

/** Throws `StoreError`: `empty` if there is no data. */
export function withStore<T>(
  context: Context,
  work: (store: Store, database: DatabasePlace) => Promise<T>,
): Promise<T> {
  return context.withDatabase('used', async (database) => {
    const { url, ownerUrl, caFile, pool } = database;
    const needsData = true;
    const store = await openStore({ url, ownerUrl, caFile, pool, patienceMs, needsData, name: 'leadbell tool' });
    try {
      return await work(store, database);
    } finally {
      await store.close();
    }
  });
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new SettingsError('DATABASE_CA: expected a readable file');
  }
}
