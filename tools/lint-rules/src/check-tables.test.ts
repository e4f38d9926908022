import { expect, test } from 'vitest';
import { checkTables } from './check-tables.ts';

const check = (text: string, file = 'docs/a.md') =>
  checkTables(new Map([[file, text]])).map(({ line, rule, says }) => `${line} [${rule}] ${says}`);

/** Returns a table whose last row is this wide. */
const table = (width: number) => `# A\n\n| a | b |\n| --- | --- |\n| c | ${'c'.repeat(width - 8)} |\n`;

test('a table may be 100 characters wide, and a wider table is reported', () => {
  expect(check(table(100))).toEqual([]);
  expect(check(table(101))).toEqual(['5 [table] is 101 characters wide, and 100 are allowed: make a list of it']);
});

test('a row that continues the row above is reported', () => {
  expect(check('| a | b |\n| --- | --- |\n| c | d |\n|   | e |\n')).toEqual([
    '4 [table] continues the row above: shorten the cells, or make a list of it',
  ]);
});

test('a table in a code block, in code or in a file that tests read may be wider', () => {
  expect(check('```\n' + table(200) + '```\n')).toEqual([]);
  expect(check(table(200), 'libs/testing/cases/dates.md')).toEqual([]);
  expect(check(table(200), 'apps/a.ts')).toEqual([]);
});
