/** Reads the tables of external cases in `libs/testing/cases`, for tests. */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../cases/', import.meta.url);

export interface CaseRow {
  /** The heading above the table. */
  readonly section: string;
  /** The row's cells, trimmed; `\|` in a cell stands for a bar. The row with the column names is left out. */
  readonly cells: readonly string[];
}

/** Returns the rows of every table in a file of cases, for example `dates.md`. */
export function caseRows(file: string): readonly CaseRow[] {
  const rows: CaseRow[] = [];
  let section = '';
  let isHead = true;
  for (const line of readFileSync(new URL(file, folder), 'utf8').split('\n')) {
    if (line.startsWith('#')) section = line.replace(/^#+\s*/, '');
    if (!line.startsWith('|')) isHead = true;
    else if (isHead) isHead = false;
    else if (!/^\|[\s|:-]+$/.test(line)) rows.push({ section, cells: cellsOf(line) });
  }
  return rows;
}

function cellsOf(line: string): readonly string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** Returns the names of the stored bodies, `00-typed-world.json` first. */
export function caseBodies(): readonly string[] {
  return readdirSync(new URL('bodies/', folder))
    .filter((name) => /^\d/.test(name))
    .toSorted();
}

/** Returns a body in bytes, as the DMS sends it. */
export function caseBody(name: string): Buffer {
  return readFileSync(new URL(`bodies/${name}`, folder));
}

/** Returns errors as a DMS sends them in English and Arabic, without any personal data. */
export function harmlessErrors(): readonly string[] {
  return readFileSync(new URL('dms-errors.txt', folder), 'utf8').trim().split('\n');
}
