import { runs } from '../runs-fixtures.ts';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { foldText } from '../text/fold.ts';
import { hasEmail, readEmails } from './email.ts';
import { errorGroup } from './lead-errors.ts';
import type { Lead } from './lead.ts';
import { nameMark, phoneMark, phoneMarks } from './marks.ts';
import { maskContact, maskEmail, maskName } from './mask.ts';
import { isNothing } from './nothing.ts';
import { foldedName, isPlainName, foldPlainName } from './person-name.ts';
import { readPhones } from './phone.ts';
import { isHot } from './priority.ts';
import { QualityCounter } from './quality.ts';
import { withoutPerson } from '../redact/own-person.ts';
import { anyCharacter } from '../text/character-fixtures.ts';

const fields = [
  ...readFileSync(new URL('lead.ts', import.meta.url), 'utf8').matchAll(/^ {2}readonly (\w+): string \| null;$/gm),
].map(([, name]) => name);
const nobody = {
  ...Object.fromEntries(fields.map((name) => [name, null])),
  outcome: 'pending',
  errors: [],
  vehicles: [],
} as unknown as Lead;
const leadWith = (changes: Partial<Lead>): Lead => ({ ...nobody, ...changes });

/** Returns the result of `readPhones` as short texts. */
function shortly(code: string | null, number: string): readonly string[] {
  const { kind, numbers, rest } = readPhones(code, number);
  if (kind !== 'dialled') return [kind];
  return [
    ...numbers.map(({ e164, extension }) => e164 + (extension === null ? '' : `;${extension}`)),
    ...(rest === '' ? [] : [rest]),
  ];
}

describe('phones that are not in the tables of cases', () => {
  test.each<[string | null, string, readonly string[]]>([
    // Digits of other scripts, and numbers that programs have changed.
    ['00966', '०५००००००२१', ['+966500000021']],
    ['00966', '500000021.00', ['+966500000021']],
    ['00966', '9.66500000021E11', ['+966500000021']],
    ['00966', '9.66500000021E+11', ['+966500000021']],
    ['00966', '5.0000002E8', ['+966500000020']],
    ['00966', '971 50 000 0023', ['+971500000023']],
    ['00966', '5.000002E8', ['+966500000200']],
    ['00966', '9.665E+11', ['sent']],
    // Extensions.
    ['00966', '0112345678 extension 101', ['+966112345678;101']],
    ['00966', '0112345678 Ext:101', ['+966112345678;101']],
    ['00966', '0112345678 داخلي ١٠١', ['+966112345678;101']],
    ['00966', '0112345678,,101', ['+966112345678;101']],
    ['00966', '0112345678ext101', ['+966112345678;101']],
    ['00966', '011 234 5678 x 101', ['+966112345678;101']],
    ['00966', 'ext 101, 0112345678', ['+966112345678;101']],
    // Values with several numbers.
    ['00966', '0500000021 | 0550000022', ['+966500000021', '+966550000022']],
    ['00966', '0500000021، 0550000022', ['+966500000021', '+966550000022']],
    ['00966', '0500000021 & 0550000022', ['+966500000021', '+966550000022']],
    ['00966', '0500000021-0550000022', ['+966500000021', '+966550000022']],
    ['00966', '0500000021+966550000022', ['+966500000021', '+966550000022']],
    ['00966', '050 000 0021 055 000 0022', ['+966500000021', '+966550000022']],
    ['00966', '00966500000021 / 971500000023', ['+966500000021', '+971500000023']],
    ['00966', '1) 0500000021 2) 0550000022', ['+966500000021', '+966550000022', '1) 2)']],
    ['00966', '0112345678-101', ['+966112345678', '-101']],
    ['00966', '050 000 0021 1', ['sent']],
    ['00966', '0500000021 (ask for Bravo)', ['+966500000021', '(ask for Bravo)']],
    ['00966', '0500000021 / 0000000000', ['+966500000021']],
    ['00966', '525000033 / 0550000022', ['+966550000022', '525000033']],
    // Letters beside digits.
    ['00966', '0500000021O', ['sent']],
    ['00966', 'جوال0500000021', ['+966500000021']],
    // Other forms of the country code.
    ['AE', '0500000023', ['+971500000023']],
    ['United Arab Emirates', '0500000023', ['+971500000023']],
    ['الإمارات العربية المتحدة', '0500000023', ['+971500000023']],
    ['UAE', '0500000023', ['+971500000023']],
    ['Egypt (+20)', '01000000028', ['+201000000028']],
    ['00971', '0112345678', ['sent']],
    ['00966', '+0500000021', ['+966500000021']],
    ['00966', '00500000021', ['+966500000021']],
    // Placeholders.
    ['00966', '0555555555', ['none']],
    ['00966', '966000000000', ['none']],
    ['00966', '1234567890', ['none']],
    ['00966', '987654321', ['none']],
    ['00966', '+966', ['none']],
    ['00966', '05********', ['none']],
    ['00966', '[no phone number]', ['none']],
    ['00966', 'بدون رقم', ['none']],
    ['00966', '???', ['none']],
    ['00966', '.', ['none']],
  ])('%s %s', (code, number, expected) => {
    expect(shortly(code, number)).toEqual(expected);
  });

  test('any value is read in bounded time, and a number that is shown as dialled can be dialled', () => {
    const piece = fc.oneof(
      fc.constantFrom('0500000021', '+966', '00', '(0)', ' ', '-', '/', ',', 'ext', 'x', '٠٥', '\u200F', '1', '😀'),
      fc.string({ unit: anyCharacter, maxLength: 4 }),
    );
    const field = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.option(field), field, (code, number) => {
        const { kind, numbers } = readPhones(code, number);
        expect(numbers.length > 0).toBe(kind === 'dialled');
        for (const { e164 } of numbers)
          expect([e164, parsePhoneNumberFromString(e164)?.isValid()]).toEqual([e164, true]);
      }),
      { numRuns: runs(1_500) },
    );
  });
});

