import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { BulkObserver, type Instant, type LeadIdentities, type PlainDate } from '@leadbell/domain';
import { buildBulk, buildLead } from '@leadbell/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backup, restore } from '../backup/backup.ts';
import type { RestoreOptions } from '../backup/options.ts';
import { databaseSettingProblem, keysIn } from '../config.ts';
import { openStore } from '../open-store.ts';
import { databases, setUpStore, store, url } from '../store-fixtures.ts';
import { temporaryFolder } from '../testing.ts';
import { installationKey, keyedHash, newKeyText } from './installation-key.ts';
import { addKeyInFolder, keyFileName, keysOfFolder, makeKeyInFolder, readKeyFile } from './key-file.ts';
import { openKeys } from './open-keys.ts';

let folder: string;
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => rmSync(folder, { recursive: true }));
const fileOf = (text: string, mode = 0o600) => {
  const file = join(folder, 'keys');
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
};
const idOf = (text: string) => installationKey(text).id;

describe('a key', () => {
  test('a key is 32 random bytes, and has an id that does not reveal it', () => {
    const [one, other] = [newKeyText(), newKeyText()];
    expect(Buffer.from(one, 'base64')).toHaveLength(32);
    expect(idOf(one)).toMatch(/^[\da-f]{8}$/);
    expect(idOf(one)).not.toBe(idOf(other));
    expect(JSON.stringify(installationKey(one))).not.toContain(one.slice(0, 8));
  });

  test('a different key is derived for each purpose', () => {
    const key = installationKey(newKeyText());
    expect(key.derive('one')).toHaveLength(32);
    expect(key.derive('one')).toEqual(key.derive('one'));
    expect(key.derive('one')).not.toEqual(key.derive('other'));
  });

  test('a hash that is made with a key has at least 128 bits', () => {
    // The hash must never change, because stored rows contain such hashes.
    const key = keyedHash(installationKey(Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64')));
    expect({ keyId: key.keyId, hash: key.hash('["lead 1"]') }).toMatchInlineSnapshot(`
      {
        "hash": "AfltecfEHpaF19GrBTPsJg",
        "keyId": "9b043e18",
      }
    `);
    expect(Buffer.from(key.hash('x'), 'base64url')).toHaveLength(16);
  });

  test.each([
    ['as printed', newKeyText(), true],
    ['two, the new one first', `${newKeyText()}, ${newKeyText()}`, true],
    ['one per line', `${newKeyText()}\n${newKeyText()}\n`, true],
    ['nothing', ' ', false],
    ['31 bytes', Buffer.alloc(31, 'abcdefghijklmnop').toString('base64'), false],
    ['33 bytes', Buffer.alloc(33, 'abcdefghijklmnop').toString('base64'), false],
    ['not base64', '?'.repeat(44), false],
    ['hex', Buffer.alloc(32, 'abcdefghijklmnop').toString('hex'), false],
    ['bytes that are not random', Buffer.alloc(32).toString('base64'), false],
    ['a valid and an invalid one', `${newKeyText()},secret`, false],
  ])('LEADBELL_KEY accepts only valid keys: %s', (_, text, isRight) => {
    const problem = databaseSettingProblem('LEADBELL_KEY', text);
    expect(problem === null).toBe(isRight);
    expect(problem ?? '').not.toContain('secret');
  });

  test('a key that is given twice counts once', () => {
    const key = newKeyText();
    expect(keysIn(`${key},${key}`)).toEqual([key]);
  });
});

describe('a file with keys', () => {
  test('a valid file with keys is read', () => {
    const text = `${newKeyText()}\n`;
    expect(readKeyFile(fileOf(text))).toEqual({ text });
    expect(readKeyFile(fileOf(text, 0o440))).toEqual({ text });
  });

  test.each([
    ['that everyone can read', () => fileOf(newKeyText(), 0o644), /chmod 600/],
    ['that everyone can write', () => fileOf(newKeyText(), 0o602), /chmod 600/],
    ['that does not exist', () => join(folder, 'none'), /can be read/],
    ['that is a folder', () => (mkdirSync(join(folder, 'f'), { mode: 0o700 }), join(folder, 'f')), /can be read/],
    ['with other contents', () => fileOf('hush'), /^a file with 32 random bytes/],
    ['that is empty', () => fileOf(''), /^a file with 32 random bytes/],
  ])('a file %s is refused', (_, make, problem) => {
    const read = readKeyFile(make());
    expect(read).toEqual({ problem: expect.stringMatching(problem) as unknown });
    expect(JSON.stringify(read)).not.toContain('hush');
  });

  test('the key file in the data folder is created once, and only its owner can read it', () => {
    expect(keysOfFolder(folder)).toBeNull();
    const made = makeKeyInFolder(folder);
    expect(made).toHaveLength(1);
    expect(makeKeyInFolder(folder)).toEqual(made);
    expect(keysOfFolder(folder)).toEqual(made);
    expect(readdirSync(folder)).toEqual([keyFileName]);
    expect(statSync(join(folder, keyFileName)).mode & 0o777).toBe(0o600);
  });

  test('only one of several processes that start at once creates the key file', async () => {
    const module = fileURLToPath(new URL('key-file.ts', import.meta.url));
    const script = `import(${JSON.stringify(module)}).then((m) => console.log(m.makeKeyInFolder(${JSON.stringify(folder)})[0]))`;
    const run = () => promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', '-e', script]);
    const made = await Promise.all(Array.from({ length: 6 }, run));
    expect(new Set(made.map(({ stdout }) => stdout.trim()))).toEqual(new Set(keysOfFolder(folder)));
    expect(readdirSync(folder)).toEqual([keyFileName]);
  });

  test('the key file in the data folder gets a new key before the old ones', () => {
    const [old] = makeKeyInFolder(folder);
    const keys = addKeyInFolder(folder);
    expect(keys).toEqual([keys[0], old]);
    expect(keysOfFolder(folder)).toEqual(keys);
    expect(statSync(join(folder, keyFileName)).mode & 0o777).toBe(0o600);
  });

  test('a key file that every account can read is refused, and the refusal names it', () => {
    makeKeyInFolder(folder);
    chmodSync(join(folder, keyFileName), 0o644);
    expect(() => keysOfFolder(folder)).toThrow(/installation\.key: expected a file that not everybody/);
  });
});

const open = (...texts: string[]) => openKeys(store, { keyText: texts.join(','), keyFile: null }, null);
const use = async (identities: LeadIdentities, name = 'Alfa', externalId: string | null = null) => {
  const observer = new BulkObserver(identities);
  observer.add(buildLead({ externalId, firstName: name }));
  const at = Date.parse('2026-01-01T09:00:00Z') as Instant;
  const seen = observer.finish(buildBulk({ id: null, key: name, createdAt: at }));
  const day = '2026-01-01' as PlainDate;
  const { events } = await store.transaction((tx) => store.bulks.apply(tx, 'dms', [seen], at, () => day));
  return events;
};
const used = async () => (await store.keys.list()).map(({ id, isCurrent, isNeeded }) => [id, isCurrent, isNeeded]);

describe('a database', () => {
  setUpStore();

  test('a database keeps the fingerprint of a key, and no key', async () => {
    const text = newKeyText();
    const { identities } = await open(text);
    await use(identities);
    const chunks: Uint8Array[] = [];
    await backup({ url }, new Writable({ write: (chunk: Uint8Array, _, done) => done(void chunks.push(chunk)) }));
    const all = gunzipSync(Buffer.concat(chunks)).toString();
    expect(all).toContain(idOf(text));
    const bytes = Buffer.from(text, 'base64');
    for (const form of ['base64', 'base64url', 'hex'] as const)
      expect(all).not.toContain(bytes.toString(form).slice(0, 20));
  });

  test('a database is not opened with another key, and the error gives advice', async () => {
    const [text, other] = [newKeyText(), newKeyText()];
    await open(text);
    await expect(open(other)).rejects.toThrow(
      `This database was written with the installation’s key ${idOf(text)}, but LEADBELL_KEY has ${idOf(other)}: put it there (after the new key, if you are changing keys), or, if you have lost it, use leadbell key lost`,
    );
    await open(text);
    await store.keys.keepOnly([idOf(other)]);
    await open(other);
  });

  test('the settings need a key if they have the address of the database', async () => {
    const none = openKeys(store, { keyText: null, keyFile: null }, null);
    await expect(none).rejects.toThrow(/^LEADBELL_KEY or LEADBELL_KEY_FILE is needed with DATABASE_URL/);
    const unread = openKeys(store, { keyText: null, keyFile: join(folder, 'none') }, null);
    await expect(unread).rejects.toThrow('LEADBELL_KEY_FILE: expected a file that can be read');
  });

  test('a database in a data folder gets no new key when its first key is missing', async () => {
    const first = await openKeys(store, { keyText: null, keyFile: null }, folder);
    expect(first.secrets).toEqual(keysOfFolder(folder));
    expect((await openKeys(store, { keyText: null, keyFile: null }, folder)).secrets).toEqual(first.secrets);
    rmSync(join(folder, keyFileName));
    await expect(openKeys(store, { keyText: null, keyFile: null }, folder)).rejects.toThrow(
      /written with the installation’s key .*, but .*installation\.key has none: put it there/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('an old key is kept as long as a row needs it', async () => {
    const [old, next] = [newKeyText(), newKeyText()];
    expect(await use((await open(old)).identities)).not.toEqual([]);
    const { identities } = await open(next, old);
    expect(await used()).toEqual([
      [idOf(next), true, false],
      [idOf(old), false, true],
    ]);
    expect(await use(identities)).toEqual([]);
    await expect(open(next)).rejects.toThrow(new RegExp(`key ${idOf(old)}, but LEADBELL_KEY has ${idOf(next)}`));
    await databases.query(url, 'delete from bulks');
    expect(await used()).toEqual([
      [idOf(next), true, false],
      [idOf(old), false, false],
    ]);
    await open(next);
    expect(await used()).toEqual([[idOf(next), true, false]]);
  });

  test.each([
    ['marks of a lead with a number', null],
    ['a bulk without a number, whose leads are deleted', 'delete from bulk_leads'],
  ])('an old key is kept for %s', async (_, forget) => {
    const [old, next] = [newKeyText(), newKeyText()];
    await use((await open(old)).identities, 'Alfa', '9');
    if (forget === null) await databases.query(url, `update bulks set key = 'b1'`);
    else await databases.query(url, forget);
    await open(next, old);
    expect(await used()).toEqual([
      [idOf(next), true, false],
      [idOf(old), false, true],
    ]);
    await expect(open(next)).rejects.toThrow(new RegExp(`key ${idOf(old)}, but LEADBELL_KEY has ${idOf(next)}`));
  });

  test('a database may go back to its previous key', async () => {
    const [one, other] = [newKeyText(), newKeyText()];
    await open(one);
    await open(other, one);
    await open(one, other);
    expect(await used()).toEqual([
      [idOf(one), true, false],
      [idOf(other), false, false],
    ]);
    await expect(open(other)).rejects.toThrow(/was written with/);
  });

  test('a database gets one key if several processes start at once', async () => {
    const keys = [newKeyText(), newKeyText(), newKeyText()];
    const opened = await Promise.allSettled(keys.map((key) => open(key)));
    expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await used()).toHaveLength(1);
  });

  test('a database is restored only with its own key', async () => {
    const [text, other] = [newKeyText(), newKeyText()];
    await open(text);
    const chunks: Uint8Array[] = [];
    await backup({ url }, new Writable({ write: (chunk: Uint8Array, _, done) => done(void chunks.push(chunk)) }));
    const put = async (keys: NonNullable<RestoreOptions['keys']>) => {
      const target = await databases.create();
      await restore({ url: target, keys }, Readable.from([Buffer.concat(chunks)]));
      const restored = await openStore({ url: target });
      const ids = (await restored.keys.list()).map(({ id }) => id);
      await restored.close();
      return ids;
    };
    const where = 'LEADBELL_KEY';
    await expect(put({ ids: [idOf(other)], where })).rejects.toThrow(
      `The backup was written with the installation’s key ${idOf(text)}, but LEADBELL_KEY has ${idOf(other)}`,
    );
    await expect(put({ ids: [], where })).rejects.toThrow(/but LEADBELL_KEY has none: put it there/);
    expect(await put({ ids: [idOf(other), idOf(text)], where })).toEqual([idOf(text)]);
    expect(await put('lost')).toEqual([]);
  });

  test('a database shows whether an earlier release has written to it', async () => {
    const text = newKeyText();
    const hasLegacy = async () => (await open(text)).identities.hasLegacy;
    await use((await open(text)).identities);
    expect(await hasLegacy()).toBe(false);
    for (const key of ['h1nk218iaqadmj#2', 'x0', 'x-1']) {
      await databases.query(url, 'update bulk_leads set key = $1', [key]);
      expect(await hasLegacy()).toBe(true);
    }
    for (const key of ['x574', 'xhello#2']) {
      await databases.query(url, 'update bulk_leads set key = $1', [key]);
      expect(await hasLegacy()).toBe(false);
    }
  });
});

test('no file of ours that another account can read contains a key', () => {
  makeKeyInFolder(folder);
  addKeyInFolder(folder);
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^(?:[\w+/]{43}=\n)+$/);
  }
});
