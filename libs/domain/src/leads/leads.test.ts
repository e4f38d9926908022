import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant, Zone } from '../time/instant.ts';
import { hourBuckets } from '../time/hour-buckets.ts';
import type { Lead } from './lead.ts';
import { leadMatcher } from './filter.ts';
import { type LeadFilter, noneOf, oneOf } from './lead-filter.ts';
import { leadErrors } from './error-list.ts';
import { errorGroup, groupOfOwn, ownError, redactError } from './lead-errors.ts';
import { maskEmail, maskName, maskPhone } from './mask.ts';
import { outcomeOf } from './outcome.ts';
import { readPhones } from './phone.ts';
import { questionProblem } from './question-problem.ts';
import { withoutPerson } from '../redact/own-person.ts';
import { installationWords, shippedWords, WordBook } from '../redact/word-book.ts';
import { runs } from '../runs-fixtures.ts';
import { SummaryAccumulator } from './summary.ts';

const fields = [
  ...readFileSync(new URL('lead.ts', import.meta.url), 'utf8').matchAll(/^ {2}readonly (\w+): string \| null;$/gm),
].map(([, name]) => name);
const nobody = {
  ...Object.fromEntries(fields.map((name) => [name, null])),
  externalId: '1',
  leadId: null,
  outcome: 'pending',
  errors: [],
  vehicles: [],
} as unknown as Lead;
const leadWith = (changes: Partial<Lead>): Lead => ({ ...nobody, ...changes });

describe('outcome', () => {
  test.each([
    [true, [], '5', 'errored'],
    [false, [{ message: 'no', code: null, field: null }], '5', 'errored'],
    [false, [], '5', 'created'],
    [false, [], null, 'pending'],
  ] as const)('isError %s, errors %j, leadId %s: %s', (isError, errors, leadId, outcome) => {
    expect(outcomeOf(isError, errors, leadId)).toBe(outcome);
  });
});

describe('errorList', () => {
  test.each<[unknown, unknown]>([
    [null, []],
    ['', []],
    [[], []],
    [[null, '', {}], []],
    ['Branch not found', [{ message: 'Branch not found', code: null, field: null }]],
    [
      ['a', ' b '],
      [{ message: 'a' }, { message: 'b' }],
    ],
    [{ message: 'a', code: 'X', field: 'f' }, [{ message: 'a', code: 'X', field: 'f' }]],
    [[{ errorMessage: 'a', errorCode: 12, fieldName: 'f' }], [{ message: 'a', code: '12', field: 'f' }]],
    [[{ code: 'X' }], [{ message: '', code: 'X', field: null }]],
    [42, [{ message: '', code: '42' }]],
    [
      { phoneNumber: 'is invalid', email: ['is taken'] },
      [
        { message: 'is invalid', field: 'phoneNumber' },
        { message: 'is taken', field: 'email' },
      ],
    ],
    [[{ Message: 'a', Error_Code: 'E1' }], [{ message: 'a', code: 'E1', field: null }]],
    [{ errors: [{ message: 'a' }] }, [{ message: 'a' }]],
    [[['a', 'b']], [{ message: 'a' }, { message: 'b' }]],
    ['null', []],
    ['[ ]', []],
    [true, []],
  ])('%j', (list, expected) => {
    expect(leadErrors(list)).toMatchObject(expected as object);
    expect(leadErrors(list)).toHaveLength((expected as unknown[]).length);
  });

  test('a very long list of errors is cut, and so is a very long message', () => {
    expect(
      leadErrors(Array.from({ length: 999 }, () => 'x'.repeat(9_999))).map(({ message }) => message.length),
    ).toEqual(Array.from({ length: 50 }, () => 1_000));
  });
});

