/**
 * Opens the installation's keys for a service, from the settings or from the data folder. If the data folder has no key
 * yet, creates the first one there. Effects: writes files, and rows in the database. Throws `StoreError` (`key`).
 */
import { join } from 'node:path';
import { createIdentities, type LeadIdentities } from '@leadbell/domain';
import { type DatabaseConfig, keysIn } from '../config.ts';
import { StoreError } from '../errors.ts';
import type { Store } from '../store.ts';
import { type InstallationKey, installationKey, keyedHash } from './installation-key.ts';
import { keyFileName, keysOfFolder, makeKeyInFolder, readKeyFile } from './key-file.ts';

type KeyConfig = Pick<DatabaseConfig, 'keyText' | 'keyFile'>;

export interface KeysAtHand {
  /** The keys in base64, the current one first; empty if there are none yet. Secret. */
  readonly texts: readonly string[];
  /** The setting or the file that has the keys, for messages. */
  readonly where: string;
}

export interface OpenKeys {
  readonly current: InstallationKey;
  /** Older keys, which are kept to find rows written with them. */
  readonly older: readonly InstallationKey[];
  readonly identities: LeadIdentities;
  /** The texts of the keys; must never be printed. */
  readonly secrets: readonly string[];
}

/** `dataDir`: the data folder of the bundled PostgreSQL, if it is used. */
export function keysAtHand({ keyText, keyFile }: KeyConfig, dataDir: string | null): KeysAtHand {
  if (keyText !== null) return { texts: keysIn(keyText), where: 'LEADBELL_KEY' };
  if (keyFile !== null) {
    const read = readKeyFile(keyFile);
    if ('problem' in read) throw new StoreError('key', `LEADBELL_KEY_FILE: expected ${read.problem}`);
    return { texts: keysIn(read.text), where: 'LEADBELL_KEY_FILE' };
  }
  if (dataDir === null) return { texts: [], where: 'LEADBELL_KEY' };
  return { texts: keysOfFolder(dataDir) ?? [], where: join(dataDir, keyFileName) };
}

/** Makes the first of the keys the current one. Rejects keys that do not belong to the data. */
export async function openKeys(store: Store, config: KeyConfig, dataDir: string | null): Promise<OpenKeys> {
  const found = keysAtHand(config, dataDir);
  const texts = found.texts.length > 0 ? found.texts : await firstKey(store, dataDir, found.where);
  const [current, ...older] = texts.map(installationKey);
  if (current === undefined) throw new StoreError('key', `${found.where}: expected the installation’s key`);
  const { hasLegacy } = await store.keys.begin(
    [current, ...older].map(({ id }) => id),
    found.where,
  );
  const identities = createIdentities(keyedHash(current), older.map(keyedHash), hasLegacy);
  return { current, older, identities, secrets: texts };
}

/**
 * Creates the first key of the data folder. Throws if the data were already written with a key, because that key is
 * missing.
 */
async function firstKey(store: Store, dataDir: string | null, where: string): Promise<readonly string[]> {
  if (dataDir === null) {
    throw new StoreError(
      'key',
      'LEADBELL_KEY or LEADBELL_KEY_FILE is needed with DATABASE_URL: leadbell key prints a key, which every process of the installation gets',
    );
  }
  await store.keys.check([], where);
  return makeKeyInFolder(dataDir);
}
