/** A server for the file, and a new database with a store for each test. Whoever imports it has them; for tests. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';

export let databases: TestDatabases;
export let url: string;
/** It knows the connection `dms`. */
export let store: Store;

beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());
beforeEach(async () => {
  url = await databases.create();
  store = await openStore({ url });
  await store.connections.ensure('dms');
});
afterEach(() => store.close());

export const query = (text: string, at = url) => databases.query(at, text);
