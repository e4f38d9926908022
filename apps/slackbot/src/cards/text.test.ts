import { expect, test } from 'vitest';
import { wholeLines } from './text.ts';

const told = (text: string, max: number): readonly string[] =>
  wholeLines(text, max).map((part) => part.map((span) => ('data' in span ? span.data : '\n')).join(''));

test.each([
  ['first\nsecond', 100, ['first\nsecond']],
  ['\n first \n\n\nsecond\n', 100, ['first\nsecond']],
  ['first\nsecond', 19, ['first\nsecond']],
  ['first\nsecond', 18, ['first', 'second']],
  ['first second', 9, ['first', 'secon', 'd']],
  ['first second', 12, ['first', 'second']],
  ['first second', 15, ['first', 'second']],
  ['firstsecond', 9, ['first', 'secon', 'd']],
  ['ab👩‍👩‍👧cd', 13, ['ab', '👩‍👩‍👧c', 'd']],
  ['\n', 5, []],
])('%j in parts of at most %i characters keeps all of it: %j', (text, max, right) => {
  expect(told(text, max)).toEqual(right);
});
