import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from './open-store.ts';
import { temporaryFolder } from './testing.ts';
import {
  accountForPostgres,
  cluster,
  createDatabase,
  findBinaries,
  freePort,
  initialiseAside,
  prepareFolders,
  putInPlace,
  reachableBinaries,
  saveConnection,
  urlOf,
} from '@leadbell/postgres/testing';
import { type EmbeddedServer, startEmbedded } from './embedded-server.ts';

let folder: string;
let running: EmbeddedServer | null = null;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await running?.close();
  running = null;
  rmSync(folder, { recursive: true });
});
const data = () => join(folder, 'data');
const events: string[] = [];
const log = (event: string) => void events.push(event);
async function start(): Promise<EmbeddedServer> {
  running = await startEmbedded({ dataDir: data(), role: 'service', isEphemeral: true, log });
  return running;
}

/** Returns the folder of PostgreSQL 17, which is installed only for this test and may be absent. */
function earlier(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('postgresql-17-linux-x64')), '../native');
  } catch {
    return null;
  }
}

async function makeOld(): Promise<void> {
  const account = accountForPostgres();
  const folders = prepareFolders(data(), account);
  // As in the product, the programs are in a folder that the server's account can reach.
  const programs = reachableBinaries({ folder: earlier() ?? '', version: '17' }, account).folder;
  const old: cluster.Cluster = { folders, account, isEphemeral: true, binaries: { folder: programs, version: '17' } };
  await initialiseAside(old, 'secret');
  putInPlace(folders);
  const connection = { port: await freePort(), password: 'secret', servicePassword: 'hush', programs };
  saveConnection(folders.connection, connection);
  await cluster.start(old, connection.port);
  await createDatabase(connection);
  const store = await openStore({ url: urlOf(connection) });
  await store.connections.ensure('from before');
  await store.close();
  await cluster.stop(old);
}

describe.skipIf(earlier() === null)('data of an earlier PostgreSQL', () => {
  it('the data are moved to the new version at the start, and the old cluster is kept', async () => {
    await makeOld();
    const store = await openStore(await start());
    expect(await store.connections.status()).toMatchObject([{ id: 'from before' }]);
    await store.close();
    expect(readFileSync(join(data(), 'cluster/PG_VERSION'), 'utf8').trim()).toBe(findBinaries()?.version.split('.')[0]);
    expect(readFileSync(join(data(), 'cluster-17/PG_VERSION'), 'utf8').trim()).toBe('17');
    expect(events).toContain('database upgraded');
  });

  it('the data are moved even if the first attempt was killed before or between the two renames', async () => {
    await makeOld();
    mkdirSync(join(data(), 'cluster-new'));
    writeFileSync(join(data(), 'cluster-new/PG_VERSION'), 'half');
    await (await start()).close();
    // Makes the folder look as if the process had been killed between the two renames.
    renameSync(join(data(), 'cluster'), join(data(), 'cluster-new'));
    const store = await openStore(await start());
    expect(await store.connections.status()).toMatchObject([{ id: 'from before' }]);
    await store.close();
  });

  it('if the old programs are gone, the data stay as they are and the error says what to do', async () => {
    await makeOld();
    saveConnection(join(data(), 'connection.json'), {
      port: 0,
      password: 'secret',
      servicePassword: null,
      programs: '/nowhere',
    });
    await expect(start()).rejects.toThrow(/made by PostgreSQL 17, whose programs are gone: make a backup/);
    expect(readdirSync(data())).toContain('cluster');
  });
});

it('a cluster whose creation was killed is created again', async () => {
  const folders = prepareFolders(data(), accountForPostgres());
  mkdirSync(`${folders.cluster}-new`);
  writeFileSync(join(`${folders.cluster}-new`, 'PG_VERSION'), '18');
  await start();
  expect(existsSync(`${folders.cluster}-new`)).toBe(false);
});
