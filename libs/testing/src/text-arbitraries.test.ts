import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCharacter } from './text-arbitraries.ts';

function texts(unit: fc.Arbitrary<string> | 'binary'): readonly string[] {
  return fc.sample(fc.string({ unit }), { numRuns: 2_000, seed: 7 });
}

test('anyCharacter generates the same texts as the unit `binary` of fast-check', () => {
  expect(texts(anyCharacter)).toEqual(texts('binary'));
});

test('anyCharacter accepts each character that is not a surrogate, and nothing else', () => {
  const edges = ['\0', '\ud7ff', '\ue000', '\u{10ffff}'];
  expect(edges.map((text) => anyCharacter.canShrinkWithoutContext(text))).toEqual([true, true, true, true]);
  const others = ['', 'ab', '\ud800', '\udfff', 7];
  expect(others.map((one) => anyCharacter.canShrinkWithoutContext(one))).toEqual(others.map(() => false));
  // Texts of these characters can be `__proto__` too.
  expect(texts(anyCharacter).some((text) => text.includes('proto'))).toBe(true);
});
