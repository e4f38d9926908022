import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

const cell = (value: string): string =>
  toCsv([[value]])
    .replace('\uFEFF', '')
    .replace(/\r\n$/, '');

describe('a cell', () => {
  it.each([
    ['plain', 'plain'],
    ['=1+1', "'=1+1"],
    ['+966500000005', "'+966500000005"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =cmd|x', "' =cmd|x"],
    ['\t=1', `"'\t=1"`],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
    ['\u200F=1', "'\u200F=1"],
    ['\uFEFF=1', "'\uFEFF=1"],
    ['"=1', `"'""=1"`],
    ["'=1", "''=1"],
    ['\r=1', `"'\r=1"`],
    ['a=1', 'a=1'],
    ['a;=1', `"a;'=1"`],
    ['a; =1', `"a;' =1"`],
    ['a|@SUM(A1)', "a|'@SUM(A1)"],
    ['x\n-5', `"x\n'-5"`],
    ['one; two', '"one; two"'],
    ['سارة', 'سارة'],
    ['a\0b', 'ab'],
  ])('%j cannot become a formula and breaks no row', (value, expected) => {
    expect(cell(value)).toBe(expected);
  });
});

it('a table has a byte order mark, and empty cells for missing values', () => {
  expect(toCsv([['a', null, 3]])).toBe('\uFEFFa,,3\r\n');
});
