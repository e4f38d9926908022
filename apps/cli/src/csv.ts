/** Writes values, and entries of the audit log, as lines of CSV. Pure. */
import type { AuditRecord } from '@leadbell/store';

export const auditColumns = [
  'id',
  'at',
  'workspace',
  'actor',
  'actorKind',
  'action',
  'subject',
  'leads',
  'numbers',
  'fields',
  'channel',
  'outcome',
  'detail',
] as const;

export function plainEntry(entry: AuditRecord) {
  return { ...entry, at: new Date(entry.at).toISOString() };
}

export function auditCells(entry: AuditRecord): readonly string[] {
  const plain = plainEntry(entry);
  return auditColumns.map((name) => cellOf(plain[name]));
}

function cellOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(' ');
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return value === null ? '' : JSON.stringify(value);
}

/** An apostrophe is put before a text that a spreadsheet would run as a formula. */
export function csvLine(cells: readonly string[]): string {
  return cells
    .map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}
