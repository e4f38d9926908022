import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCharacter } from './text-arbitraries.ts';

test('is the unit `binary` of fast-check', () => {
  const of = (unit: fc.Arbitrary<string> | 'binary') => fc.sample(fc.string({ unit }), { numRuns: 2_000, seed: 7 });
  expect(of(anyCharacter)).toEqual(of('binary'));
  const edges = ['\0', '\ud7ff', '\ue000', '\u{10ffff}'];
  expect(edges.map((text) => anyCharacter.canShrinkWithoutContext(text))).toEqual([true, true, true, true]);
  const others = ['', 'ab', '\ud800', '\udfff', 7];
  expect(others.map((one) => anyCharacter.canShrinkWithoutContext(one))).toEqual(others.map(() => false));
});
