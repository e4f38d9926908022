/**
 * Writes and reads a backup as lines of JSON, gzipped. Rows are passed on as text, because JavaScript would change some
 * numbers. A jsonb column whose whole value is the JSON null would become SQL's null; no code writes such a value.
 * Pure.
 *
 *     {"leadbell":"backup","format":1,"migration":"0001-first","at":"2026-11-23T20:52:00.000Z"}
 *     {"table":"outbox","rows":[{…},{…}]}                    any number of such lines, in the order of the tables
 *     {"end":true,"rows":{"outbox":2},"sequences":{"outbox.id":"57"}}
 */
import { StringDecoder } from 'node:string_decoder';
import { StoreError } from '../errors.ts';

const format = 1;
/** The most characters in a line; no row is nearly as long. */
const longestLine = 64 * 1024 * 1024;
/** Rows are added to a line until it is this long. */
const fullLine = 256 * 1024;

export interface Header {
  readonly migration: string;
  /** ISO, UTC. */
  readonly at: string;
}

export interface End {
  readonly rows: Readonly<Record<string, number>>;
  /** The last number that each sequence gave, as text, by table and column. */
  readonly sequences: Readonly<Record<string, string>>;
}

export type Line =
  | { readonly kind: 'rows'; readonly table: string; readonly rows: string }
  | ({ readonly kind: 'end' } & End);

export function headerLine({ migration, at }: Header): string {
  return `${JSON.stringify({ leadbell: 'backup', format, migration, at })}\n`;
}

export function* rowLines(table: string, rows: readonly string[]): Generator<string> {
  let batch: string[] = [];
  let length = 0;
  for (const row of rows) {
    batch.push(row);
    length += row.length;
    if (length < fullLine) continue;
    yield rowLine(table, batch);
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield rowLine(table, batch);
}

function rowLine(table: string, rows: readonly string[]): string {
  return `${rowsBegin(table)}${rows.join(',')}]}\n`;
}

function rowsBegin(table: string): string {
  return `{"table":"${table}","rows":[`;
}

export function endLine({ rows, sequences }: End): string {
  return `${JSON.stringify({ end: true, rows, sequences })}\n`;
}

export function readHeader(line: string | undefined): Header {
  const { leadbell, format: given, migration, at } = objectIn(line ?? '');
  if (leadbell !== 'backup' || typeof given !== 'number')
    throw new StoreError('backup', 'The file is no backup of Leadbell’s');
  if (given > format) throw laterBackup();
  if (typeof migration !== 'string' || typeof at !== 'string' || Number.isNaN(Date.parse(at))) throw damaged();
  return { migration, at };
}

export function readLine(line: string): Line {
  const table = /^\{"table":"(\w+)","rows":\[/.exec(line)?.[1];
  if (table !== undefined && line.endsWith(']}')) {
    return { kind: 'rows', table, rows: line.slice(rowsBegin(table).length - 1, -1) };
  }
  const { end, rows, sequences } = objectIn(line);
  if (end !== true || !isRecordOf(rows, isCount) || !isRecordOf(sequences, isDigits)) throw damaged();
  return { kind: 'end', rows, sequences };
}

/** Yields only complete lines; throws if text follows the last line break. */
export async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let begun: string[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    const [first = '', ...others] = decoder.write(Buffer.from(chunk)).split('\n');
    begun.push(first);
    length += first.length;
    for (const other of others) {
      yield begun.join('');
      begun = [other];
      ({ length } = other);
    }
    if (length > longestLine) throw damaged();
  }
  if (length > 0 || decoder.end() !== '') throw damaged();
}

export function damaged(): StoreError {
  return new StoreError('backup', 'The backup is cut off or damaged: nothing was restored');
}

export function laterBackup(): StoreError {
  return new StoreError('backup', 'The backup was made by a later Leadbell: restore it with that one');
}

function objectIn(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function isRecordOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is Record<string, T> {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => isOne(one));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,19}$/.test(value);
}
