import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { botSources, watchSources } from './watch-sources.ts';

test('several quick changes are reported once, and changes of tests are never reported', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadbell-watch-'));
  mkdirSync(join(folder, 'inside'));
  let told = 0;
  const end = watchSources([folder], () => (told += 1));
  writeFileSync(join(folder, 'inside/parse.test.ts'), '');
  writeFileSync(join(folder, 'notes.md'), '');
  await delay(500);
  expect(told).toBe(0);
  for (const name of ['a.ts', 'inside/b.ts', 'words.json']) writeFileSync(join(folder, name), '');
  await expect.poll(() => told).toBe(1);
  end();
  writeFileSync(join(folder, 'c.ts'), '');
  await delay(500);
  expect(told).toBe(1);
});

test('the watched sources are those of the bot and of every library', () => {
  expect(botSources()).toEqual(expect.arrayContaining([expect.stringMatching(/apps\/slackbot\/src$/)]));
  for (const name of ['domain', 'store', 'postgres'])
    expect(botSources()).toContainEqual(expect.stringMatching(new RegExp(`libs/${name}/src$`)));
});
