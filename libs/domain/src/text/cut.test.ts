import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutText } from './cut.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const pieces = [
  'a',
  'é',
  'e\u0301',
  '👍🏽',
  '👨‍👩‍👧‍👦',
  '🇸🇦',
  'ع',
  'عَ',
  'م\u0651\u064e',
  '\r\n',
  ' ',
  '한',
  '\u1112\u1161\u11ab',
  '\ud83d',
];

test('texts are cut between visible characters, and not earlier than necessary', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), fc.nat(60), (parts, max) => {
      const text = parts.join('');
      const cut = cutText(text, max);
      const ends = [0, ...[...graphemes.segment(text)].map(({ index, segment }) => index + segment.length)];
      expect(text.startsWith(cut)).toBe(true);
      expect({ text, length: cut.length }).toEqual({ text, length: Math.max(...ends.filter((end) => end <= max)) });
    }),
  );
});

test('an emoji at the cut is left out entirely', () => {
  expect(cutText(`${'x'.repeat(199)}😀`, 200)).toBe('x'.repeat(199));
});

test('cutting a long text takes no more time than cutting its beginning', () => {
  expect(cutText('👨‍👩‍👧‍👦'.repeat(100_000), 5)).toBe('');
  expect(cutText('a'.repeat(10_000_000), 3)).toBe('aaa');
});
