import { expect, test } from 'vitest';
import { composed, wholeLines } from './text.ts';
import type { Text } from '@leadbell/slack-kit';

const told = (text: string, max: number): readonly string[] =>
  wholeLines(text, max).map((part) => part.map((span) => ('data' in span ? span.data : '\n')).join(''));

const spansOf = (text: Text) => text.map((span) => ('data' in span ? span.data : 'words' in span && span.words));

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

test.each([
  ['one direction in one span', ['Ms', 'Lama', null, 'Testali'], ['Ms Lama Testali']],
  ['one direction in one span', ['لمى', 'المختبر', ''], ['لمى المختبر']],
  ['a Latin title before an Arabic name', ['Ms', 'لمى', 'المختبر'], ['Ms', ' ', 'لمى المختبر']],
  ['an Arabic title before a Latin name', ['السيدة', 'Lama', 'Testali'], ['السيدة', ' ', 'Lama Testali']],
  ['a number stays with the word before it', ['KIA', 'ريو', '2024'], ['KIA', ' ', 'ريو 2024']],
  ['a number at the beginning has no direction', ['7', 'شارع', 'King'], ['7 شارع', ' ', 'King']],
  ['nothing', [null, undefined, ' '], []],
])('the parts of a value: %s', (_, parts, right) => {
  expect(spansOf(composed(parts, 40))).toEqual(right);
});

test.each([
  [2, ['Ms', ' ', '…']],
  [5, ['Ms', ' ', 'ل…']],
  [14, ['Ms', ' ', 'لمى المختبر']],
])('composed parts are cut to %i characters together', (max, right) => {
  expect(spansOf(composed(['Ms', 'لمى', 'المختبر'], max))).toEqual(right);
});
