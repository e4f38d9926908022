import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { leadProblem } from './problem.ts';
import { readLead, wireLead } from './wire.ts';

const names = Object.keys(wireLead.entries);
const vehicleNames = ['leadVehiclesId', 'modelFamily', 'modelYear', 'modelMemo', 'modelPreferences', 'totalQty'];
const value = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    '',
    ' ',
    0,
    1,
    2,
    -1,
    '0',
    '1',
    '12',
    ' 7 ',
    '1.5',
    'true',
    'False',
    true,
    false,
    'KIA',
    '2025-08-12',
    {},
    [],
    [1],
  ),
  fc.string({ maxLength: 4 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const vehicles = fc.oneof(
  value,
  fc.array(fc.oneof(value, fc.dictionary(fc.constantFrom(...vehicleNames), value)), { maxLength: 3 }),
);
const wire = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...names, 'extra'), value, { maxKeys: 6 }),
    fc.option(vehicles, { nil: undefined }),
  )
  .map(([fields, cars]) => (cars === undefined ? fields : { ...fields, vehicles: cars }));

test('the straight reader refuses exactly what the schema refuses', () => {
  fc.assert(
    fc.property(wire, (lead) => {
      expect(readLead(lead) !== null).toBe(v.is(wireLead, lead));
    }),
    { numRuns: 20_000 },
  );
});

test('every field of the schema reaches the lead', () => {
  const unread = names.filter((name) => {
    const given =
      name === 'vehicles'
        ? [{ leadVehiclesId: 9 }]
        : name === 'errorList'
          ? 'wrong'
          : name.startsWith('accept') || name.startsWith('test') || name === 'isError'
            ? true
            : name.endsWith('Id')
              ? 7
              : '2022-08-12';
    return JSON.stringify(readLead({ [name]: given })) === JSON.stringify(readLead({}));
  });
  expect(unread).toEqual([]);
});

describe('what is taken', () => {
  test.each([
    [{ leadId: '12' }, { leadId: '12', outcome: 'created' }],
    [{ leadId: 0 }, { outcome: 'pending' }],
    [
      { leadId: 5, isError: 1 },
      { outcome: 'errored', errors: [] },
    ],
    [{ leadId: 5, isError: 0, errorList: [] }, { outcome: 'created' }],
    [
      { errorList: 'Branch not found' },
      { outcome: 'errored', errors: [{ message: 'Branch not found', code: null, field: null }] },
    ],
    [
      { errorList: [{ errorMessage: 'No', errorCode: 4, fieldName: 'branch' }] },
      { errors: [{ message: 'No', code: '4', field: 'branch' }] },
    ],
    [
      { leadDate: '2025-08-12', dateOfBirth: '12/08/1990' },
      { leadDate: '2025-08-12', dateOfBirth: null },
    ],
    [{ leadDate: '2025-08-12T23:30:00.000Z' }, { leadDate: '2025-08-12' }],
    [
      { branch: '', brand: 7, vehicles: null },
      { branch: null, brand: '7', vehicles: [] },
    ],
    [
      { testDriveRequired: 'true', acceptMarketing: 0, acceptNewsLetter: '' },
      { testDriveRequired: true, acceptMarketing: false, acceptNewsLetter: null },
    ],
  ])('%j', (given, expected) => {
    expect(readLead(given)).toMatchObject(expected);
  });
});

describe('what is not, and how it is said: the place and the kind, never the value', () => {
  test.each([
    [{ vehicles: 'Sara Almithali' }, { path: 'leads[3].vehicles', received: 'string' }],
    [{ vehicles: [{ modelYear: 'Sara' }] }, { path: 'leads[3].vehicles[0].modelYear', received: 'string' }],
    [{ firstName: { secret: 'Sara' } }, { path: 'leads[3].firstName', received: 'object' }],
    [{ testDriveRequired: 'Sara' }, { path: 'leads[3].testDriveRequired', received: 'string' }],
    ['Sara', { path: 'leads[3]', expected: 'object', received: 'string' }],
    [null, { path: 'leads[3]', expected: 'object', received: 'null' }],
    [[], { path: 'leads[3]', expected: 'object', received: 'array' }],
  ])('%j', (given, expected) => {
    expect(readLead(given)).toBeNull();
    const problem = leadProblem(given, 'leads[3]');
    expect(problem).toMatchObject(expected);
    expect(JSON.stringify(problem)).not.toContain('Sara');
  });
});
