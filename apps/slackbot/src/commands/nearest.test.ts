import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.each([
  ['websit', 'website'],
  ['wbesite', 'website'],
  ['websiites', 'website'],
  ['dir', 'direct contact'],
  ['webs', 'website'],
  ['car', null],
  ['websitexxx', null],
])('the nearest known word to “%s” is %s', (word, near) => {
  expect(nearest(word, ['website', 'direct contact', 'x'.repeat(60)])).toBe(near);
});

test('a caller can allow fewer edits', () => {
  expect(['digest', 'dirrect'].map((word) => nearest(word, ['direct'], 1))).toEqual([null, 'direct']);
});

test('a word of at most 60 letters is compared with known words, and a longer word is not', () => {
  const looked: string[] = [];
  function* known() {
    for (const one of ['x'.repeat(60), 'x'.repeat(61), 'x'.repeat(395)]) {
      looked.push(one);
      yield one;
    }
  }
  expect(nearest(`${'x'.repeat(59)}y`, known())).toBe('x'.repeat(60));
  looked.length = 0;
  expect([nearest('x'.repeat(395), known()), looked]).toEqual([null, []]);
});
