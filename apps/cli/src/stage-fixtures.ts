/**
 * For tests: a folder to run commands in, and a database with a store of its own. `setUpStage`
 * creates a new folder and a new database for each test.
 */
import { rmSync } from 'node:fs';
import type { Store } from '@leadbell/store';
import {
  keepStore,
  type KeptStore,
  startTestDatabases,
  temporaryFolder,
  type TestDatabases,
} from '@leadbell/store/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { leadbell, type Said } from './cli-fixtures.ts';

export let databases: TestDatabases;
export let url: string;
export let folder: string;
export let store: Store;
let kept: KeptStore;
/** The database of the latest test. The next test, even one in another file, can empty it and use it again. */
let ready: string | undefined;

/** Sets up and cleans up around each test of the calling file. */
export function setUpStage(): void {
  beforeAll(async () => {
    databases = await startTestDatabases();
    kept = keepStore(databases, { pool: 2 });
  });
  afterAll(async () => {
    await kept.close();
    await databases.close();
  });
  beforeEach(async () => {
    folder = temporaryFolder();
    ({ url, store } = await kept.renew(ready));
    ready = url;
  });
  afterEach(() => rmSync(folder, { recursive: true }));
}

/** Lets the commands use a new, empty database; `store` stays on the old one. */
export async function leaveDatabase(): Promise<void> {
  url = await databases.create();
}

export const run = (...words: string[]) => leadbell(folder, { DATABASE_URL: url }, ...words);

export async function addMessages(...keys: string[]): Promise<readonly number[]> {
  return store.transaction((tx) =>
    store.outbox.add(
      tx,
      keys.map((key) => ({
        workspace: 'T1',
        channel: 'C0123',
        key,
        kind: 'digest',
        payload: { text: 'Sara Almithali' },
      })),
    ),
  );
}
export const kill = (id: number | undefined, reason: string) =>
  databases.query(url, `update outbox set state = 'dead', reason = $2 where id = $1`, [id, reason]);

/** Expects one sentence without details for developers. */
export function expectSentence({ err, out }: Said): void {
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(out).toBe('');
  expect(err).not.toMatch(/ at .*\.ts|node:|undefined|\[object/);
  expect(err).not.toContain(new URL(url).password);
}
