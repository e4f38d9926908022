import { expect, test } from 'vitest';
import { type DatedBulk, earliestFirst } from './bulk.ts';

const bulk = (key: string, createdAt: number | null) => ({ key, createdAt }) as DatedBulk;

test('bulks are sorted by time and then by key, and those without a date come first', () => {
  const sorted = [bulk('b', 0), bulk('a', null), bulk('A', 5), bulk('a', 0), bulk('b', null), bulk('c', -5)];
  expect(sorted.toSorted(earliestFirst).map(({ key, createdAt }) => `${key} ${createdAt}`)).toEqual([
    'a null',
    'b null',
    'c -5',
    'a 0',
    'b 0',
    'A 5',
  ]);
});
