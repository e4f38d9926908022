import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nastyText } from './card-fixtures.ts';
import { cutVisibly } from './cut-text.ts';
import { balanceIsolates, cleanData, cleanWords, escapeMrkdwn } from './safe-text.ts';

describe('data', () => {
  test.each([
    ['Sara Example', 'Sara Example'],
    ['محمد بن Example', 'محمد بن Example'],
    [' tabs\tand\r\nlines\u2028all ', 'tabs and\nlines\nall'],
    ['\u202Egnp.exe\u202C', 'gnp.exe'],
    ['\u2066open \u200F+966\u061C', 'open +966'],
    ['a\u0000b\u0007c\u001B[31m', 'abc[31m'],
    ['half \uD83D', 'half \uFFFD'],
    ['👩‍👩‍👧 می‌خواهم', '👩‍👩‍👧 می‌خواهم'],
    ['<!channel> <@U1> <#C1> <b>', '\u2039!channel> \u2039@U1> \u2039#C1> <b>'],
    ['a\n\n\n\n\nb', 'a\n\nb'],
  ])('%j is cleaned to %j', (given, clean) => {
    expect(cleanData(given)).toBe(clean);
  });

  test('a text that was cleaned does not change when it is cleaned again', () => {
    fc.assert(
      fc.property(nastyText(), (text) => {
        expect(cleanData(cleanData(text))).toBe(cleanData(text));
        expect(cleanWords(cleanWords(text))).toBe(cleanWords(text));
      }),
    );
  });
});

test.each([
  ['first_last@example.com', 'first_last@example.com'],
  ['_it_ 2*3 *b*', '\u02CDit\u02CD 2*3 \u2217b\u2217'],
  ['at 10:30:15, :fire:', 'at 10:30:15, \uA789fire:'],
  ['a & b < c > d', 'a &amp; b &lt; c &gt; d'],
  ['`x`', '\u02CBx\u02CB'],
])('Slack shows %j unchanged when it is sent as %j', (text, sent) => {
  expect(escapeMrkdwn(text)).toBe(sent);
});

test.each([
  ['\u2068a', '\u2068a\u2069'],
  ['a\u2069b', 'ab'],
  ['\u2068a\u2069', '\u2068a\u2069'],
  ['\u2068\u2067a\u2069', '\u2068\u2067a\u2069\u2069'],
])('%j closes everything that it opens', (text, balanced) => {
  expect(balanceIsolates(text)).toBe(balanced);
});

describe('cutting', () => {
  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['ab cdef', 4, 'ab…'],
    ['👩‍👩‍👧👩‍👩‍👧', 10, '👩‍👩‍👧…'],
    ['👩‍👩‍👧', 3, '…'],
    ['abc', 0, ''],
  ])('%j, cut to %i characters, is %j', (text, max, cut) => {
    expect(cutVisibly(text, max)).toBe(cut);
  });

  test('a cut text is never longer than allowed when it is sent, and is well-formed', () => {
    fc.assert(
      fc.property(nastyText(), fc.integer({ min: 0, max: 200 }), (text, max) => {
        const cut = cutVisibly(text.toWellFormed(), max, (some) => escapeMrkdwn(some).length);
        expect(escapeMrkdwn(cut).length).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});
