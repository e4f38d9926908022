import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installationKey, keysOfFolder, makeKeyInFolder, newKeyText, openKeys } from '@leadbell/store';
import { describe, expect, it } from 'vitest';
import { leadbell } from '../cli-fixtures.ts';
import { expectSentence, folder, leaveDatabase, run, store, url, setUpStage } from '../stage-fixtures.ts';

setUpStage();

const idOf = (text: string) => installationKey(text.trim()).id;
const withKey = (key: string, ...words: string[]) =>
  leadbell(folder, { DATABASE_URL: url, LEADBELL_KEY: key }, ...words);
const begin = (...keys: string[]) => openKeys(store, { keyText: keys.join(','), keyFile: null }, null);

describe('leadbell key', () => {
  it('key prints a new key and nothing else, whatever the settings are', async () => {
    const [one, other] = [await leadbell(folder, { DATABASE_URL: 'none' }, 'key'), await leadbell(folder, {}, 'key')];
    for (const said of [one, other]) {
      expect(said).toMatchObject({ code: 0, err: '' });
      expect(said.out).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
    }
    expect(one.out).not.toBe(other.out);
  });

  it('key status shows which keys are in use, and which ones can be dropped', async () => {
    const [old, next] = [newKeyText(), newKeyText()];
    expect((await run('key', 'status')).out).toBe('No key has been used yet.\n');
    await begin(old);
    expect((await run('status')).out).not.toContain('Keys');
    await begin(next, old);
    const { out } = await run('key', 'status');
    expect(out.replaceAll(/\d{4}-.* UTC/g, 'then')).toBe(
      [
        'key       current since         use',
        `${idOf(next)}  then  current`,
        `${idOf(old)}  then  can be dropped`,
        '',
      ].join('\n'),
    );
    expect((await run('status')).out).toContain('Keys\n  key ');
    expect(out).not.toContain(old);
  });

  it('key rotate adds a key to the data folder, or names the setting to change', async () => {
    const none = await leadbell(folder, {}, 'key', 'rotate');
    expect(none.code).toBe(1);
    expectSentence(none);
    const data = join(folder, 'data');
    mkdirSync(data, { mode: 0o711 });
    const [old = ''] = makeKeyInFolder(data);
    const rotated = await leadbell(folder, { LEADBELL_DATA: 'data' }, 'key', 'rotate');
    expect(rotated).toMatchObject({ code: 0, err: '' });
    const [next = '', ...kept] = keysOfFolder(data) ?? [];
    expect(kept).toEqual([old]);
    expect(rotated.out).toMatch(new RegExp(`^Key ${idOf(next)} is now the first in .*installation\\.key: restart`));
    const said = await withKey(old, 'key', 'rotate');
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toMatch(/^[A-Za-z0-9+/]{43}=\nPut this key before the one in LEADBELL_KEY, with a comma between/);
    expect(said.out).not.toContain(old);
  });

  it('key lost makes Leadbell continue without a lost key', async () => {
    const [gone, next] = [newKeyText(), newKeyText()];
    await begin(gone);
    expect((await withKey(gone, 'key', 'lost')).out).toBe('No key is missing.\n');
    expect((await withKey(next, 'key', 'lost')).out).toMatch(
      new RegExp(`^Forgot ${idOf(gone)}\\. Leads that only this key could find`),
    );
    await begin(next);
  });

  it('restore needs the key of the backup', async () => {
    const [key, other] = [newKeyText(), newKeyText()];
    await begin(key);
    await run('backup', 'all.backup');
    for (const given of [other, '']) {
      await leaveDatabase();
      const said = await withKey(given, 'restore', 'all.backup');
      expect(said.code).toBe(1);
      expectSentence(said);
      expect(said.err).toContain(`The backup was written with the installation’s key ${idOf(key)}`);
    }
    expect(await withKey(key, 'restore', 'all.backup')).toMatchObject({ code: 0, err: '' });
    await leaveDatabase();
    expect(await withKey(other, 'restore', 'all.backup', '--key-lost')).toMatchObject({ code: 0, err: '' });
    expect((await run('key', 'status')).out).toBe('No key has been used yet.\n');
  });

  it('commands name the setting of an invalid key without showing the key', async () => {
    const wrong = await withKey('hush', 'jobs');
    expect(wrong).toMatchObject({ code: 78, out: '' });
    expect(wrong.err).toMatch(/^Please correct these settings: LEADBELL_KEY: expected 32 random bytes in base64/);
    expect(wrong.err).not.toContain('hush');
    writeFileSync(join(folder, 'open.key'), newKeyText(), { mode: 0o644 });
    chmodSync(join(folder, 'open.key'), 0o644);
    for (const file of ['open.key', 'none.key']) {
      const said = await leadbell(folder, { DATABASE_URL: url, LEADBELL_KEY_FILE: file }, 'key', 'rotate');
      expect(said.code).toBe(1);
      expect(said.err).toMatch(/^LEADBELL_KEY_FILE: expected a file that /);
      expectSentence(said);
    }
  });
});