describe('marks', () => {
  const code = fc.constantFrom(null, '', '966', '+966', '00966', '971', '00971', '+973', '974', '00968', '0020', '20');
  const digit = fc.nat({ max: 9 }).map(String);
  const digits = fc.array(digit, { minLength: 6, maxLength: 11 }).map((list) => list.join(''));
  const number = fc
    .tuple(
      fc.constantFrom(
        ...'|0|+966|00966|966|+971|05|5|579|05799|01|11|012|014|0920|92|800|0800|3|33|03|7|9|10|010|1'.split('|'),
      ),
      digits,
      fc.nat(),
    )
    .map(([before, rest, at]) =>
      at % 3 === 0 ? `${before} ${rest.slice(0, at % 7)}-${rest.slice(at % 7)}` : before + rest,
    );

  test('the fast and the slow code return the same mark', () => {
    fc.assert(
      fc.property(code, number, (phoneCode, phoneNumber) => {
        // A country code within other text makes `phoneMark` take the slow way.
        const slow = phoneMark(phoneCode === null || phoneCode === '' ? 'KSA' : `(${phoneCode})`, phoneNumber);
        expect(phoneMark(phoneCode, phoneNumber), `${phoneCode} ${phoneNumber}`).toBe(slow);
      }),
      { numRuns: runs(20_000) },
    );
  });

  test.each([
    ['500000021', '0500000021 ext 5'],
    ['0500000021', '+966 50 000 0021 / 0550000022'],
    ['500000021.0', '٠٥٠٠٠٠٠٠٢١'],
    ['525000033', '0525000033'],
    ['525000033', '+966525000033'],
  ])('%s and %s are one person', (one, other) => {
    expect(phoneMark('00966', one)).not.toBeNull();
    expect(phoneMark('00966', one)).toBe(phoneMark('00966', other));
  });

  test('each number in a field has its own mark', () => {
    expect(phoneMarks('00966', '0500000021 / 0550000022')).toEqual(['966500000021', '966550000022']);
  });

  test.each<[Partial<Lead>, Partial<Lead>]>([
    [{ firstName: 'Alfa', lastName: 'Testali' }, { contactName: 'Mr. ALFA TESTALI' }],
    [
      { firstName: 'Dr. Alfa', lastName: 'Testali' },
      { firstName: 'alfa ', lastName: 'testali' },
    ],
    [
      { firstName: 'أحمد', lastName: 'تجريبي' },
      { firstName: 'احمـد', lastName: 'تجريبى' },
    ],
  ])('the names in %j and %j have the same mark', (one, other) => {
    expect(nameMark(leadWith(one))).not.toBeNull();
    expect(nameMark(leadWith(one))).toBe(nameMark(leadWith(other)));
  });

  test.each<[Partial<Lead>]>([
    [{}],
    [{ firstName: 'null', lastName: 'null' }],
    [{ firstName: 'N/A' }],
    [{ contactName: '0500000021' }],
  ])('%j has no name that gives a mark', (lead) => {
    expect(nameMark(leadWith(lead))).toBeNull();
  });

  test('the fast code folds a plain name like the slow code', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'Alfa',
        'AL',
        'Mr',
        'null',
        'Null',
        'None',
        'no',
        'name',
        'عبد',
        'الشيخ',
        'السيدة',
        'بدون',
        'سؤال',
      ),
      fc.stringMatching(/^[A-Za-z]{1,6}$/),
      fc.stringMatching(/^[\u0621-\u063A\u0641-\u064A]{1,6}$/),
    );
    const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(name, name, (firstName, lastName) => {
        expect(nameMark({ firstName, lastName, contactName: null })).toBe(foldedName(firstName, lastName, null));
        fc.pre(isPlainName(firstName));
        expect(foldPlainName(firstName)).toBe(foldText(firstName));
      }),
      { numRuns: runs(5_000) },
    );
  });
});

