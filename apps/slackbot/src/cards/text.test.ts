import { expect, test } from 'vitest';
import { dataLines } from './text.ts';

const told = (text: string, max: number): string =>
  dataLines(text, max)
    .map((span) => ('data' in span ? span.data : '\n'))
    .join('');

test.each([
  ['first\nsecond', 100, 'first\nsecond'],
  ['\n first \n\n\nsecond\n', 100, 'first\nsecond'],
  ['first\nsecond', 9, 'first\nse…'],
  ['first\nsecond', 7, 'first\n…'],
  ['first\nsecond\nthird', 5, 'first\n…'],
  ['first\nsecond\nthird', 9, 'first\nse…'],
  ['first', 4, 'fir…'],
  ['first\n \n', 5, 'first'],
  ['\n', 5, ''],
])('%j in at most %i characters keeps its lines: %j', (text, max, right) => {
  expect(told(text, max)).toBe(right);
});
