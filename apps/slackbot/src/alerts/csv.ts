/** A table as CSV that any spreadsheet opens: RFC 4180, a byte order mark for Arabic, and no cell that can become a formula. Pure. */

/** What a spreadsheet may take for a formula, also after what it skips (spaces, marks of direction, quotes), and in the forms of wide scripts. */
const formula = /^[\s\p{Cf}\p{Cc}'"]*[=+\-@\t\r＝＋－＠−﹢﹣﹦﹫]/u;
const byteOrderMark = '\uFEFF';

export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return byteOrderMark + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** What a spreadsheet would calculate is told to be text by an apostrophe, which it does not show. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = value.replaceAll('\0', '');
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
