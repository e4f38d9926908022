/**
 * Writes a table as CSV that any spreadsheet opens: it follows RFC 4180, has a byte order mark for
 * Arabic, and has no cell that can become a formula. Pure.
 */

/**
 * Finds the positions where a spreadsheet may see a formula: at the start, after characters that
 * are separators in some locales, and after characters that a spreadsheet skips (spaces, direction
 * marks, quotes). Full-width signs such as `＝` count too.
 */
const formula = /(^|[;|\t\r\n])(?=[\s\p{Cf}\p{Cc}'"]*[=+\-@＝＋－＠−﹢﹣﹦﹫]|^[\t\r])/gu;
const byteOrderMark = '\uFEFF';

export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return byteOrderMark + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** An apostrophe makes the spreadsheet take a formula as text; the spreadsheet does not show it. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = value
    .toWellFormed()
    .replace(/[^\P{Cc}\t\r\n]/gu, '')
    .replace(formula, "$1'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