describe('errors that differ only in particulars are one group', () => {
  const lead = leadWith({
    firstName: 'Sara',
    lastName: 'Al-Mithali',
    contactName: 'Sara Al-Mithali',
    email: 'sara@example.com',
  });
  const group = (message: string, code: string | null = null) => errorGroup({ message, code, field: null }, lead);

  test.each([
    ["Branch 'BR-12' not found", "Branch 'BR-9' not found"],
    ['Invalid phone 500000005', 'Invalid phone 500000006'],
    ['Duplicate of lead 70001', 'Duplicate of lead 9'],
    ['Customer Sara Al-Mithali is blocked', 'Customer Sara is blocked'],
    ['الفرع «الرياض ١٢» غير موجود', 'الفرع «جدة» غير موجود'],
    ['Mail sara@example.com bounced', 'Mail fahad@example.org bounced'],
  ])('%s = %s', (one, other) => {
    expect(group(one).fingerprint).toBe(group(other).fingerprint);
  });

  test.each(['Al', 'Al-Bin', 'Al-Q', 'Umm'])('a name that has only particles, %s, is hidden', (lastName) => {
    const error = { message: `Customer ${lastName} is blocked`, code: null, field: null };
    const person = leadWith({ lastName });
    const alone = groupOfOwn(ownError(error, person, installationWords), installationWords);
    expect(alone.error.message).not.toContain(lastName);
    expect(errorGroup(error, person)).toEqual(alone);
  });

  test('an error has the same group as its text without the person, whatever names the lead has', () => {
    const ofFirms = ['Web lead', 'Lead  desk', ' lead ', 'LEAD', 'l', 'a b', 'Zorbat-Co', 'Zorbat Co.', 'Älpha Co'];
    const ofPeople = ['سارة', 'Sara', 'Sarah Alnour', 'شركة النور', 'Nour شركة', 'Емеля', 'Emile', 'Émile', 'Petra'];
    const names = [...ofFirms, ...ofPeople, 'x'.repeat(210)];
    const name = fc.option(fc.constantFrom(...names));
    const person = fc.record({ firstName: name, contactName: name, leadName: name, companyName: name, address1: name });
    const word = fc.constantFrom(...names, 'Duplicate of lead', 'غير موجود', 'is blocked', 'zorbat co', '70446', '•••');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), person, (parts, fields) => {
        const error = { message: parts.join(' '), code: null, field: null };
        const its = leadWith(fields);
        // `ownError` and `errorGroup` look for names only after a quick check; `withoutPerson` always looks for them.
        const own = { ...error, message: withoutPerson(error.message, its) };
        expect(ownError(error, its, installationWords)).toEqual(own);
        expect(errorGroup(error, its)).toEqual(groupOfOwn(own, installationWords));
      }),
      { numRuns: runs(2_000) },
    );
  });

  test('a group shows words that are learned later', () => {
    const words = new WordBook();
    const error = { message: 'Zorblat not found', code: null, field: null };
    expect(errorGroup(error, lead, words).error.message).toBe('… not found');
    words.learn([{ kind: 'word', text: 'zorblat' }]);
    expect(errorGroup(error, lead, words).error.message).toBe('Zorblat not found');
    expect(errorGroup(error, lead, new WordBook()).error.message).toBe('… not found');
  });

  test('the code with a cache and the code without a cache put an error with a number into the same group', () => {
    const words = [
      'Duplicate of lead',
      'Invalid phone',
      'Plate',
      'ABC',
      'رقم',
      'Street',
      'Testali',
      '/',
      '-',
      ' ',
      '+',
      '(',
    ];
    const digits = fc.stringMatching(/^[0-9٠-٩]{1,16}$/);
    const known = fc.constantFrom(
      '966500000005',
      '0500000005',
      '2025-08-12',
      'SA0380000000608010167519',
      'A70446',
      '+966 50',
    );
    const message = fc.array(fc.oneof(fc.constantFrom(...words), digits, known), { minLength: 2, maxLength: 6 });
    const persons = [lead, leadWith({ phoneNumber: '0500000005', address1: 'Street 70446', lastName: 'Testali' })];
    fc.assert(
      fc.property(message, fc.constantFrom(...persons), (parts, person) => {
        const error = { message: parts.join(' '), code: null, field: null };
        const alone = groupOfOwn(ownError(error, person, installationWords), installationWords);
        expect(errorGroup(error, person)).toEqual(alone);
      }),
      { numRuns: runs(2_000) },
    );
  });

  test.each([
    ['Branch not found', 'Model not found'],
    ['رقم الجوال غير صحيح', 'الفرع غير موجود'],
  ])('%s is not %s', (one, other) => {
    expect(group(one).fingerprint).not.toBe(group(other).fingerprint);
  });

  test('the code decides the group, even if the words differ', () => {
    expect(group('one way to say it', 'E1').fingerprint).toBe(group('another', 'E1').fingerprint);
    expect(group('the same', 'E1').fingerprint).not.toBe(group('the same', 'E2').fingerprint);
  });

  test('a group shows no personal data', () => {
    const { error } = group("Customer SARA (sara@example.com, +966 50 000 0005) of 'Al-Mithali' exists");
    expect(error.message).not.toMatch(/sara|mithali|example|0005/i);
  });
});

