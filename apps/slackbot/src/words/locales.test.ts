import { type LanguageFacts, languages, languageTags } from '@leadbell/i18n';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { locales, messagesFor } from './index.ts';

const helpers = new Set(['index.ts']);

describe('the languages', () => {
  it('are those in the folder', () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((file) => !file.endsWith('.test.ts'));
    expect(
      Object.keys(locales)
        .map((tag) => `${tag}.ts`)
        .toSorted(),
    ).toEqual(files.filter((file) => !helpers.has(file)).toSorted());
  });

  it.each(Object.entries(locales))('%s is itself', (tag, messages) => {
    expect(messages.tag).toBe(tag);
  });

  const others = languageTags.filter((tag) => tag !== 'en');

  it.each(others)('say the same things: in %s no text is left in English', (tag) => {
    const [english, other] = [textsOf(messagesFor('en')), textsOf(messagesFor(tag))];
    const same = [...english].filter(([path, text]) => other.get(path) === text && /\p{L}/u.test(text));
    expect(same.map(([path]) => path).filter((path) => path !== 'direction')).toEqual([]);
    const { script }: LanguageFacts = languages[tag];
    const foreign = [...other].filter(([, text]) => /\p{L}/u.test(text) && script !== null && !script.test(text));
    expect(foreign.map(([path]) => path).filter((path) => path !== 'tag' && path !== 'direction')).toEqual([]);
  });
});

/** Every string, by its path. */
function textsOf(node: unknown, path = ''): Map<string, string> {
  if (typeof node === 'string') return new Map([[path, node]]);
  if (typeof node !== 'object' || node === null) return new Map();
  return new Map(
    Object.entries(node).flatMap(([key, value]) => [...textsOf(value, path === '' ? key : `${path}.${key}`)]),
  );
}

describe('numbers of leads', () => {
  it.each([
    [0, '0 leads', 'لا عملاء محتملين'],
    [1, '1 lead', 'عميل محتمل واحد'],
    [2, '2 leads', 'عميلان محتملان'],
    [3, '3 leads', '3 عملاء محتملين'],
    [10, '10 leads', '10 عملاء محتملين'],
    [11, '11 leads', '11 عميلًا محتملًا'],
    [99, '99 leads', '99 عميلًا محتملًا'],
    [100, '100 leads', '100 عميل محتمل'],
    [103, '103 leads', '103 عملاء محتملين'],
    [12_345, '12,345 leads', '12,345 عميلًا محتملًا'],
  ])('%i is said as it should be', (count, english, arabic) => {
    expect(messagesFor('en').leads.count(count)).toBe(english);
    expect(messagesFor('ar').leads.count(count)).toBe(arabic);
  });
});
