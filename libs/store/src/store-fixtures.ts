/** A store with an empty database for each test. A test file gets it by calling `setUpStore` once. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Store } from './store.ts';
import { keepStore, type KeptStore, startTestDatabases, type TestDatabases } from './testing.ts';

export let databases: TestDatabases;
export let url: string;
/** The store of the current test; it has the connection `dms`. */
export let store: Store;
let kept: KeptStore;

export function setUpStore(): void {
  beforeAll(async () => {
    databases = await startTestDatabases();
    kept = keepStore(databases);
  });
  afterAll(async () => {
    await kept.close();
    await databases.close();
  });
  beforeEach(async () => {
    ({ url, store } = await kept.renew(url));
    await store.connections.ensure('dms');
  });
}

/** Gives the rest of a test a database that has never stored anything. */
export async function startAnew(): Promise<void> {
  ({ url, store } = await kept.renew(undefined));
  await store.connections.ensure('dms');
}

export const query = (text: string, at = url) => databases.query(at, text);