describe('an error that many leads have', () => {
  const names =
    'Sara,سارة,Almithali,المثالي,José,Olaya,العليا,Al,Omar,عمر,Alfa Sara,سارة Sara,Branch,X Ltd,SΑRA,ﺳﺎﺭﺓ,ساره,٥٠٠٠';
  const name = fc.constantFrom(null, ...names.split(','));
  const phoneNumber = fc.constantFrom(null, '0500000005', '٠٥٠٠٠٠٠٠٠٥', '500000123', '12');
  const person = fc.record({
    firstName: name,
    middleName: name,
    lastName: name,
    contactName: name,
    leadName: name,
    companyName: name,
    address1: name,
    address2: name,
    phoneNumber,
  });
  const piece = fc.oneof(
    name.map((one) => one ?? '–'),
    fc.constantFrom(
      'Duplicate of',
      'lead',
      '0500000005',
      '500000123',
      'BR-105',
      "'",
      'لـ',
      'و',
      '\u200b',
      '050/000',
      '/0005',
    ),
    fc.constantFrom('Customer', 'لسارة', 'sara@example.com', 'OLAYA', 'مكرر', '70001', '.', '123 ABC', 'SaraAlmithali'),
  );
  const text = fc
    .tuple(fc.array(piece, { maxLength: 5 }), fc.constantFrom(' ', '', '-'))
    .map(([all, gap]) => all.join(gap));

  test('with a cache, the same parts of an error are hidden for each lead as without it', () => {
    const error = fc.record({ message: text, code: fc.option(text), field: fc.option(text) });
    fc.assert(
      fc.property(error, fc.array(person, { minLength: 1, maxLength: 4 }), ({ message, code, field }, people) => {
        for (const lead of people) {
          expect(ownError({ message, code, field }, lead, shippedWords)).toEqual({
            message: shippedWords.own(message, lead),
            code: code === null ? null : shippedWords.ownCode(code, lead),
            field: field === null ? null : shippedWords.ownCode(field, lead),
          });
        }
      }),
      { numRuns: runs(4_000) },
    );
  });
});

test.each<[Partial<Lead>, string]>([
  [{ firstName: 'أحمد' }, 'العميل احمد موجود'],
  [{ firstName: 'أحمد' }, 'أرسل لأحمد وأحمد'],
  [{ lastName: 'المثالي' }, 'طلب للمثالى'],
  [{ firstName: 'José' }, 'Customer Jose exists'],
  [{ firstName: 'Jose' }, 'Customer Jose\u0301 exists'],
  [{ leadName: 'Sara Almithali' }, 'Duplicate of Sara Almithali'],
  [{ companyName: 'Almithali Trading' }, 'Almithali Trading exists'],
])('a group hides %j in "%s"', (person, message) => {
  const { error } = errorGroup({ message, code: 'sara@example.com', field: '+966500000005' }, leadWith(person));
  expect(`${error.message} ${error.code} ${error.field}`.normalize('NFC')).not.toMatch(
    /حمد|مثال|jos|almithali|example|0005/iu,
  );
  expect(error.message).toContain('…');
});