describe('names that are not in the tables of cases', () => {
  test.each<[Partial<Lead>, string]>([
    [{ firstName: 'Dr.Alfa', lastName: 'Testali' }, 'Alfa T.'],
    [{ firstName: 'السيد/ ألفا', lastName: 'تجريبي' }, 'ألفا ت.'],
    [{ firstName: 'أ.د. ألفا', lastName: 'تجريبي' }, 'ألفا ت.'],
    [{ firstName: 'ألفا', lastName: 'الشيخ' }, 'ألفا ش.'],
    [{ firstName: 'السيد', lastName: 'تجريبي' }, 'السيد ت.'],
    [{ firstName: 'Alfa', lastName: 'Blank' }, 'Alfa B.'],
    [{ firstName: 'Alfa', lastName: '(none)' }, 'Alfa'],
    [{ firstName: 'Alfa', lastName: 'without last name' }, 'Alfa'],
    [{ firstName: 'Alfa0500000021', lastName: 'Testali' }, 'Alfa T.'],
    [{ firstName: '050 000 0021', lastName: 'Testali' }, 'T.'],
    [{ firstName: 'Alfa alfa@example.com', lastName: 'Testali' }, 'Alfa T.'],
    [{ firstName: 'Al\u0007fa', lastName: 'Testali\r\n' }, 'Alfa T.'],
    [{ firstName: 'Al\u00ADfa', lastName: 'Testali' }, 'Alfa T.'],
    [{ firstName: '\uD800Alfa', lastName: 'Testali' }, 'Alfa T.'],
    [{ companyName: 'Test Trading 0500000021' }, 'Test Trading'],
    [{ companyName: 'Test 2000' }, 'Test 2000'],
    [{ companyName: 'alfa@example.com' }, ''],
  ])('%j is %s', (lead, expected) => {
    expect(maskName(leadWith(lead))).toBe(expected);
  });
});

