import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leadErrors } from './error-list.ts';
import {
  readCountForm,
  readErrorFlagForm,
  readFlagForm,
  readNameForm,
  readNumberForm,
  readStateForm,
  readTextForm,
  readYearForm,
} from './forms.ts';
import { unread } from './read.ts';

type Case = readonly [value: unknown, right: unknown];

type Form = readonly [name: string, read: (value: unknown) => unknown, cases: readonly Case[]];

const forms: readonly Form[] = [
  [
    'a text',
    (value) => readTextForm(value, false),
    [
      [500, '500'],
      [0, '0'],
      [-1.5, '-1.5'],
      [Number.POSITIVE_INFINITY, unread],
      [true, unread],
      [false, unread],
      [{}, unread],
      [[], unread],
      [['Website'], 'Website'],
      [['Website', 'Search'], unread],
      [{ id: 3, name: 'North' }, 'North'],
      [{ branchId: 3, branch_name: 'North' }, 'North'],
      [{ name: 'North', Name: 'North' }, 'North'],
      [{ name: 'North', shortName: 'N' }, unread],
      [{ name: { en: 'North' } }, unread],
      [{ nameEn: 'North', name: 'N' }, unread],
      [{ name: 'N/A' }, null],
      ['x'.repeat(65_537), unread],
    ],
  ],

  [
    'a flag',
    readFlagForm,
    [
      ...['true', ' TRUE ', 'T', 'yes', 'Y', '1', 'on', 'نعم', '١', 1, true].map((value): Case => [value, true]),
      ...['false', 'False', 'f', 'No', 'N', '0', 'off', 'لا', 0, false].map((value): Case => [value, false]),
      ...['', ' ', 'null', 'N/A', '-', null, undefined].map((value): Case => [value, null]),
      ...[2, -1, 0.5, 'maybe', '2', {}, [], [true]].map((value): Case => [value, unread]),
    ],
  ],

  [
    'isError',
    readErrorFlagForm,
    [
      [2, true],
      ['2', true],
      [-1, true],
      ['0.0', false],
      ['maybe', unread],
      ['', null],
    ],
  ],

  [
    'a number that identifies something',
    readNumberForm,
    [
      [71, '71'],
      ['71', '71'],
      [' 71 ', '71'],
      ['0071', '71'],
      ['71.0', '71'],
      ['٧١', '71'],
      ['9223372036854775807', '9223372036854775807'],
      ['9223372036854775808', unread],
      [0, null],
      ['0', null],
      [-1, null],
      ['-1', null],
      ['', null],
      ['N/A', null],
      [7.5, unread],
      [1e30, unread],
      ['WEB-1', unread],
      [true, unread],
      [{}, unread],
    ],
  ],

  [
    'an external id or name',
    readNameForm,
    [
      [574, '574'],
      [0, null],
      ['000', null],
      ['WEB-2025-17', 'WEB-2025-17'],
      [' WEB\u0000-1 ', 'WEB-1'],
      ['00574', '00574'],
      ['-5', '-5'],
      [-1, null],
      ['-1', null],
      [12.5, unread],
      ['12.5', unread],
      ['1'.repeat(20), unread],
      ['w'.repeat(101), unread],
      [{}, unread],
      [true, unread],
      ['none', null],
    ],
  ],

  [
    'a count',
    readCountForm,
    [
      ['1,002', 1_002],
      ['1 002', 1_002],
      ['1٬002', 1_002],
      ['1,002,003', 1_002_003],
      ['1,02', unread],
      ['1.002', unread],
      ['1.00', 1],
      ['١٠', 10],
      ['', null],
      [-1, unread],
      ['-1', unread],
      [1.5, unread],
      [Number.POSITIVE_INFINITY, unread],
      [2 ** 31 - 1, 2 ** 31 - 1],
      [2 ** 31, unread],
      ['many', unread],
      [true, unread],
    ],
  ],

  [
    'a year',
    readYearForm,
    [
      ['2024.0', 2024],
      ['٢٠٢٤', 2024],
      [0, null],
      ['0', null],
      ['2024/2025', unread],
      [20_240, unread],
    ],
  ],

  [
    'a state',
    readStateForm,
    [
      [1, 'created'],
      ['Completed', 'completed'],
      [' In Progress ', 'in-progress'],
      ['in_progress', 'in-progress'],
      ['CANCELED', 'cancelled'],
      ['3', 'cancelled'],
      ['4.0', 'completed'],
      [7, { unknown: 7 }],
      ['7', { unknown: 7 }],
      [null, null],
      ['', null],
      ['done?', unread],
      [1.5, unread],
      [-1, unread],
    ],
  ],
];