describe('a list shows a first name and an initial', () => {
  test.each<[Partial<Lead>, string]>([
    [{ firstName: 'Sara', lastName: 'Al-Mithali' }, 'Sara M.'],
    [{ firstName: 'Sara', lastName: 'Almithali' }, 'Sara A.'],
    [{ firstName: 'Sara', lastName: 'al mithali' }, 'Sara M.'],
    [{ firstName: 'سارة', lastName: 'المثالي' }, 'سارة م.'],
    [{ firstName: 'عبد الرحمن', lastName: 'التجريبي' }, 'عبد الرحمن ت.'],
    [{ firstName: 'Abdul Rahman', lastName: 'Bin Tajriba' }, 'Abdul Rahman T.'],
    [{ firstName: 'Sara Al-Mithali', lastName: null }, 'Sara M.'],
    [{ firstName: null, lastName: null, contactName: 'Sara Al-Mithali' }, 'Sara M.'],
    [{ firstName: ' ', lastName: 'Al-Mithali' }, 'M.'],
    [{ lastName: 'Al-Mithali', contactName: 'Al-Mithali' }, 'M.'],
    [{ firstName: 'Sara', lastName: '' }, 'Sara'],
    [{ firstName: 'Sara.Almithali' }, 'Sara A.'],
    [{ firstName: 'Sara-Almithali' }, 'Sara A.'],
    [{ firstName: 'سارة،المثالي' }, 'سارة م.'],
    [{ firstName: 'Abdul-Rahman', lastName: 'Tajriba' }, 'Abdul-Rahman T.'],
    [{ companyName: 'Example Trading Est.' }, 'Example Trading Est.'],
    [{ firstName: '0500000005', lastName: 'sara@example.com' }, ''],
    [{ firstName: '👩‍👩‍👧', lastName: '👨‍👩‍👧‍👦x' }, '👩‍👩‍👧 👨‍👩‍👧‍👦.'],
    [{}, ''],
  ])('%j is %s', (changes, expected) => {
    expect(maskName(leadWith(changes))).toBe(expected);
  });

  test.each([
    ['+966500000005', '•••• 0005'],
    ['٠٥٠٠٠٠٠٠٠٥', '•••• 0005'],
    ['1234567', '••••'],
    ['', '••••'],
  ])('phone %s is %s', (phone, expected) => {
    expect(maskPhone(phone)).toBe(expected);
  });

  test.each([
    ['sara@example.com', 's•••@•••.com'],
    ['sara@localhost', 's•••@•••'],
    ['@example.com', '•••'],
    ['sara', '•••'],
  ])('e-mail %s is %s', (email, expected) => {
    expect(maskEmail(email)).toBe(expected);
  });
});

test.each(['Dear Mithali', 'Al Mithali', 'Almithali is there', 'AL_MITHALI', 'sara al-mithali'])(
  'withoutPerson hides the name in "%s"',
  (text) => {
    expect(withoutPerson(text, leadWith({ firstName: 'Sara', lastName: 'Al-Mithali' }))).not.toMatch(/mithali|sara/i);
  },
);

test('the person is removed from codes and fields too, and short numbers stay', () => {
  const lead = leadWith({ firstName: 'Sara', lastName: 'Al-Mithali' });
  expect(redactError({ message: '', code: 'Sara Al-Mithali', field: '+966500000005' }, lead)).toEqual({
    message: '',
    code: '••• •••',
    field: '•••',
  });
  expect(redactError({ message: '', code: '1002345', field: 'branch' }, lead)).toEqual({
    message: '',
    code: '1002345',
    field: 'branch',
  });
});

test('redaction leaves no personal data, whatever text is around it', () => {
  const lead = leadWith({ firstName: 'Sara', lastName: 'Al-Mithali', contactName: 'سارة المثالي' });
  const about = fc.constantFrom(
    'Sara',
    'SARA',
    'Al-Mithali',
    'سارة',
    'المثالي',
    'sara@example.com',
    '+966 50 000 0005',
    '0500000005',
    '٠٥٠٠٠٠٠٠٠٥',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(about, fc.constantFrom('is', 'not', '(', ')', "'", ',', 'موجود'))), (words) => {
      expect(withoutPerson(words.join(' '), lead)).not.toMatch(/sara|mithali|سارة|المثالي|example|0005|٠٠٠٥/iu);
    }),
    { numRuns: 2_000 },
  );
  expect(withoutPerson('Branch 12 not found', lead)).toBe('Branch 12 not found');
});

const dialled = (e164: string, mobile = true) => ({ kind: 'dialled', numbers: [{ e164, mobile }] });

describe('phones', () => {
  test.each<[string | null, string | null, object]>([
    ['+++', '+966500000005', dialled('+966500000005')],
    ['+966++', '+9660500000005', dialled('+966500000005')],
    ['00966', '\u200F050 000 0005', dialled('+966500000005')],
    ['00971', '501234567', dialled('+971501234567')],
    [null, '0112345678', dialled('+966112345678', false)],
    [null, '0520000000', { kind: 'sent', numbers: [], digits: '0520000000' }],
    ['00966', null, { kind: 'none' }],
    ['00966', 'call me', { kind: 'sent', numbers: [], digits: '' }],
  ])('%s %s', (code, number, expected) => {
    expect(readPhones(code, number)).toMatchObject(expected);
  });
});

