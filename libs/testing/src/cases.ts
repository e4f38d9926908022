/** Tables of external cases in `libs/testing/cases`, which tests read. */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../cases/', import.meta.url);

export interface CaseRow {
  /** The heading above the table. */
  readonly section: string;
  /** Trimmed; `\|` is a bar. Without the column names. */
  readonly cells: readonly string[];
}

/** The rows of every table in a file of cases, for example `dates.md`. */
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

/** Names of the stored bodies, `00-typed-world.json` first. */
export function caseBodies(): readonly string[] {
  return readdirSync(new URL('bodies/', folder))
    .filter((name) => /^\d/.test(name))
    .toSorted();
}

/** A body as the DMS sends it, in bytes. */
export function caseBody(name: string): Buffer {
  return readFileSync(new URL(`bodies/${name}`, folder));
}

/** Errors as a DMS sends them in English and Arabic, without anything of a person. */
export function harmlessErrors(): readonly string[] {
  return readFileSync(new URL('dms-errors.txt', folder), 'utf8').trim().split('\n');
}
