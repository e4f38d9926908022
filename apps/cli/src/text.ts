/** Formats plain text for a terminal: columns, counts and times. Pure. */
import { cutText, type Instant } from '@leadbell/domain';

const longestCell = 60;
const minute = 60_000;
const units = [
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
  ['second', 1_000],
] as const;

/**
 * Each column is as wide as its widest cell. There can be more rows than a call accepts as arguments, so `Math.max`
 * gets two widths at a time.
 */
export function columns(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(safe));
  const widths = (cells[0] ?? []).map((_, column) =>
    cells.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Puts a text on one line, without control characters. */
function safe(text: string): string {
  const plain = text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  return plain.length > longestCell ? `${cutText(plain, longestCell - 1)}…` : plain;
}

export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** Returns a text such as `1 message` or `2,000 messages`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : several}`;
}

/** Returns a text such as `3 hours`; `1 second` at the least. */
export function span(ms: number): string {
  const [unit, length] = units.find(([, length]) => ms >= length) ?? (['second', 1_000] as const);
  return counted(Math.max(1, Math.floor(ms / length)), unit);
}

export function ago(at: number, now: number): string {
  return `${span(now - at)} ago`;
}

/** Formats a time for machines. */
export function iso(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** Returns a time such as `2026-11-23 20:52 UTC`. */
export function time(at: number): string {
  if (!Number.isFinite(at)) return at > 0 ? 'for ever' : 'never';
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
