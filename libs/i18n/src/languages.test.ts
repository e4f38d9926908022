import { expect, test } from 'vitest';
import {
  languageBegunIn,
  type LanguageFacts,
  languageNamed,
  languages,
  languageTags,
  languageTypedBy,
  languageWrittenIn,
} from './index.ts';

test('every word for a language names only that language', () => {
  for (const tag of languageTags) {
    const { typed, words, name } = languages[tag];
    for (const word of [typed, name, ...words])
      expect([word, languageNamed(` ${word.toUpperCase()} `)]).toEqual([word, tag]);
  }
});

test.each(languageTags)('a language is found by the name that readers of %s type for it', (reader) => {
  for (const tag of languageTags) expect(languageNamed(languageTypedBy(tag, reader))).toBe(tag);
});

test('a language has all texts, or falls back to one that does', () => {
  const all: Readonly<Record<string, LanguageFacts>> = languages;
  const lost = Object.values(all).filter(({ fallback }) => fallback !== null && all[fallback]?.fallback !== null);
  expect(lost.map(({ name }) => name)).toEqual([]);
});

test.each(['klingon', '', 'constructor', '__proto__', 'e', 'كلينغوني'])(
  '%j names none of the supported languages',
  (word) => {
    expect(languageNamed(word)).toBeNull();
  },
);

test('the language of a text is found if only one language uses its script', () => {
  expect(['today', 'اليوم', 'Kia اليوم', '123', ''].map(languageWrittenIn)).toEqual([null, 'ar', 'ar', null, null]);
  expect(['12 عميل Kia', 'Kia اليوم', '…'].map(languageBegunIn)).toEqual(['ar', null, null]);
});