describe('e-mail addresses that are not in the tables of cases', () => {
  test.each<[string, readonly string[]]>([
    ['E-mail: alfa@example.com', ['alfa@example.com']],
    ['"Alfa" <alfa@example.com>; <bravo@example.com>', ['alfa@example.com', 'bravo@example.com']],
    ['alfa@example.com\nbravo@example.com', ['alfa@example.com', 'bravo@example.com']],
    ['alfa@example.com; ALFA@example.com', ['ALFA@example.com']],
    ['(alfa@example.com)', ['alfa@example.com']],
    ['N/A; alfa@example.com', ['alfa@example.com']],
    ['ａｌｆａ@example.com', ['alfa@example.com']],
    ['alfa testali@example.com', []],
    ['alfa@example.com bravo', []],
    ['alfa@example..com', []],
    ['https://example.com/alfa@example.com', []],
    ['alfa@example.com|<!here>', []],
    ['\uD800@example.com', []],
  ])('%j', (email, addresses) => {
    expect(readEmails(email).addresses).toEqual(addresses);
  });

  test.each([
    ['alfa@example.com', true],
    ['alfa @example.com', true],
    ['No.Email@example.com', false],
    ['noreply@example.com', false],
    ['test@test.com', false],
    ['test@example.com', true],
    ['alfa', false],
    ['no e-mail', false],
  ])('%s reaches a person: %s', (email, reaches) => {
    expect(hasEmail(email)).toBe(reaches);
  });

  test.each([
    ['<alfa@example.com>', 'a•••@•••.com'],
    ['alfa@example.com?x=.org', 'a•••@•••.com'],
    ['@example.com', '•••'],
  ])('%s is masked as %s', (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
  });

  test('an address is masked after its first character, even if that has several code points', () => {
    const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    const sign = fc.constantFrom(
      'a',
      'Z',
      'é',
      'س',
      'ل',
      'ٱ',
      '\u0301',
      '\u064E',
      '\u200D',
      '\u00AD',
      '한',
      'क',
      '्',
      '1',
    );
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 5 }), (name) => {
        const [first] = segmenter.segment(`b${name}`);
        expect(maskEmail(`b${name}@example.com`)).toBe(`${first?.segment}•••@•••.com`);
      }),
      { numRuns: runs(4_000) },
    );
  });
});

test.each([
  ['HOT ', true],
  ['Hot Lead', true],
  ['ساخن', true],
  ['Very hot', true],
  ['hot-lead', true],
  ['HOT_LEAD', true],
  ['🔥 hot', true],
  ['عميل ساخن جدًا', true],
  ['High priority', true],
  ['أولوية عالية', true],
  ['urgent!', true],
  ['Not hot', false],
  ['not very hot', false],
  ['Non-urgent', false],
  ['غير عاجل', false],
  ['Hotel', false],
  ['Photo', false],
  ['Medium high', false],
  ['High mileage', false],
  ['Warm', false],
  ['', false],
  [null, false],
])('priority %s is hot: %s', (priority, hot) => {
  expect(isHot(priority)).toBe(hot);
});

test.each([
  ['-', true],
  ['  ', true],
  ['N/A', true],
  ['[not given]', true],
  ['(null)', true],
  ['No e-mail address', true],
  ['غير معروف', true],
  ['No', false],
  ['Naomi', false],
  ['Nothing Hill', false],
])('%j means nothing: %s', (text, nothing) => {
  expect(isNothing(text)).toBe(nothing);
});

const counted = (leads: readonly Partial<Lead>[]) => {
  const counter = new QualityCounter();
  for (const lead of leads) counter.add(leadWith(lead));
  return counter.finish();
};

