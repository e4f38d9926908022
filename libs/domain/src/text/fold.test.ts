import { expect, test } from 'vitest';
import { foldText } from './fold.ts';

test('plain letters are folded by faster code, with the same result', () => {
  const letters = Array.from({ length: 0x4b - 0x21 }, (_, at) => String.fromCodePoint(0x0621 + at));
  const latin = Array.from({ length: 94 }, (_, at) => String.fromCodePoint(0x21 + at));
  // A zero-width mark, which folding removes, makes the code take the slow way.
  const different = [...letters, ...latin].filter(
    (one) => foldText(`${one} ${one}`) !== foldText(`${one} \u200B${one}`),
  );
  expect(letters.length + latin.length).toBe(136);
  expect(different).toEqual([]);
});