describe('filters', () => {
  const lead = leadWith({
    brand: 'KIA',
    branch: 'Riyadh North',
    source: 'Direct Contact',
    subSource: 'Email',
    priority: 'Hot',
    leadType: 'Individual',
    vehicleType: 'New',
    outcome: 'errored',
  });
  test.each<[LeadFilter, boolean]>([
    [{}, true],
    [{ brand: oneOf('kia') }, true],
    [{ brand: oneOf('ki') }, false],
    [{ branch: oneOf('riyadh') }, true],
    [{ branch: oneOf('north riyadh') }, false],
    [{ source: oneOf('direct contact'), sub: oneOf('EMAIL'), priority: oneOf('hot') }, true],
    [{ type: oneOf('individual') }, true],
    [{ type: oneOf('new') }, true],
    [{ status: 'errored' }, true],
    [{ status: 'created' }, false],
    [{ brand: oneOf('KIA'), priority: oneOf('cold') }, false],
  ])('%j: %s', (filter, matches) => {
    expect(leadMatcher(filter)(lead)).toBe(matches);
  });

  test('a filter finds Arabic in any of its spellings', () => {
    expect(leadMatcher({ branch: oneOf('الاحساء') })(leadWith({ branch: 'الأحسـاء' }))).toBe(true);
    expect(leadMatcher({ branch: oneOf('جده') })(leadWith({ branch: 'جدة' }))).toBe(true);
    expect(leadMatcher({ branch: oneOf('جدة') })(leadWith({ branch: null }))).toBe(false);
  });
});

describe('summary', () => {
  const zone = 'Asia/Riyadh' as Zone;
  const midnight = Date.parse('2025-08-24T21:00:00.000Z') as Instant;
  const buckets = hourBuckets({ from: midnight, to: (midnight + 86_400_000) as Instant }, zone);

  test('the summary counts by every field, and by the hour of the bulk', () => {
    const bulk = new SummaryAccumulator();
    bulk.add(leadWith({ brand: 'KIA', source: 'Website', outcome: 'created', testDriveRequired: true }));
    bulk.add(
      leadWith({
        brand: 'KIA',
        source: null,
        outcome: 'errored',
        errors: [{ message: 'Branch 1 not found', code: null, field: null }],
      }),
    );
    bulk.add(leadWith({ brand: 'MG', source: 'Website', outcome: 'errored', errors: [] }));
    const day = new SummaryAccumulator();
    day.merge(bulk, (midnight + 9.5 * 3_600_000) as Instant, buckets);
    day.merge(bulk, null, buckets);
    const summary = day.finish(buckets);
    expect(summary).toMatchObject({
      total: 6,
      outcomes: { errored: 4, created: 2, pending: 0 },
      testDrives: 2,
      brands: [
        { value: 'KIA', count: 4 },
        { value: 'MG', count: 2 },
      ],
      sources: [
        { value: 'Website', count: 4 },
        { value: null, count: 2 },
      ],
    });
    expect(summary.hours.filter(({ count }) => count > 0)).toMatchObject([{ hour: 9, count: 3 }]);
    expect(summary.errorGroups.map(({ count, error }) => [count, error.message])).toEqual([
      [2, ''],
      [2, 'Branch … not found'],
    ]);
  });

  test('the totals do not depend on how leads are split into bulks, or on the order of the bulks', () => {
    const lead = fc.record({
      brand: fc.constantFrom('KIA', 'MG', null),
      source: fc.constantFrom('a', 'b'),
      outcome: fc.constantFrom('errored', 'created', 'pending'),
      testDriveRequired: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(lead, fc.nat({ max: 4 }))), fc.nat(), (dealt, turn) => {
        const whole = new SummaryAccumulator();
        const bulks = Array.from({ length: 5 }, () => new SummaryAccumulator());
        const one = new SummaryAccumulator();
        for (const [changes, bulk] of dealt) {
          one.add(leadWith(changes));
          bulks[(bulk + turn) % 5]?.add(leadWith(changes));
        }
        for (const bulk of bulks) whole.merge(bulk, midnight, buckets);
        const all = new SummaryAccumulator();
        all.merge(one, midnight, buckets);
        expect(whole.finish(buckets)).toEqual(all.finish(buckets));
      }),
      { numRuns: 500 },
    );
  });

  test('one error is one group, whether it comes as words, as words with a code, or as a code; another code is another group', () => {
    const sum = new SummaryAccumulator();
    const errors: [string, string | null, string | null][] = [
      ['Branch 12 not found', null, null],
      ['Branch 13 not found', 'B1', null],
      ['branch 14 not found', 'B1', 'branch'],
      ['Branch 15 not found', 'B2', null],
      ['', 'B1', null],
    ];
    for (const [message, code, field] of errors)
      sum.add(leadWith({ outcome: 'errored', errors: [{ message, code, field }] }));
    const { errorGroups } = sum.finish([]);
    expect(errorGroups.map(({ count, error }) => [count, error.code, error.field])).toEqual([
      [4, 'B1', 'branch'],
      [1, 'B2', null],
    ]);
  });

  test('a lead that reports an error twice, by code and in words, counts once', () => {
    const sum = new SummaryAccumulator();
    const errors = [
      { message: 'Duplicate phone', code: 'E1', field: null },
      { message: 'Duplicate phone', code: null, field: null },
    ];
    sum.add(leadWith({ outcome: 'errored', errors }));
    expect(sum.finish([]).errorGroups.map(({ count }) => count)).toEqual([1]);
  });

  test('hostile values do not fill memory, and no lead is left out of the counts', () => {
    const sum = new SummaryAccumulator();
    for (let n = 0; n < 5_000; n += 1) {
      sum.add(
        leadWith({ brand: `brand ${n}`, outcome: 'errored', errors: [{ message: 'x', code: `C${n}`, field: null }] }),
      );
    }
    const { brands, errorGroups } = sum.finish([]);
    expect(brands.length).toBeLessThan(400);
    expect(brands.at(-1)).toMatchObject({ others: true });
    expect(brands.reduce((total, { count }) => total + count, 0)).toBe(5_000);
    expect(errorGroups.length).toBeLessThan(400);
    expect(errorGroups.reduce((total, { count }) => total + count, 0)).toBe(5_000);
  });
});

