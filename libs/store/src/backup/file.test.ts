import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { backupToFile, restoreFromFile } from './file.ts';
import { openStore } from '../open-store.ts';
import { startTestDatabases, temporaryFolder, type TestDatabases } from '../testing.ts';

let databases: TestDatabases;
let url: string;
let folder: string;
let file: string;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());
beforeEach(async () => {
  url = await databases.renew(url);
  folder = temporaryFolder();
  file = join(folder, 'backup.gz');
  const store = await openStore({ url });
  await store.connections.ensure('dms');
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a backup file can only be read by its owner, and can be restored', async () => {
  writeFileSync(`${file}.part`, 'left behind', { mode: 0o666 });
  chmodSync(`${file}.part`, 0o666);
  await backupToFile({ url }, file);
  expect(readdirSync(folder)).toEqual(['backup.gz']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const other = await databases.create();
  expect((await restoreFromFile({ url: other }, file)).rows).toMatchObject({ dms_connections: 1 });
  const store = await openStore({ url: other });
  expect(await store.connections.status()).toMatchObject([{ id: 'dms' }]);
  await store.close();
});

it('a backup that fails leaves the old file in place', async () => {
  writeFileSync(file, 'the one before');
  await expect(backupToFile({ url: await databases.create() }, file)).rejects.toThrow(/nothing to back up/);
  await expect(backupToFile({ url, signal: AbortSignal.abort() }, file)).rejects.toThrow(/aborted/);
  expect(readdirSync(folder)).toEqual(['backup.gz']);
  expect(readFileSync(file, 'utf8')).toBe('the one before');
});

it('a file that can’t be used is named, with the reason', async () => {
  mkdirSync(join(folder, 'a folder'));
  await expect(restoreFromFile({ url }, file)).rejects.toThrow(/backup\.gz can’t be used: it is not there/);
  await expect(restoreFromFile({ url }, join(folder, 'a folder'))).rejects.toThrow(
    /a folder can’t be used: it is a folder/,
  );
  await expect(backupToFile({ url }, join(folder, 'a folder'))).rejects.toThrow(
    /a folder can’t be used: it is a folder/,
  );
  await expect(backupToFile({ url }, join(folder, 'none', 'x'))).rejects.toThrow(
    /none\/x\.part can’t be used: it is not there/,
  );
});

it('a restore can be stopped; then it changes nothing in the database', async () => {
  await backupToFile({ url }, file);
  const other = await databases.create();
  await expect(restoreFromFile({ url: other, signal: AbortSignal.abort() }, file)).rejects.toThrow(/Stopped/);
  expect(
    await databases.query(other, `select relname from pg_class where relnamespace = 'public'::regnamespace`),
  ).toEqual([]);
});
