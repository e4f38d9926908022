/**
 * One server for each test file, and a new database with a store for each test. A test file gets them by calling
 * `setUp…`.
 */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';

export let databases: TestDatabases;
export let url: string;
/** Its database has the connection `dms`. */
export let store: Store;

/** Runs before and after each test of the file that calls it. */
export function setUpStore(): void {
  beforeAll(async () => {
    databases = await startTestDatabases();
  });
  afterAll(() => databases.close());
  beforeEach(async () => {
    url = await databases.renew(url);
    store = await openStore({ url });
    await store.connections.ensure('dms');
  });
  afterEach(() => store.close());
}

/** Gives the rest of a test a database that has never stored anything. */
export async function startAnew(): Promise<void> {
  await store.close();
  url = await databases.createReady();
  store = await openStore({ url });
  await store.connections.ensure('dms');
}

export const query = (text: string, at = url) => databases.query(at, text);
