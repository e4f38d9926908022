// Compares the reader, which is written as plain code, with the table of fields; also checks that no value can damage a
// lead.
import { anyCharacter, runs } from '@leadbell/testing';
import {
  type FieldForm,
  type Lead,
  cleanText,
  isNotable,
  leadErrors,
  leadFields,
  outcomeOf,
  readCountForm,
  readDay,
  readErrorFlagForm,
  readFlagForm,
  readNameForm,
  readNumberForm,
  readTextForm,
  readYearForm,
  unread,
  vehicleFields,
  type Zone,
} from '@leadbell/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteLongNumbers } from './exact-numbers.ts';
import type { Fault } from './problem.ts';
import { tooLarge } from './walker.ts';
import { isPlain, readLead } from './wire.ts';

const zone = 'Asia/Riyadh' as Zone;
const names = Object.keys(leadFields) as (keyof typeof leadFields)[];

function read(wire: unknown, isOdd = true): { lead: Lead; faults: Fault[] } {
  const faults: Fault[] = [];
  const lead = readLead(wire, { zone, isOdd, isLossy: false, faults });
  if (lead === null) throw new Error('readLead returned null for an object');
  return { lead, faults };
}

/** Values that the forms tell apart, and any other JSON. */
const scrap = fc.constantFrom<unknown>(
  null,
  undefined,
  '',
  ' ',
  0,
  1,
  2,
  -1,
  '0',
  '12',
  ' 7 ',
  '1.5',
  '1,002',
  'true',
  'Y',
  'maybe',
  'N/A',
  '-',
  true,
  false,
  'KIA',
  '2025-08-12',
  '2025-02-30',
  {},
  [],
  ['one'],
  { name: 'North' },
  'a\u0000b\u0007',
  'x\ud83d',
  '<b>bold</b> &amp; more',
  'first\r\nsecond',
  '9'.repeat(20),
  1e30,
  12.5,
  '\u202Eturned',
);
const value = fc.oneof(
  scrap,
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: anyCharacter, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('\ud800', '\udc00', '\u0000', 'a', '<', '&', ';', '\n', '👩‍👧') }),
  fc.double(),
  fc.constant(tooLarge),
);
const vehicles = fc.oneof(value, fc.array(fc.dictionary(fc.constantFrom(...Object.keys(vehicleFields)), value)));
const wire = fc
  .tuple(fc.dictionary(fc.constantFrom(...names, 'extra', '__proto__'), value, { maxKeys: 8 }), vehicles)
  .map(([fields, cars]) => ({ ...fields, vehicles: cars }));

/** Reads with the table in a loop. This is slow, but it shows what the plain code should return. */
const forms: Readonly<Partial<Record<FieldForm, (value: unknown) => unknown>>> = {
  text: (one) => readTextForm(one, false),
  note: (one) => readTextForm(one, true),
  name: readNameForm,
  number: readNumberForm,
  count: readCountForm,
  year: readYearForm,
  flag: readFlagForm,
  'error-flag': readErrorFlagForm,
  day: (one) => readDay(one, zone),
};
const ofLead: Readonly<Record<string, string>> = { leadExternalId: 'externalId' };

test('each field is read in the form that the table gives it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), value, (name, one) => {
      const form = forms[leadFields[name]];
      if (form === undefined || name === 'isError') return;
      const { lead, faults } = read({ [name]: one });
      const right = form(one);
      const got = (lead as unknown as Record<string, unknown>)[ofLead[name] ?? name];
      expect(got).toEqual(right === unread ? null : right);
      expect(faults.map(({ path }) => path)).toEqual(right === unread ? [name] : []);
    }),
    { numRuns: runs(5_000) },
  );
});

test('every field of the table becomes a field of the lead', () => {
  const given: Readonly<Record<string, unknown>> = { vehicles: [{ leadVehiclesId: 9 }], errorList: 'wrong' };
  const samples: Readonly<Record<string, unknown>> = {
    flag: true,
    'error-flag': 1,
    name: 7,
    number: 7,
    day: '2022-08-12',
  };
  const unreached = names.filter((name) => {
    const sample = given[name] ?? samples[leadFields[name]] ?? 'text';
    return JSON.stringify(read({ [name]: sample }).lead) === JSON.stringify(read({}).lead);
  });
  expect(unreached).toEqual([]);
});

test('the outcome of a lead follows from its values', () => {
  fc.assert(
    fc.property(value, value, value, (isError, errorList, leadId) => {
      const flag = readErrorFlagForm(isError);
      const id = readNumberForm(leadId);
      const errors = leadErrors(errorList, flag === false);
      expect(read({ isError, errorList, leadId }).lead.outcome).toBe(
        outcomeOf(flag === true, errors, id === unread ? null : id),
      );
    }),
    { numRuns: runs(2_000) },
  );
});

