// Tests that every Arabic word that can be typed means the same in every spelling that people use.
// The words are read from the sources, so that new tables are tested too.
import { globSync, readFileSync } from 'node:fs';
import { foldWord } from '@leadbell/domain';
import { runs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { typedText } from '../commands/typed-text.ts';
import { parseText } from '../testing/commands-fixtures.ts';
import { contextFor, fakeApi } from '../testing/lead-fixtures.ts';

const root = new URL('../../../../', import.meta.url);
const tables = [
  'apps/slackbot/src/commands/*.ts',
  'apps/slackbot/src/queries/filters.ts',
  'apps/slackbot/src/features/*/commands/*.ts',
  'libs/i18n/src/languages.ts',
  'libs/domain/src/time/schedule-words.ts',
  'libs/domain/src/time/words/arabic.ts',
];
/** Parts of words, and words that occur only in answers or as names. */
const notTyped = new Set(['ا', 'ي', 'ه', 'ك', 'د', '، ']);

const words = [...new Set(globSync(tables, { cwd: root }).flatMap(arabicIn))].filter((word) => !notTyped.has(word));

function arabicIn(file: string): readonly string[] {
  if (file.endsWith('.test.ts')) return [];
  const code = readFileSync(new URL(file, root), 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
  return [...code.matchAll(/'([^'\n]+)'/g)].flatMap(({ 1: text = '' }) =>
    /^[\p{Script=Arabic}\p{M} _-]+$/u.test(text) ? [text] : [],
  );
}

/** The places in a line where a word can be. */
const places: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => `${word} 574`,
  (word) => `${word} 12 لي`,
  (word) => `${word} 12 U0SAMIR`,
  (word) => `${word} مصدر:Email 2س`,
  (word) => `${word} أخطاء-الدفعات`,
  (word) => `${word} ماركة:KIA`,
  (word) => `اليوم ${word}:KIA`,
  (word) => `اليوم حالة:"${word}"`,
  (word) => `اليوم --${word}`,
  (word) => `اليوم ${word} ماركة:KIA`,
  (word) => `اليوم مصدر:Email ${word} ماركة:KIA`,
  (word) => `إسناد 12 ${word}`,
  (word) => `إسكات ${word}:Email 2س`,
  (word) => `إسكات مصدر:Email 2 ${word}`,
  (word) => `إسكات مصدر:Email ${word}`,
  (word) => `لغة ${word}`,
  (word) => `اشترك ${word}`,
  (word) => `اشترك ${word} 08:30`,
  (word) => `اشترك ملخص 08:30 ${word}`,
  (word) => `اشترك ملخص 08:30 بلا-${word}`,
  (word) => `اشترك ملخص 08:30 ${word}-أوقات`,
  (word) => `اشترك ملخص شهريًا ${word} 08:30`,
  (word) => `اشترك تنبيهات بلا-${word}`,
  (word) => `اشترك تنبيهات ${word}`,
  (word) => `اشترك تنبيهات ${word}-10`,
  (word) => `اشترك تنبيهات نداء-S0123ABCD ${word}-10`,
  (word) => `اشترك تنبيهات ${word}-S0123ABCD`,
  (word) => `اشترك عملاء ${word}-5`,
  (word) => `محاكاة غياب-العملاء ${word}-50`,
  (word) => `آخر 5 ${word}`,
  (word) => `آخر ${word}`,
  (word) => `5 ${word} الماضية`,
  (word) => `${word} الماضي`,
  (word) => `5 ${word}`,
  (word) => `${word} 5`,
  (word) => `الأيام ${word} الماضية`,
  (word) => `الأيام الخمسة ${word}`,
  (word) => `اليومين ${word}`,
  (word) => `الساعتين ${word}`,
  (word) => `${word} عربي`,
  (word) => `اشترك ملخص 8${word}`,
  (word) => `من الأحد ${word} الاثنين`,
  (word) => `${word} 20 إلى 24 أغسطس`,
  (word) => `الأحد ${word} الاثنين`,
];

const context = contextFor(fakeApi([]), 'ar');

interface Meaning {
  readonly isKnown: boolean;
  readonly text: string;
}

/** Returns the query of a line; for a line that is not understood, the answer without its quotes. */
function meaning(line: string): Meaning {
  const parsed = parseText(typedText(line), context);
  return parsed.ok
    ? { isKnown: true, text: JSON.stringify(parsed.query) }
    : { isKnown: false, text: parsed.complaint.sentence.replaceAll(/«[^»]*»/g, '') };
}

/** Whether the word is understood rather than kept as free text. */
function isUsed(word: string, { isKnown, text }: Meaning): boolean {
  return isKnown && word.split(' ').every((part) => !text.includes(part));
}

/** Returns for each word a sixth of the places, chosen at random; in a thorough run, returns all places. */
function somePlaces(): readonly (typeof places)[] {
  const length = Math.min(places.length, runs(places.length * 3));
  return fc.sample(fc.shuffledSubarray([...places], { minLength: length, maxLength: length }), words.length);
}

const marks = ['\u064E', '\u064F', '\u0650', '\u0652', '\u0640', '\u200F', '\u2068', '\u200E'];

/** Returns the word in another spelling. `turns` chooses one of the spellings of each letter. */
function respelled(word: string, turns: readonly number[]): string {
  return Array.from(word)
    .map((letter, index) => {
      const turn = turns[index % turns.length] ?? 0;
      const others = variants[letter] ?? [letter];
      const shown = others[turn % others.length] ?? letter;
      return /\p{Script=Arabic}/u.test(shown) && turn % 3 === 0 ? shown + (marks[turn % marks.length] ?? '') : shown;
    })
    .join('');
}

const variants: Readonly<Record<string, readonly string[]>> = {
  أ: ['أ', 'ا', 'إ', 'آ'],
  إ: ['إ', 'ا', 'أ'],
  آ: ['آ', 'ا', 'أ'],
  ة: ['ة', 'ه'],
  ى: ['ى', 'ي'],
  ي: ['ي', 'ى', 'ی'],
  ك: ['ك', 'ک'],
  '-': ['-', '–', '—'],
  ...Object.fromEntries(
    '0123456789'
      .split('')
      .map((digit) => [digit, [digit, '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '', '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? '']]),
  ),
};

test('each Arabic word in a table can be typed somewhere, or gets an answer of its own', () => {
  expect(words.length).toBeGreaterThan(200);
  const answers = new Map(places.map((place) => [place, meaning(place('ظظظظ')).text]));
  const unused = words.filter(
    (word) =>
      !places.some((place) => {
        const found = meaning(place(word));
        return found.text !== answers.get(place) || isUsed(word, found);
      }),
  );
  expect(unused).toEqual([]);
});

test('each Arabic word means the same in any spelling: with vowels, tatweel, marks, another hamza, other digits', () => {
  const tried = somePlaces();
  const wrong = words.flatMap((word, n) =>
    (tried[n] ?? []).flatMap((place) => {
      const found = meaning(place(word));
      if (!isUsed(word, found)) return [];
      const spelled = fc.sample(fc.array(fc.nat(60), { minLength: 5, maxLength: 12 }), {
        numRuns: runs(3),
        seed: foldWord(word).length,
      });
      return spelled
        .map((turns) => place(respelled(word, turns)))
        .filter((other) => meaning(other).text !== found.text)
        .map((other) => `${other} is not ${place(word)}`);
    }),
  );
  expect(wrong).toEqual([]);
});
