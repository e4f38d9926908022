// Tests that `wrongValue` finds the value that an error is about, by the error's field, code or message.
import { expect, test } from 'vitest';
import { WordBook } from '../redact/word-book.ts';
import { buildLead } from './identity-fixtures.ts';
import { noValues, vocabularyValues, wrongValue } from './wrong-value.ts';

const words = new WordBook([
  { kind: 'value', text: 'X28' },
  { kind: 'value', text: 'Riyadh North' },
  { kind: 'value', text: 'KIA' },
]);
const vehicle = { id: null, modelYear: null, modelMemo: null, modelPreferences: null, totalQty: null };
const lead = buildLead({
  brand: 'KIA',
  branch: 'Riyadh North',
  source: 'Zzyzx Qoph',
  vehicles: [{ ...vehicle, modelFamily: 'X28' }],
});

test.each([
  [{ message: 'Not found', code: null, field: 'vehicles[0].modelFamily' }, 'X28'],
  [{ message: 'Unknown model family', code: null, field: null }, 'X28'],
  [{ message: 'No such value', code: 'BRANCH_NOT_FOUND', field: null }, 'Riyadh North'],
  [{ message: 'الفرع غير موجود', code: null, field: null }, 'Riyadh North'],
  // The field decides, even if the message mentions other fields.
  [{ message: 'Not sold at this branch', code: null, field: 'brand' }, 'KIA'],
  // A value is not shown if it may be about a person, or if its field is about a person.
  [{ message: 'Unknown source', code: null, field: 'source' }, null],
  [{ message: 'Invalid phone', code: null, field: 'phoneNumber' }, null],
  [{ message: 'Rejected', code: null, field: null }, null],
])('%j: %s', (error, value) => {
  expect(wrongValue(error, vocabularyValues(lead), words)).toBe(value);
});

test('if a lead has several models, only the model that the message names is shown', () => {
  const both = buildLead({
    vehicles: [
      { ...vehicle, modelFamily: 'KIA' },
      { ...vehicle, modelFamily: 'X28' },
    ],
  });
  const error = { code: null, field: 'modelFamily' };
  expect(wrongValue({ ...error, message: 'x28 is not sold' }, vocabularyValues(both), words)).toBe('X28');
  expect(wrongValue({ ...error, message: 'not sold' }, vocabularyValues(both), words)).toBeNull();
  expect(wrongValue({ ...error, message: 'not sold' }, noValues, words)).toBeNull();
});