describe.each(forms)('%s', (_name, read, cases) => {
  test.each(cases)('%j: %j', (value, right) => {
    expect(read(value)).toEqual(right);
  });
});

const message = (text: string, code: string | null = null, field: string | null = null) => ({
  message: text,
  code,
  field,
});

describe('errors', () => {
  test.each<Case>([
    ['{"errors":[{"message":"a"}]}', [message('a')]],
    ['[not json]', [message('[not json]')]],
    ['"a"', [message('"a"')]],
    ['<ul><li>a<li>b</ul>', [message('a'), message('b')]],
    [
      { type: 'x', title: 'Not valid', status: 400, errors: { a: ['b'], c: ['d'] } },
      [message('b', null, 'a'), message('d', null, 'c')],
    ],
    [{ message: 'The given data was invalid.', errors: { a: ['b'] } }, [message('b', null, 'a')]],
    [{ errors: [{ detail: 'b', source: { pointer: '/data/a' } }] }, [message('b', null, '/data/a')]],
    [{ detail: [{ loc: ['body', 'a'], msg: 'b', type: 'missing' }] }, [message('b', null, 'body.a')]],
    [
      { timestamp: 'x', status: 400, error: 'Bad Request', path: '/v1/leads' },
      [message('Bad Request', null, '/v1/leads')],
    ],
    [{ error: { code: 'E1', message: 'a', target: 'b' } }, [message('a', 'E1', 'b')]],
    [{ row: 3 }, []],
    [{ rowNumber: 3, severity: 0 }, []],
    [{ message_en: 'a' }, [message('a')]],
    [{ message: { en: 'a', ar: 'ب' }, code: 3 }, [{ ...message('a', '3'), messages: { en: 'a', ar: 'ب' } }]],
    [{ en: 'a', ar: 'ب' }, [{ ...message('a'), messages: { en: 'a', ar: 'ب' } }]],
    [{ messageAr: 'ب' }, [message('ب')]],
    [1042, [message('', '1042')]],
    ['١٠٤٢', [message('', '1042')]],
    ['N/A', []],
    [0, []],
    ['0', []],
    ['Success', [message('Success')]],
    [Number.NaN, []],
    [true, []],
  ])('%j', (list, right) => {
    expect(leadErrors(list)).toEqual(right);
  });

  test.each([
    ['Success.'],
    ['OK!'],
    ['NO ERRORS'],
    ['تم بنجاح'],
    ['لا توجد أخطاء'],
    [{ code: 200, message: 'ok' }],
    [{ code: 0 }],
    [['Success', 'OK']],
  ])('%j is not an error when the DMS says that nothing is wrong', (list) => {
    expect(leadErrors(list, true)).toEqual([]);
    expect(leadErrors(list, false)).not.toEqual([]);
  });

  test.each([
    ['Not successful'],
    ['Success with 2 warnings'],
    [{ code: 7, message: 'OK' }],
    [{ field: 'branch', message: 'valid' }],
    ['ok branch'],
  ])('%j is an error even if the DMS says that nothing is wrong', (list) => {
    expect(leadErrors(list, true)).toHaveLength(1);
  });
});

test('a number keeps all its digits, whatever numbers were read before it', () => {
  const number = fc.oneof(
    fc.maxSafeNat(),
    fc.nat(2_000),
    fc.nat(300_000).map((n) => 206_110_000_000 + n),
    fc.integer({ min: -5, max: 5 }).map((n) => 1e12 + n),
  );
  fc.assert(
    fc.property(fc.array(number, { maxLength: 50 }), (numbers) => {
      for (const one of numbers) expect(readNumberForm(one)).toBe(one === 0 ? null : String(one));
      for (const one of numbers) expect(readNameForm(-one)).toBe(one < 2 ? null : String(-one));
    }),
  );
});
