import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldText } from './fold.ts';
import { type Counted, WordCounts } from './word-counts.ts';

/** Each row has spellings of one word. */
const words: readonly (readonly string[])[] = [
  ['KIA', 'Kia', 'kia', 'KIA ', ' kia', 'K\u200bIA'],
  ['Direct Contact', 'direct contact', 'DIRECT  CONTACT', 'Direct\u00a0Contact'],
  ['الرياض', 'الرياض ', 'الريـاض', 'الرِّياض'],
  ['أحمد', 'احمد', 'إحمد', 'آحمد'],
  ['جدة', 'جده'],
  ['مبنى', 'مبني'],
  ['Service 12', 'service ١٢'],
  ['Café', 'Cafe\u0301', 'CAFÉ'],
];

function counted(values: readonly (string | null)[], max?: number): Counted[] {
  const counts = new WordCounts(max);
  for (const value of values) counts.add(value);
  return counts.list();
}

const byWord = (list: readonly Counted[]) =>
  Object.fromEntries(list.map(({ value, count }) => [value === null ? '' : foldText(value), count]));

describe('one value for one word', () => {
  test.each(words)('%j and its variants count as one value', (...spellings) => {
    expect(counted(spellings)).toEqual([{ value: spellings[0], count: spellings.length }]);
  });

  test('the most frequent form is shown, or the first of equally frequent ones', () => {
    expect(counted(['Kia', 'KIA ', 'KIA', 'kia'])).toEqual([{ value: 'KIA', count: 4 }]);
    expect(counted(['kia', 'KIA', 'KIA', 'kia'])).toEqual([{ value: 'kia', count: 4 }]);
  });

  test('blank texts count as no value', () => {
    expect(counted(['', ' ', '\u00a0', 'ـ', null, 'KIA'])).toEqual([
      { value: null, count: 5 },
      { value: 'KIA', count: 1 },
    ]);
  });

  test('counts do not depend on the order, the spelling, or how leads are split into bulks', () => {
    const value = fc.oneof(
      {
        weight: 9,
        arbitrary: fc.constantFrom(...words.keys()).chain((word) => fc.constantFrom(...(words[word] ?? []))),
      },
      fc.constant(null),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, fc.nat({ max: 3 })), { maxLength: 60 }),
        fc.constantFrom(300, 9),
        fc.infiniteStream(fc.nat({ max: 7 })),
        (dealt, max, turns) => {
          const whole = new WordCounts(max);
          const bulks = Array.from({ length: 4 }, () => new WordCounts(max));
          for (const [one, bulk] of dealt) bulks[bulk]?.add(one);
          for (const bulk of bulks.toReversed()) whole.merge(bulk);
          const respelled = dealt.map(([one]) => {
            const spellings = words.find((all) => one !== null && all.includes(one));
            return spellings?.[(turns.next().value ?? 0) % spellings.length] ?? one;
          });
          const expected = byWord(counted(dealt.map(([one]) => one)));
          expect(byWord(whole.list())).toEqual(expected);
          expect(byWord(counted(respelled.toReversed(), max))).toEqual(expected);
          expect(whole.list().reduce((sum, { count }) => sum + count, 0)).toBe(dealt.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a word with thousands of spellings stays one value, and words beyond the limit are counted together', () => {
    const spellings = Array.from({ length: 5_000 }, (_, n) =>
      Array.from('abcdefghijklm')
        .map((letter, bit) => ((n >> bit) & 1 ? letter.toUpperCase() : letter))
        .join(''),
    );
    expect(counted(spellings)).toMatchObject([{ count: 5_000 }]);
    const list = counted(Array.from({ length: 5_000 }, (_, n) => `brand ${n}`));
    expect(list).toHaveLength(301);
    expect(list.at(-1)).toEqual({ value: '…', count: 4_700, others: true });
  });

  test('a value can be counted by its index, and subtracted again', () => {
    const counts = new WordCounts();
    const place = counts.placeOf('KIA');
    counts.count(place, 2);
    counts.count(place, -2);
    counts.add('MG');
    expect(counts.list()).toEqual([{ value: 'MG', count: 1 }]);
  });
});

test('the fast code for plain text gives the same result as the slow code', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'Z', '9', '~', '!', '-', ' ', '\t', '\u00a0', 'é', 'ا'), maxLength: 12 }),
      (text) => {
        // An ignored mark makes the code take the slow way.
        expect(foldText(text)).toBe(foldText(`${text}\u200b`));
      },
    ),
    { numRuns: 2_000 },
  );
});
