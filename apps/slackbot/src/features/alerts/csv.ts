/** A table as CSV that any spreadsheet opens: RFC 4180, a byte order mark for Arabic, and no cell that can become a formula. Pure. */

/**
 * Where a spreadsheet may begin a formula: at the start, and after whatever another program's settings take for the end of a cell; also after what it skips
 * (spaces, marks of direction, quotes), and with the signs of wide scripts.
 */
const formula = /(^|[;|\t\r\n])(?=[\s\p{Cf}\p{Cc}'"]*[=+\-@＝＋－＠−﹢﹣﹦﹫]|^[\t\r])/gu;
const byteOrderMark = '\uFEFF';

export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return byteOrderMark + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** What a spreadsheet would calculate is told to be text by an apostrophe, which it does not show. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = value
    .toWellFormed()
    .replace(/[^\P{Cc}\t\r\n]/gu, '')
    .replace(formula, "$1'");
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
