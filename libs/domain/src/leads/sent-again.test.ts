import { describe, expect, test } from 'vitest';
import { findReplaced, type Marks, type SentLead } from './sent-again.ts';

/** In `1 p n`, the lead is in bulk 1 and has the phone `p`, no e-mail (`-`) and the name `n`. */
function leads(...all: readonly string[]): SentLead<string>[] {
  return all.map((text) => {
    const [bulk = '', ...marks] = text.split(' ');
    return { bulk, marks: marks.map((mark) => (mark === '-' ? [] : [mark])) as unknown as Marks<string> };
  });
}

describe('leads that replace others', () => {
  test.each<[string, readonly string[], readonly number[]]>([
    ['the phone agrees', ['1 p - a', '2 p - b'], [-1, 0]],
    ['the e-mail agrees', ['1 p e a', '2 q e b'], [-1, 0]],
    ['the name agrees', ['1 p e a', '2 q f a'], [-1, 0]],
    ['nothing agrees', ['1 p e a', '2 q f b'], [-1, -1]],
    ['a phone does not match a name', ['1 x - -', '2 - - x'], [-1, -1]],
    ['both have no marks', ['1 - - -', '2 - - -'], [-1, -1]],
    ['two leads of one bulk stay two', ['1 p e a', '1 p e a'], [-1, -1]],
    ['one field is corrected at a time', ['1 p - a', '2 p - b', '3 q - b'], [-1, 0, 1]],
    ['a field is corrected and set back', ['1 p - a', '2 q - a', '3 p - b'], [-1, 0, 1]],
    ['each of two is replaced by its own successor', ['1 p - a', '1 p - b', '2 p - b', '2 p - a'], [-1, -1, 1, 0]],
    ['one of two that share a phone is sent again', ['1 p - a', '1 p - b', '2 p - b'], [-1, -1, 1]],
    ['of two possible successors, the better match replaces the lead', ['1 p e a', '2 p - b', '2 p e b'], [-1, -1, 0]],
    [
      'of two equally good matches, the lead that was sent last is replaced',
      ['1 p - a', '2 q - b', '3 p - b'],
      [-1, -1, 1],
    ],
  ])('%s', (_, all, replaced) => {
    expect(findReplaced(leads(...all))).toEqual(replaced);
  });

  test('a known replacement stays, whatever fields agree', () => {
    const [first, second] = leads('1 p - a', '2 q - b');
    expect(findReplaced([first, { ...second, replaces: 0 }] as SentLead<string>[])).toEqual([-1, 0]);
  });

  test('leads that all have the same external id take little time, and the number identifies no one', () => {
    const all = Array.from({ length: 100_000 }, (_, n) => `${n < 50_000 ? 1 : 2} p - ${n}`);
    expect(findReplaced(leads(...all)).every((one) => one === -1)).toBe(true);
    const alone = Array.from({ length: 100_000 }, (_, n) => `${n} p - ${n}`);
    expect(findReplaced(leads(...alone)).filter((one) => one === -1)).toHaveLength(1);
  });
});
