import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lead } from '../leads/lead.ts';
import { runs } from '../runs-fixtures.ts';
import { kindOfWord } from './ordinary.ts';
import { withoutPerson } from './own-person.ts';
import { withoutPatterns } from './patterns.ts';
import { WordBook } from './word-book.ts';
import english from './words/english.json' with { type: 'json' };
import names from './words/names.json' with { type: 'json' };
import vocabulary from './words/vocabulary.json' with { type: 'json' };

const nobody = {
  firstName: null,
  middleName: null,
  lastName: null,
  contactName: null,
  leadName: null,
  companyName: null,
  address1: null,
  address2: null,
  phoneNumber: null,
} as unknown as Lead;
const leadWith = (changes: Partial<Lead>): Lead => ({ ...nobody, ...changes });

describe('numbers and addresses of people are hidden', () => {
  test.each([
    'Plate ABJ 1234 is taken',
    'Plate A B J 1 2 3 4 is taken',
    'اللوحة أ ب ج ١٢٣٤ مسجلة',
    'اللوحة ١٢٣٤ رسل مسجلة',
    'Id 1012345678 exists',
    'Id 1 0 1 2 3 4 5 6 7 8 exists',
    'Account SA03 8000 0000 6080 1016 7519 is taken',
    'Account GB82WEST12345698765432 is taken',
    'Call +966 (0)50-000-0021',
    'Call ٠٥٠ ٠٠٠ ٠٠٢١',
    'Call ０５００００００２１',
    'Call ①②③④⑤⑥⑦⑧',
    'Call 05\u200B000\u200F00021',
    'Mail zarqashi (at) example (dot) com',
    'Mail zarqashi @ example . com',
    'Mail zarqashi＠example.com',
  ])('%s', (text) => {
    const digits = new WordBook()
      .text(text)
      .normalize('NFKC')
      .replace(/\P{Nd}/gu, '');
    const most = /Plate|اللوحة/.test(text) ? 0 : 4;
    expect([digits.length <= most, /zarqashi|example|west/i.test(new WordBook().text(text))]).toEqual([true, false]);
  });
});

