/** Checks that tables in documents are narrow enough to read as text; the formatter wraps everything else. Pure. */
import type { Files } from './places.ts';
import type { Violation } from './violation.ts';

const widest = 100;
/** The tables in this folder are parsed by tests. */
const given = 'libs/testing/cases/';

export function checkTables(files: Files): Violation[] {
  return [...files].flatMap(([file, text]) => {
    if (!file.endsWith('.md') || file.startsWith(given)) return [];
    return tableRows(text).flatMap(({ row, line, isHead }) => {
      const say = (says: string): Violation => ({ file, line, rule: 'table', says });
      const width = row.length;
      return [
        ...(width > widest ? [say(`is ${width} characters wide, and ${widest} are allowed: make a list of it`)] : []),
        ...(!isHead && /^\|\s*\|/.test(row)
          ? [say('continues the row above: shorten the cells, or make a list of it')]
          : []),
      ];
    });
  });
}

interface Row {
  readonly row: string;
  readonly line: number;
  readonly isHead: boolean;
}

/** Returns the rows of tables outside of fenced code. */
function tableRows(text: string): readonly Row[] {
  let isCode = false;
  const lines = text.split('\n');
  return lines.flatMap((row, at) => {
    if (/^\s*```/.test(row)) isCode = !isCode;
    const isHead = lines[at - 1]?.startsWith('|') !== true;
    return !isCode && row.startsWith('|') ? [{ row, line: at + 1, isHead }] : [];
  });
}