describe('leads that can be reached, and people who asked before', () => {
  test('placeholders do not make a lead reachable, however often they occur', () => {
    expect(
      counted([
        { phoneNumber: '0000000000' },
        { phoneNumber: '0000000000', email: 'noemail@example.com' },
        { phoneNumber: 'N/A', email: 'noemail@example.com' },
      ]),
    ).toEqual({ noPhone: 3, unreachable: 3, duplicates: 0 });
  });

  test('a lead counts as a duplicate by its second number or address too', () => {
    expect(
      counted([
        { phoneNumber: '0500000088 / 0500000099' },
        { phoneNumber: '+966 50 000 0099' },
        { email: 'alfa@example.com; bravo@example.com' },
        { email: 'Bravo <BRAVO@example.com>', phoneNumber: 'CALL-KIA' },
      ]),
    ).toEqual({ noPhone: 1, unreachable: 0, duplicates: 2 });
  });

  test('counting in parts gives the same result as counting together', () => {
    const leads = [{ phoneNumber: '0500000021' }, { phoneNumber: '500000021' }, { email: 'alfa@example.com' }];
    const [one, other] = [new QualityCounter(), new QualityCounter()];
    for (const lead of leads) one.add(leadWith(lead));
    for (const lead of leads) other.add(leadWith(lead));
    one.merge(other);
    expect(one.finish()).toEqual(counted([...leads, ...leads]));
  });
});

const digitCount = (shown: string): number => shown.replace(/\P{Nd}/gu, '').length;

test('no list shows more than four digits of a phone number, wherever it was written', () => {
  const form = fc.constantFrom(
    ...'0500000021 | +966 50 000 0021 | 050-000-0021 | 050 000 0021 | ٠٥٠٠٠٠٠٠٢١ | ۰۵۰ ۰۰۰ ۰۰۲۱ | 050/000/0021 | 050_000_0021 | (050) 0000021 | 0.5.0.0.0.0.0.0.2.1 | 050, 000, 0021 | ０５００００００２１ | 050:000:0021'.split(
      ' | ',
    ),
  );
  const around = fc.constantFrom('', 'Alfa', 'Test Trading', 'ألفا', 'ext', '-', '(', 'x');
  const text = fc
    .array(fc.oneof(form, around), { maxLength: 4 })
    .chain((parts) => fc.constantFrom(parts.join(' '), parts.join('')));
  const field = fc.option(text);
  const person = fc.record({
    firstName: field,
    lastName: field,
    contactName: field,
    companyName: field,
    email: field,
    phoneNumber: form,
  });
  fc.assert(
    fc.property(person, text, (fields, message) => {
      const lead = leadWith(fields);
      expect(digitCount(maskName(lead))).toBe(0);
      expect(digitCount(maskContact(lead))).toBeLessThanOrEqual(4);
      expect(digitCount(withoutPerson(message, lead))).toBeLessThanOrEqual(4);
    }),
    { numRuns: runs(3_000) },
  );
});

test('for any input, the shown and stored parts of a person are well-formed text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '👩‍👩‍👧‍👦',
      '🇸🇦',
      '\uD83D',
      '\uDE00',
      'مُحَمَّدٌ',
      'a\u0301\u0302',
      '\u202E',
      '\u0000',
      'Alfa',
      '@example.com',
      '٠٥٠',
      ' ',
    ),
    fc.string({ unit: anyCharacter, maxLength: 6 }),
  );
  const text = fc
    .tuple(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 60 }))
    .map(([pieces, times]) => pieces.join('').repeat(times));
  fc.assert(
    fc.property(text, text, (one, other) => {
      const lead = leadWith({ firstName: one, lastName: other, companyName: one, phoneNumber: other, email: one });
      const company = leadWith({ companyName: one });
      const { addresses, sent } = readEmails(one);
      const shown = [
        maskName(lead),
        maskName(company),
        maskContact(lead),
        readPhones(null, one).rest,
        ...addresses,
        sent,
      ];
      expect(shown.filter((some) => !some.isWellFormed() || /\p{Cc}/u.test(some.replaceAll('\n', '')))).toEqual([]);
      // These functions only get texts that the reader of the answer has made well-formed.
      const { error } = errorGroup({ message: one.toWellFormed(), code: null, field: null }, lead);
      expect([withoutPerson(one.toWellFormed(), lead), error.message].filter((some) => !some.isWellFormed())).toEqual(
        [],
      );
    }),
    { numRuns: runs(1_000) },
  );
});