test.each([
  [{ kind: 'bulk', id: '7' }, null],
  [{ kind: 'bulk', id: String(2n ** 63n) }, 'id should be a whole number from 1'],
  [{ kind: 'bulk', id: '0' }, 'id should be a whole number from 1'],
  [{ kind: 'bulk', id: String(2n ** 63n - 1n) }, null],
  [{ kind: 'lead', leadId: '0.5', window: { from: 0, to: 1 } }, 'leadId should be a whole number from 1'],
  [{ kind: 'window', window: { from: 1, to: 1 } }, 'the window is empty: `from` should be before `to`'],
  [{ kind: 'window', window: { from: 0, to: 1 }, source: 1.5 }, 'source should be a whole number'],
])('%j: %s', (question, says) => {
  expect(questionProblem(question as Parameters<typeof questionProblem>[0])).toBe(says);
});

describe('filters with and, or, not', () => {
  test.each<[LeadFilter, Partial<Lead>, boolean]>([
    [{ brand: oneOf('KIA', 'Hyundai') }, { brand: 'Hyundai' }, true],
    [{ brand: oneOf('KIA', 'Hyundai') }, { brand: 'MG' }, false],
    [{ brand: noneOf('KIA', 'Hyundai') }, { brand: 'Hyundai' }, false],
    [{ brand: noneOf('KIA') }, { brand: null }, true],
    [{ brand: oneOf('KIA'), branch: noneOf('Jeddah') }, {}, true],
    [{ or: [{ brand: oneOf('MG') }, { priority: oneOf('warm') }] }, {}, true],
    [{ or: [{ brand: oneOf('MG') }, { priority: oneOf('hot') }] }, {}, false],
    [
      {
        or: [
          { brand: oneOf('KIA'), priority: oneOf('hot') },
          { branch: oneOf('riyadh'), priority: oneOf('warm') },
        ],
      },
      {},
      true,
    ],
    [{ brand: oneOf('MG'), or: [{ priority: oneOf('warm') }] }, {}, false],
    [{ or: [] }, {}, false],
  ])('%j of %j: %s', (filter, changes, expected) => {
    const lead = leadWith({ brand: 'KIA', branch: 'Riyadh North', priority: 'Warm', ...changes });
    expect(leadMatcher(filter)(lead)).toBe(expected);
  });
});
