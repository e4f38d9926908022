// Tests every row of `typed.md`: types it into the running bot, after `/leads today` was answered once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TypedWorld } from '../testing/typed-fixtures.ts';
import { checkRow, isArabic, openTypedWorld, typedRows, whoTypes } from '../testing/typed-rows-fixtures.ts';

let world: TypedWorld;

beforeAll(async () => {
  world = await openTypedWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('a line after /leads', () => {
  test.each(typedRows)('$section: $line', async (row) => {
    world.asked();
    const typed = await world.type(row.line, whoTypes(row));
    expect(isArabic(typed.text)).toBe(isArabic(row.line));
    await checkRow(typed, row);
  });

  test('the table has all its rows', () => {
    expect(typedRows).toHaveLength(242);
  });
});
