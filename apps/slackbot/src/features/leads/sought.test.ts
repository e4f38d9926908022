/**
 * Tests that a lead is found by its phone, address, number or name in any spelling, and that other
 * leads are not found.
 */
import { type Lead, readPhones, soughtKey, soughtMatcher, soughtOf } from '@leadbell/domain';
import { buildLead, caseRows, runs, testKey } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

function finds(typed: string, changes: Partial<Lead>): boolean {
  const sought = soughtOf(typed);
  return sought !== null && soughtMatcher(sought)(buildLead({ email: null, phoneNumber: null, ...changes }));
}

const unmarked = (cell: string) =>
  cell
    .replace(/^`|`$/g, '')
    .replaceAll('⟨LF⟩', '\n')
    .replace(/⟨U\+([\dA-F]{4,6})⟩/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
const fieldOf = (cell: string) => (cell === '_null_' ? null : cell === '_empty_' ? '' : unmarked(cell));

const dialled = caseRows('phones-names-mails.md').flatMap(({ cells: [code = '', number = '', link = ''] }) => {
  const e164 = unmarked(link);
  return /^\+\d+$/.test(e164) ? [{ phoneCode: fieldOf(code), phoneNumber: fieldOf(number), e164 }] : [];
});

const digitSets = ['0123456789', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '０１２３４５６７８９'];

/**
 * Makes spellings of a number as people type it: with several beginnings, with signs between the
 * digits, and with digits of other scripts.
 */
function typedForms(e164: string, home: string): fc.Arbitrary<string> {
  const digits = e164.slice(1);
  const beginnings = [
    e164,
    `00${digits}`,
    digits,
    ...(digits.startsWith(home) ? [`0${digits.slice(3)}`, digits.slice(3)] : []),
  ];
  return fc
    .record({
      form: fc.constantFrom(...beginnings),
      gaps: fc.array(fc.constantFrom('', '', ' ', '-', '.', '‑', '\u200f'), { minLength: 20, maxLength: 20 }),
      set: fc.constantFrom(...digitSets),
    })
    .map(({ form, gaps, set }) =>
      Array.from(form)
        .map((sign, index) => `${/\d/.test(sign) ? set.charAt(Number(sign)) : sign}${gaps[index]}`)
        .join('')
        .trim(),
    );
}

describe('a phone number', () => {
  test('phones-names-mails.md has enough phone numbers to search for', () =>
    expect(dialled.length).toBeGreaterThan(60));

  test('a phone number is found in every spelling in which it may be typed and sent', () => {
    const found = fc.check(
      fc.property(
        fc.constantFrom(...dialled).chain((row) => typedForms(row.e164, '966').map((typed) => ({ row, typed }))),
        ({ row: { e164: _e164, ...sent }, typed }) => finds(typed, sent),
      ),
      { numRuns: runs(2_000) },
    );
    expect(found).toMatchObject({ failed: false });
  });

  test('a search for a phone number does not find another number', () => {
    const others = dialled.filter(({ e164 }) => e164 !== '+966500000021');
    const found = others.filter((sent) => {
      const all = readPhones(sent.phoneCode, sent.phoneNumber).numbers.map((one) => one.e164);
      return !all.includes('+966500000021') && finds('+966500000021', sent);
    });
    expect(found).toEqual([]);
  });

  test.each<[typed: string, code: string | null, number: string, isFound: boolean]>([
    // A number that is typed without a country code may belong to any country.
    ['0500000023', '00971', '500000023', true],
    ['+966500000023', '00971', '500000023', false],
    // People may type only the last four digits, because a list shows no others.
    ['0021', '00966', '0500000021', true],
    ['٠٠٢١', '00966', '0500000021', true],
    ['021', '00966', '0500000021', false],
    ['0500000021', '00966', '500000021 / 0550000022', true],
    ['0550000022', '00966', '500000021 / 0550000022', true],
    ['tel:+966500000021', null, '0500000021', true],
    ['+966 (0)50 000 0021', null, '0500000021', true],
    // This number can't be dialled, but it was sent like this.
    ['525000033', '00966', '525000033', true],
    ['0500000021', null, 'N/A', false],
  ])('typed %j, sent code %j and number %j: found %j', (typed, phoneCode, phoneNumber, isFound) => {
    expect(finds(typed, { phoneCode, phoneNumber })).toBe(isFound);
  });
});

test.each<[typed: string, lead: Partial<Lead>, isFound: boolean]>([
  ['2002', { leadId: '2002' }, true],
  ['#2002', { leadId: '2002' }, true],
  ['٢٠٠٢', { leadId: '2002' }, true],
  ['2002', { externalId: '2002' }, true],
  ['200', { leadId: '2002' }, false],
  ['9007199254740993', { leadId: '9007199254740993' }, true],
  ['574000123', { externalId: '574000123' }, true],
  ['AB-77', { externalId: 'ab-77' }, true],
  ['testy@invented.example', { email: 'Testy@Invented.Example' }, true],
  ['testy@', { email: 'testy@invented.example' }, true],
  ['y@invented.example', { email: 'testy@invented.example' }, false],
  ['ｔｅｓｔｙ＠invented.example', { email: 'testy@invented.example' }, true],
  ['mailto:testy@invented.example', { email: 'Testy Inventedson <testy@invented.example>' }, true],
])('typed %j, lead %j: found %j', (typed, lead, isFound) => {
  expect(finds(typed, lead)).toBe(isFound);
});

test.each<[typed: string, first: string | null, last: string | null, isFound: boolean]>([
  ['Alfa', 'Alfa', 'Testali', true],
  ['alf', 'Alfa', 'Testali', true],
  ['lfa', 'Alfa', 'Testali', false],
  ['testali alfa', 'Alfa', 'Testali', true],
  ['Mr. Alfa Testali', 'alfa', 'TESTALI', true],
  ['Alfa Bravo', 'Alfa', 'Testali', false],
  ['José', 'Jose', 'Testali', true],
  ['otaibi', 'Alfa', 'Al-Otaibi', true],
  ['al otaibi', 'Alfa', 'Alotaibi', true],
  ['alotaibi', 'Alfa', 'Al-Otaibi', true],
  ['عتيبي', 'ألفا', 'العتيبى', true],
  ['احمد', 'أَحْمَد', 'تجريبي', true],
  ['فاطمه', 'فاطمة', 'تجريبي', true],
  ['عبدالله', 'عبد الله', 'المثالي', true],
  ['عبد الله المثالي', 'عبدالله', 'مثالي', true],
  ['Abdul Rahman', 'Abdulrahman', 'Testali', true],
  ['abdulrahman', 'Abdul-Rahman', 'Testali', true],
  // The name is typed in one script and stored in the other.
  ['Mohammed', 'محمد', 'تجريبي', true],
  ['محمد', 'Muhammad', 'Testali', true],
  ['Otaibi', 'ألفا', 'العتيبي', true],
  ['عبدالله', 'Abdullah', 'Testali', true],
  ['Mohammed', 'أحمد', 'تجريبي', false],
  ['خالد', 'Walid', 'Testali', false],
  ['Alfa', null, null, false],
])('typed %j, first name %j, last name %j: found %j', (typed, firstName, lastName, isFound) => {
  expect(finds(typed, { firstName, lastName })).toBe(isFound);
});

test('a search also finds the contact’s name, the middle name and the company’s name', () => {
  const lead = {
    firstName: 'Alfa',
    middleName: 'Bravo',
    lastName: null,
    contactName: 'Charlie Testali',
    companyName: 'Deltatest Trading',
  };
  expect(['charlie', 'bravo', 'deltatest', 'alfa deltatest'].map((typed) => finds(typed, lead))).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

test('a text without letters and digits finds nothing', () => {
  expect(['', ' ', '؟', '--', '🙏'].map(soughtOf)).toEqual([null, null, null, null, null]);
});

test('a search for any text does not fail', () => {
  const looked = fc.check(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
      const sought = soughtOf(typed);
      return sought === null || typeof soughtMatcher(sought)(buildLead({ firstName: typed })) === 'boolean';
    }),
    { numRuns: runs(1_000) },
  );
  expect(looked).toMatchObject({ failed: false });
});

test('the log’s key of a search is the same for each spelling of one number, and reveals nothing without the installation’s key', () => {
  const keys = ['0500000021', '+966 50 000 0021', '٠٥٠٠٠٠٠٠٢١'].map((typed) => {
    const sought = soughtOf(typed);
    return sought === null ? '' : soughtKey(sought, testKey());
  });
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^f1\.[0-9a-f]{8}\.[\w-]+$/);
  expect(keys[0]).not.toContain('500000021');
  expect(soughtKey({ kind: 'phone', text: '966500000021', own: '' }, testKey('another'))).not.toBe(keys[0]);
});
