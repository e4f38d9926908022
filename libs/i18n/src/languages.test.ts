import { expect, test } from 'vitest';
import { languageBegunIn, languageNamed, languages, languageTags, languageWrittenIn } from './index.ts';

test('every word for a language means that one alone', () => {
  for (const tag of languageTags) {
    const { typed, words, name } = languages[tag];
    for (const word of [typed, name, ...words])
      expect([word, languageNamed(` ${word.toUpperCase()} `)]).toEqual([word, tag]);
  }
});

test.each(['french', '', 'constructor', '__proto__', 'e', 'فرنسي'])('%j names none of ours', (word) => {
  expect(languageNamed(word)).toBeNull();
});

test('a text in a script of one language says so, another says nothing', () => {
  expect(['today', 'اليوم', 'Kia اليوم', '123', ''].map(languageWrittenIn)).toEqual([null, 'ar', 'ar', null, null]);
  expect(['12 عميل Kia', 'Kia اليوم', '…'].map(languageBegunIn)).toEqual(['ar', null, null]);
});
