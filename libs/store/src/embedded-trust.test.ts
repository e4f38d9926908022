/**
 * Tests with a data folder that another account of the machine may have prepared, and with folders of earlier releases.
 */
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import {
  accountForPostgres,
  cluster,
  findBinaries,
  freePort,
  initialiseAside,
  prepareFolders,
  putInPlace,
  reachableBinaries,
  urlOf,
} from '@leadbell/postgres/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedServer, startEmbedded } from './embedded-server.ts';
import { StoreError } from './errors.ts';
import { openStore } from './open-store.ts';
import { readStory, storyAt } from './schema/story-fixtures.ts';
import { temporaryFolder } from './testing.ts';

const stranger = 54_321;
const isRoot = process.getuid?.() === 0;
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
async function start(dataDir = data()): Promise<EmbeddedServer> {
  running = await startEmbedded({ dataDir, role: 'service', isEphemeral: true, log: () => {} });
  return running;
}
async function stop(): Promise<void> {
  await running?.close();
  running = null;
}
const files = () => new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }));

/** Returns the sentence of the refusal. The refused start must have written no file. */
async function refusal(dataDir = data()): Promise<string> {
  const before = files();
  const error: unknown = await start(dataDir).catch((found: unknown) => found);
  if (!(error instanceof StoreError) || error.kind !== 'cannot-run') throw new Error('not refused');
  expect(files()).toEqual(before);
  return error.message;
}

describe.runIf(isRoot)('a folder that another account could have prepared is refused:', () => {
  test('a folder that the other account made', async () => {
    mkdirSync(data(), { mode: 0o777 });
    chownSync(data(), stranger, stranger);
    expect(await refusal()).toMatch(
      /^The data folder is not safe: .*data belongs to another account \(54321\).*chown -Rh 0 .*data$/,
    );
  });

  test('a link that the other account made, even to a folder of ours', async () => {
    mkdirSync(join(folder, 'ours'), { mode: 0o711 });
    symlinkSync(join(folder, 'ours'), data());
    lchownSync(data(), stranger, stranger);
    expect(await refusal()).toMatch(/belongs to another account/);
  });

  test('a link of ours to a folder of the other account', async () => {
    mkdirSync(join(folder, 'theirs'), { mode: 0o755 });
    chownSync(join(folder, 'theirs'), stranger, stranger);
    symlinkSync(join(folder, 'theirs'), data());
    expect(await refusal()).toMatch(/belongs to another account/);
  });

  test.each(['connection.json', 'starting.lock', 'installation.key'])(
    'a file %s of the other account in our folder',
    async (name) => {
      mkdirSync(data(), { mode: 0o711 });
      writeFileSync(join(data(), name), '{"port":1,"password":"x","programs":"/tmp/theirs"}', { mode: 0o600 });
      chownSync(join(data(), name), stranger, stranger);
      expect(await refusal()).toMatch(new RegExp(`${name.replace('.', '\\.')} belongs to another account`));
    },
  );

  test.each(['cluster', 'cluster-new'])('a folder %s of the other account in our folder', async (name) => {
    mkdirSync(join(data(), name), { recursive: true, mode: 0o711 });
    writeFileSync(join(data(), name, 'PG_VERSION'), '18');
    chownSync(join(data(), name), stranger, stranger);
    expect(await refusal()).toMatch(new RegExp(`${name} belongs to another account`));
  });

  test('a link in our folder to a cluster of the other account', async () => {
    mkdirSync(data(), { mode: 0o711 });
    symlinkSync('/nowhere', join(data(), 'cluster'));
    lchownSync(join(data(), 'cluster'), stranger, stranger);
    expect(await refusal()).toMatch(/cluster belongs to another account/);
  });

  test('a folder below one in which every account may write', async () => {
    mkdirSync(join(folder, 'open'));
    chmodSync(join(folder, 'open'), 0o777);
    await expect(start(join(folder, 'open/data'))).rejects.toThrow(
      /may replace .*open\/data, since it may write in .*open: chmod o-w .*open$/,
    );
    // The mode of the system's folder for temporary files.
    chmodSync(join(folder, 'open'), 0o1777);
    await start(join(folder, 'open/data'));
  });
});

test('a folder in which every account may write is refused, with the command that changes this', async () => {
  mkdirSync(data());
  chmodSync(data(), 0o777);
  expect(await refusal()).toMatch(
    /every account of this machine may write in .*data: look at what is in it, then chmod o-w .*data$/,
  );
});