function textsIn(thing: unknown): string[] {
  if (typeof thing === 'string') return [thing];
  return typeof thing === 'object' && thing !== null ? Object.values(thing).flatMap(textsIn) : [];
}

test('whatever the values, the reader returns the lead without throwing, and each of its texts can be stored and shown', () => {
  fc.assert(
    fc.property(wire, (given) => {
      const { lead } = read(given);
      for (const text of textsIn(lead)) {
        expect(text.isWellFormed()).toBe(true);
        // oxlint-disable-next-line no-control-regex -- these characters must not occur
        expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
        expect(text).toBe(text.trim());
        expect(text.length).toBeLessThanOrEqual(4_000);
      }
      // Only the text of an error may be empty.
      expect(textsIn({ ...lead, errors: [] })).not.toContain('');
    }),
    { numRuns: runs(5_000) },
  );
});

test('a text that counts as plain is not changed by cleaning', () => {
  const edge = fc.constantFrom(
    'n',
    'N',
    'u',
    '#',
    '(',
    '<',
    '[',
    '-',
    '.',
    ' ',
    '\u00a0',
    'ل',
    'غ',
    'ا',
    'ـ',
    'null',
    'n/a',
    'nil',
  );
  const text = fc.oneof(
    fc.array(fc.oneof(edge, fc.string()), { maxLength: 4 }).map((parts) => parts.join('')),
    fc.string(),
  );
  fc.assert(
    fc.property(text, (one) => {
      if (!isPlain(one)) return;
      expect(read({ brand: one }, true).lead.brand).toBe(cleanText(one, { lines: false }));
      expect(cleanText(one, { lines: false })).toBe(isNotable(one) ? cleanText(one, { lines: false }) : one);
    }),
    { numRuns: runs(10_000) },
  );
});

describe('unreadable values are reported by path and kind, never by value', () => {
  test.each<[unknown, Partial<Fault>]>([
    [{ vehicles: 'Alfa Testali' }, { path: 'vehicles', received: 'string' }],
    [{ vehicles: ['Alfa'] }, { path: 'vehicles[0]', received: 'string' }],
    [{ vehicles: { modelYear: 'Alfa' } }, { path: 'vehicles.modelYear', received: 'string' }],
    [{ vehicles: [{}, { totalQty: 'Alfa' }] }, { path: 'vehicles[1].totalQty', received: 'string' }],
    [{ firstName: { secret: 'Alfa' } }, { path: 'firstName', received: 'object' }],
    [{ firstName: { nameEn: 'Alfa', nameAr: 'ألفا' } }, { path: 'firstName', received: 'object' }],
    [{ testDriveRequired: 'Alfa' }, { path: 'testDriveRequired', received: 'string' }],
    [{ leadNote: 'Alfa '.repeat(20_000) }, { path: 'leadNote', received: 'string' }],
    [{ leadNote: tooLarge }, { path: 'leadNote', received: 'too much' }],
    [{ errorList: tooLarge }, { path: 'errorList', received: 'too much' }],
  ])('%j', (given, right) => {
    const { faults } = read(given);
    expect(faults).toMatchObject([right]);
    expect(JSON.stringify(faults)).not.toContain('Alfa');
  });

  test.each([['Alfa'], [null], [[]], [7], [true]])('%j is not a lead', (given) => {
    expect(readLead(given, { zone, isOdd: true, isLossy: false, faults: [] })).toBeNull();
  });
});

test('at most a hundred vehicles are kept, with the number of the others', () => {
  const { lead } = read({ vehicles: Array.from({ length: 250 }, () => ({ modelFamily: 'K5' })) });
  expect([lead.vehicles.length, lead.vehiclesLeftOut]).toEqual([100, 150]);
});

describe('long numbers', () => {
  test('long numbers keep all their digits, and nothing else changes', () => {
    const digits = fc.stringMatching(/^[1-9]\d{16,18}$/);
    const hostile = fc.constantFrom('"', '\\', ':1234567890123456789', ',', '\\"', '1234567890123456789');
    const text = fc.array(fc.oneof(hostile, fc.string()), { maxLength: 4 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, digits), { maxLength: 5 }), (pairs) => {
        const json = `[${pairs.map(([one, number]) => `{${JSON.stringify(one)}:${number},"t":${JSON.stringify(one)},"s":-12.5e3}`).join(',')}]`;
        const right = pairs.map(([one, number]) => Object.assign({ [one]: number }, { t: one, s: -12_500 }));
        expect(JSON.parse(quoteLongNumbers(json))).toEqual(right);
      }),
      { numRuns: runs(2_000) },
    );
  });

  test.each(['[0123456789012345678]', '[-]', '[12345678901234567.]'])('%s stays invalid JSON', (json) => {
    expect(() => JSON.parse(quoteLongNumbers(json)) as unknown).toThrow(SyntaxError);
  });
});
