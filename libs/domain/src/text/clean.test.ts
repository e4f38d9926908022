import { runs } from '../runs-fixtures.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, isNotable, isWordForNothing } from './clean.ts';
import { anyCharacter } from './character-fixtures.ts';

const line = (text: string) => cleanText(text, { lines: false });
const note = (text: string) => cleanText(text, { lines: true });

describe('one line', () => {
  test.each([
    ['KIA', 'KIA'],
    [' KIA\u00a0', 'KIA'],
    ['Al\u0000fa', 'Alfa'],
    ['Al\u0007fa\u007f\u0085', 'Alfa'],
    ['KIA\ud83d', 'KIA'],
    ['\udc00KIA', 'KIA'],
    ['👩‍👧 Alfa', '👩‍👧 Alfa'],
    ['Alfa\r\nTestali', 'Alfa Testali'],
    ['Alfa\u2028Testali', 'Alfa Testali'],
    ['Alfa\tTestali', 'Alfa Testali'],
    ['\u202eAlfa', '\u202eAlfa'],
    ['O&#39;Alfa', "O'Alfa"],
    ['O&#x27;Alfa', "O'Alfa"],
    ['Test &amp; Co', 'Test & Co'],
    ['R&D; AT&T', 'R&D; AT&T'],
    ['5 &amp;lt; 6', '5 &lt; 6'],
    ['&#0;&#7;Alfa', 'Alfa'],
    ['&#xD83D;', '&#xD83D;'],
    ['&#9999999;', '&#9999999;'],
    ['it&#146;s', 'it’s'],
    ['caf&eacute;', 'café'],
    ['<b>Al</b>fa', 'Alfa'],
    ['Alfa<br>Testali', 'Alfa Testali'],
    ['budget < 90000 and > 70000', 'budget < 90000 and > 70000'],
    ['<!channel> <@U0TEST> <https://example.com|x>', '<!channel> <@U0TEST> <https://example.com|x>'],
    ['a <b', 'a <b'],
    ['&lt;b&gt;', '<b>'],
    ['<script>alert(1)</script>Alfa', 'Alfa'],
    ['<script>Alfa', 'Alfa'],
    ['Alfa<!-- a comment -->', 'Alfa'],
    ['Alfa <!-- no end', 'Alfa <!-- no end'],
    ['<td>1</td><td>2</td>', '1 2'],
  ])('%j: %j', (text, right) => {
    expect(line(text)).toBe(right);
  });
});

describe('a note keeps its lines', () => {
  test.each([
    ['first\r\nsecond\u0007', 'first\nsecond'],
    ['first \rsecond', 'first\nsecond'],
    ['first\n\nsecond', 'first\n\nsecond'],
    ['<p>Call&nbsp;after <b>5</b><br>in the week</p>', 'Call after 5\nin the week'],
    ['<ul>\n <li>one\n <li>two\n</ul>', 'one\ntwo'],
    ['<p>one\ntwo</p><p>three</p>', 'one two\nthree'],
    ['<b>one</b>\ntwo', 'one\ntwo'],
  ])('%j: %j', (text, right) => {
    expect(note(text)).toBe(right);
  });
});

describe('words for nothing', () => {
  test.each([
    '',
    ' ',
    '\u200b',
    '-',
    '--',
    '—',
    '.',
    '_',
    'null',
    'NULL',
    ' NULL ',
    '(null)',
    'undefined',
    'None',
    'n/a',
    'N/A',
    'N.A.',
    'NaN',
    'nil',
    'Not available',
    'لا يوجد',
    'غير محدد',
  ])('%j', (text) => {
    expect(line(text)).toBeNull();
  });
  test.each(['Null', 'Nan', 'Nil', 'NA', 'No', 'New', 'Unit', 'Nobody', '0', '?', 'لا', '- Alfa', 'غيث', 'لمى'])(
    '%s is not a word for nothing',
    (text) => {
      expect(line(text)).toBe(text);
    },
  );
});

test('texts are cut between visible characters', () => {
  expect(cleanText(`${'x'.repeat(9)}👩‍👧`, { lines: false, max: 10 })).toBe('x'.repeat(9));
  expect(line('x'.repeat(100_000))).toHaveLength(4_000);
});

test('any result is well-formed, trimmed and without control characters, and plain text stays unchanged', () => {
  const part = fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 6 }),
    fc.constantFrom(
      '<b>',
      '</p>',
      '<br/>',
      '<!--',
      '-->',
      '<script>',
      '&amp;',
      '&#0;',
      '&#55357;',
      '\ud83d',
      '\ude00',
      '\r\n',
      '\t',
      '\u0000',
    ),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.boolean(), (parts, lines) => {
      const text = parts.join('');
      const clean = cleanText(text, { lines });
      if (clean === null) return;
      expect(clean.isWellFormed()).toBe(true);
      expect(clean).toBe(clean.trim());
      // oxlint-disable-next-line no-control-regex -- these characters must not occur
      expect(clean).not.toMatch(lines ? /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/ : /[\u0000-\u001F\u007F-\u009F]/);
      expect(clean).toBe(isNotable(text) ? clean : text.trim());
      expect(isWordForNothing(clean)).toBe(false);
    }),
    { numRuns: runs(10_000) },
  );
});

test.each([
  ['comments', '<!--'],
  ['tags', '<p '],
  ['closing script tags', '<script>'],
  ['entities', '&#'],
  ['spaces', ' '],
  ['lines', '\n '],
])('very many %s do not slow cleaning down', (_name, part) => {
  const text = part.repeat(65_536 / part.length);
  // Cleans a hundred very long texts. If the time grew with the square of the length, the test would time out.
  const read = Array.from({ length: 100 }, () => note(text));
  expect(new Set(read).size).toBe(1);
});

test('isNotable gives the same result for a short text and a long text with the same character', () => {
  const differ = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code)).filter(
    (char) => isNotable(char) !== isNotable(`${'x'.repeat(40)}${char}`),
  );
  expect(differ).toEqual([]);
});
