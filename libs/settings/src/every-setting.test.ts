import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { catalogueSchema } from './config-schema.ts';
import { settingNames, type Name, type Values } from './names.ts';
import { settle } from './resolve.ts';
import { authKinds, settingsSchema } from './schema.ts';

const names = Object.keys(settingNames);
const textOf = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const namesIn = (file: string, form: RegExp) => [...textOf(file).matchAll(form)].map(([, name = '']) => name);

test.each([
  ['libs/settings/src/schema.ts', () => Object.keys(settingsSchema.pipe[0].entries.values.entries)],
  ['.env.example', () => namesIn('.env.example', /^#? ?([A-Z_]+)=/gm)],
  ['docs/settings.md', () => namesIn('docs/settings.md', /^- `([A-Z_]+)`:/gm)],
])('%s has the settings of names.ts', (file, read) => {
  const found = read();
  expect([
    ...names.filter((name) => !found.includes(name)).map((name) => `${file} lacks ${name}`),
    ...found.filter((name) => !names.includes(name)).map((name) => `${file} has ${name}, and names.ts does not`),
    ...found.filter((name, at) => found.indexOf(name) !== at).map((name) => `${file} has ${name} twice`),
  ]).toEqual([]);
});

/**
 * Settings that have no value in the result, because they only decide about other settings; each with the file that
 * reads it.
 */
const usedIn: Readonly<Partial<Record<string, string>>> = {
  DMS_ALLOW_HTTP: 'libs/settings/src/schema.ts',
  LEADBELL_CONFIG: 'libs/settings/src/settings.ts',
};

test('each setting is read', () => {
  const read = new Set<string>();
  const file = v.parse(catalogueSchema, {});
  // Each way to sign in reads settings of its own; all ways together read all settings.
  for (const kind of authKinds) settle(recorded({ DMS_AUTH: kind }, read), file, null);
  const unread = names.filter((name) => !read.has(name) && usedIn[name] === undefined);
  expect(unread.map((name) => `resolve.ts never reads ${name}`)).toEqual([]);
  for (const [name, place = ''] of Object.entries(usedIn)) {
    expect(textOf(place)).toContain(`.${name}`);
    expect(read).not.toContain(name);
  }
});

/**
 * Adds to `read` the name of each value that is read. Pass no secret, because the code that lists secrets reads every
 * secret that is given, whether the setting is used or not.
 */
function recorded(values: Values, read: Set<string>): Values {
  return new Proxy(values, {
    get(target, name) {
      read.add(String(name));
      return target[name as Name];
    },
  });
}