test('a file that others may change is refused, with the command that changes this', async () => {
  await start();
  await stop();
  chmodSync(join(data(), 'connection.json'), 0o622);
  await expect(start()).rejects.toThrow(/other accounts may change .*connection\.json: .*chmod 600 /);
});

test('a folder in which only the group may write is accepted, and the group loses that right', async () => {
  mkdirSync(data());
  chmodSync(data(), 0o775);
  await start();
  expect(statSync(data()).mode & 0o022).toBe(0);
});

test('a link of our own to another disk is followed', async () => {
  mkdirSync(join(folder, 'disk'), { mode: 0o711 });
  symlinkSync(join(folder, 'disk'), data());
  await start();
  expect(existsSync(join(folder, 'disk/cluster/PG_VERSION'))).toBe(true);
});

test('no password is in a file that others can read, in a process’s arguments, or in its environment', async () => {
  const modes = new Set<string>();
  const watching = setInterval(() => {
    for (const name of existsSync(data()) ? readdirSync(data()) : []) {
      const found = statSync(join(data(), name), { throwIfNoEntry: false });
      if (found?.isFile() === true) modes.add(`${name} ${(found.mode & 0o077).toString(8)}`);
    }
  }, 1);
  const server = await start();
  clearInterval(watching);
  expect([...modes].filter((one) => !one.endsWith(' 0'))).toEqual([]);
  expect([...modes].some((one) => one.startsWith('password.tmp'))).toBe(true);
  expect(readdirSync(data())).not.toContain('password.tmp');
  const passwords = [server.url, server.ownerUrl].map((url) => new URL(url).password);
  expect(new Set(passwords).size).toBe(2);
  const pid = readFileSync(join(data(), 'cluster/postmaster.pid'), 'utf8').split('\n')[0] ?? '';
  for (const name of ['cmdline', 'environ']) {
    const file = `/proc/${pid}/${name}`;
    const text = existsSync(file) ? readFileSync(file, 'latin1') : '';
    for (const password of passwords) expect(text).not.toContain(password);
  }
});

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

describe('the folder of an earlier release', () => {
  const fixtures = new URL('schema/__fixtures__/', import.meta.url);
  const names = readdirSync(fixtures)
    .filter((name) => name.endsWith('.sql.gz'))
    .toSorted();

  /** Makes a data folder as a release with only one account left it, with the database of the fixture. */
  async function makeEarlier(file: string): Promise<void> {
    const found = findBinaries();
    if (found === null) throw new Error('no PostgreSQL for this system');
    const account = accountForPostgres();
    const folders = prepareFolders(data(), account);
    const binaries = reachableBinaries(found, account);
    const old: cluster.Cluster = { folders, account, isEphemeral: true, binaries };
    await initialiseAside(old, 'earlier');
    putInPlace(folders);
    const connection = { port: await freePort(), password: 'earlier', programs: binaries.folder };
    writeFileSync(folders.connection, JSON.stringify(connection), { mode: 0o600 });
    await cluster.start(old, connection.port);
    await query(urlOf(connection, 'postgres'), 'create database leadbell');
    await query(urlOf(connection), gunzipSync(readFileSync(new URL(file, fixtures))).toString());
    await cluster.stop(old);
  }

  // Three of the databases are enough here, because `takeover.test.ts` takes over all of them.
  test.each([names.at(0) ?? '', names.at(7) ?? '', names.at(-1) ?? ''])(
    'the folder is taken over, and the service’s account owns nothing: %s',
    async (file) => {
      await makeEarlier(file);
      const store = await openStore(await start());
      expect(await store.audit.guard()).toBe('owner');
      expect(await readStory(store)).toEqual(storyAt(Number(file.slice(0, 2))));
      await store.close();
      await stop();
      const again = await openStore(await start());
      expect(await again.audit.guard()).toBe('owner');
      await again.close();
    },
  );

  test('the folder of an earlier release is taken over even if its server still runs', async () => {
    await makeEarlier(names.at(-1) ?? '');
    const first = await start();
    // Makes the folder look as if the earlier release had been killed: the server runs, and the file has no password
    // for the service's account.
    const file = join(data(), 'connection.json');
    const { servicePassword: _, ...earlier } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(`${file}.other`, JSON.stringify(earlier), { mode: 0o600 });
    renameSync(`${file}.other`, file);
    const beside = await startEmbedded({ dataDir: data(), role: 'tool', log: () => {} });
    expect(beside.url).not.toBe(first.url);
    const store = await openStore(beside);
    expect(await store.audit.guard()).toBe('owner');
    await store.close();
    await beside.close();
  });
});
