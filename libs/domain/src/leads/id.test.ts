import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseId } from './id.ts';

test.each([
  ['1', '1'],
  ['574', '574'],
  ['007', '7'],
  ['9007199254740993', '9007199254740993'],
  ['9223372036854775807', '9223372036854775807'],
  ['9223372036854775808', null],
  ['00000000000000000000000012', '12'],
  ['0', null],
  ['000', null],
  ['', null],
  ['-1', null],
  ['+1', null],
  ['1.0', null],
  ['1e3', null],
  ['١', null],
  ['12 ', null],
])('parseId reads %j as %j', (text, id) => {
  expect(parseId(text)).toBe(id);
});

test('every `long` from 1 up keeps all its digits', () => {
  const longs = fc.sample(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), 300).map(String);
  expect(longs.map(parseId)).toEqual(longs);
});