/** The letters that Saudi plates have. */
const plateLetters = { Latin: 'ABJDRSXTEGKLZNHUV', Arabic: 'ابحدرسصطعقكلمنهوى' };
const plateDigits = ['0123456789', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹'];

test.each(Object.entries(plateLetters))(
  'no Saudi plate in %s letters is shown, whichever digits it has',
  (_, alphabet) => {
    const letter = fc.constantFrom(...Array.from(alphabet));
    const between = fc.constantFrom('', ' ', '-', ' - ');
    const plate = fc.record({
      letters: fc.tuple(letter, letter, letter),
      number: fc.integer({ min: 1, max: 9_999 }),
      digits: fc.constantFrom(...plateDigits),
      isSpaced: fc.boolean(),
      gap: between,
      comesFirst: fc.constantFrom('letters', 'number'),
      isSmall: fc.boolean(),
      around: fc.constantFrom(
        ['Plate ', ' is taken'],
        ['plate number ', ' exists'],
        ['اللوحة ', ' مسجلة'],
        ['لوحتها ', '.'],
      ),
    });
    fc.assert(
      fc.property(plate, ({ letters, number, digits, isSpaced, gap, comesFirst, isSmall, around: [before, after] }) => {
        const written = letters.join(isSpaced ? ' ' : '');
        const numbers = Array.from(String(number), (one) => digits[Number(one)]).join(isSpaced ? ' ' : '');
        const name = isSmall ? written.toLowerCase() : written;
        const text = comesFirst === 'letters' ? name + gap + numbers : numbers + gap + name;
        expect(withoutPatterns(before + text + after)).toBe(`${before}•••${after}`);
      }),
      { numRuns: runs(2_000) },
    );
  },
);

test('a word with a number is a plate only if the text mentions plates', () => {
  expect(withoutPatterns('HRV 2024 in row 12, عدد 500')).toBe('HRV 2024 in row 12, عدد 500');
  expect(withoutPatterns('Plate HRV 2024')).toBe('Plate •••');
  expect(withoutPatterns('Template HRV 2024')).toBe('Template HRV 2024');
});

describe('a word', () => {
  test.each<[string, string]>([
    ['Branch unknown', 'Branch unknown'],
    ["Model RIO7 isn't mapped", "Model RIO7 isn't mapped"],
    ['Customer Zarqashi exists', 'Customer … exists'],
    ['Customer Zarqashi Sample exists', 'Customer … exists'],
    ['Customer Noura Example Exists', 'Customer … Exists'],
    ['المعرض مغلق يوم الجمعة', 'المعرض مغلق يوم الجمعة'],
    ['Customer Omar exists', 'Customer … exists'],
    ['Will Zarqashi may call', '… call'],
    ['This may fail', 'This may fail'],
    ['رقم الجوال غير صالح', 'رقم الجوال غير صالح'],
    ['العميل صالح زرقاشي موجود', 'العميل … موجود'],
    ['الموافقة على السياسة مطلوبة', 'الموافقة على السياسة مطلوبة'],
    ['z a r q a s h i', '…'],
    ['za rq qs xi', '…'],
    ['Cause qb', 'Cause qb'],
    ['Customer qb Zarqashi', 'Customer …'],
    ['NullReferenceException in lead.branchCode', 'NullReferenceException in lead.branchCode'],
    ['DUP_ZARQASHI_9', '…'],
    ['RAV 4 for SAR 90 at row 12', 'RAV 4 for SAR 90 at row 12'],
  ])('%s: %s', (text, shown) => {
    expect(new WordBook().text(text)).toBe(shown);
  });

  test("no person's name is an ordinary word", () => {
    const all = names.words.join(' ').split(' ');
    expect(all.filter((name) => kindOfWord(name) === 'ordinary' && !vocabularyNames.has(name))).toEqual([]);
  });

  test('a word is shown once it is learned; a name is shown only within a learned value', () => {
    const book = new WordBook();
    expect(book.text('Branch Zarqabad not mapped')).toBe('Branch … not mapped');
    book.learn([{ kind: 'word', text: 'zarqabad' }]);
    expect(book.text('Branch ZARQABAD not mapped')).toBe('Branch ZARQABAD not mapped');
    book.learn([{ kind: 'word', text: 'omar' }]);
    expect(book.text('Customer Omar exists')).toBe('Customer … exists');
    book.learn([{ kind: 'value', text: 'prince sultan road' }]);
    expect(book.text('Branch Prince Sultan Road not mapped')).toBe('Branch Prince Sultan Road not mapped');
    expect(book.text('Customer Sultan exists')).toBe('Customer … exists');
    expect(book.value('Prince Sultan Road')).toBe('Prince Sultan Road');
  });

  test('the lead’s own name is hidden in either script, even if it was learned', () => {
    const book = new WordBook([
      { kind: 'word', text: 'zarqashi' },
      { kind: 'word', text: 'زرقاشي' },
    ]);
    const lead = leadWith({ firstName: 'Delta', lastName: 'Zarqashi' });
    expect(book.textOf('Customer ZARQASHI exists', lead)).toBe('Customer ••• exists');
    expect(book.textOf('العميل زرقاشي موجود', lead)).toBe('العميل ••• موجود');
    expect(book.textOf('العميل زرقاشي موجود', leadWith({ lastName: 'Other' }))).toBe('العميل زرقاشي موجود');
  });
});

test('a house number is hidden, even if its address is Arabic, or if another part of the text is already hidden', () => {
  const lead = leadWith({ address1: 'الرياض وحدة 4521' });
  for (const text of ['Unit 4521 is invalid', 'Mobile ••• is invalid for unit 4521', 'Mobile … for unit 4521'])
    expect(withoutPerson(text, lead)).not.toContain('4521');
});

test('a letter outside ASCII does not change which parts of the ASCII text before it are hidden', () => {
  const word = fc.constantFrom('ABC', 'HRV', 'rav', 'SA03', 'plate', 'Number Plate', 'row', 'X', '+', '(', 'e');
  const number = fc.stringMatching(/^[0-9]{1,12}$/);
  const iban = fc.constantFrom('SA0380000000608010167519', 'SA03 8000 0000 6080 1016 7519');
  const between = fc.constantFrom('', ' ', '-', '/', '.', '_', '|', ', ', '  ', '+');
  const piece = fc.tuple(fc.oneof(word, number, iban), between).map((both) => both.join(''));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('').trim();
      expect(withoutPatterns(`${text} é`)).toBe(`${withoutPatterns(text)} é`);
    }),
    { numRuns: runs(5_000) },
  );
});

test('kindOfWord recognises every English word of the lists, and no other text', () => {
  const words = english.words.flatMap((line) => line.split(' '));
  expect(words).toEqual(words.toSorted());
  expect(words.filter((word) => kindOfWord(word) === 'unknown')).toEqual([]);
  const all = new Set([english, names, vocabulary].flatMap((list) => list.words.join(' ').split(' ')));
  const near = fc.constantFrom(...words).chain((word) => {
    const shorter = [word.slice(1), word.slice(0, -1)];
    return fc.constantFrom(...shorter, `${word}q`, `q${word}`, `${word} ${word}`, '\uFFFF', 'A');
  });
  fc.assert(
    fc.property(near, (word) => {
      const kind = kindOfWord(word);
      expect(kind !== 'unknown').toBe(kind === 'weak' || all.has(word));
    }),
    { numRuns: runs(5_000) },
  );
});

/** Brands and places that are also given names, such as Mercedes and Lincoln. */
const vocabularyNames: ReadonlySet<string> = new Set(
  names.words
    .join(' ')
    .split(' ')
    .filter((name) => new WordBook().value(name) === name && kindOfWord(name) === 'ordinary'),
);
