/**
 * `errorList` in any of its forms, as a list of errors; and which errors are the same. Pure.
 * The text shows only `null`; a string, an array of strings, and objects under the usual names are taken too.
 */
import { cutText } from '../text/cut.ts';
import type { Lead, LeadError } from './lead.ts';
import { redact, redactNames } from './redact.ts';

/** Compared without case and underscores: `ErrorCode`, `error_code`. */
const messageKeys = ['message', 'errormessage', 'error', 'description', 'detail', 'msg', 'reason', 'text'];
const codeKeys = ['code', 'errorcode', 'id', 'key'];
const fieldKeys = ['field', 'fieldname', 'property', 'path', 'attribute', 'column'];
const listKeys = ['errors', 'errorlist', 'messages'];
const maxErrors = 50;
const maxMessage = 1_000;
/** Lists within lists; deeper ones are nobody's. */
const maxDepth = 3;

/**
 * At most 50 errors of 1,000 characters; nothing (null, '', [], {}, and these written as text) gives none. What has no message says so by an empty one.
 * An object under none of the usual names is read as messages by field: `{ "phoneNumber": ["is invalid"] }`.
 */
export function leadErrors(errorList: unknown): readonly LeadError[] {
  if (errorList === null || errorList === undefined || errorList === '') return none;
  return errorsIn(errorList, 0).slice(0, maxErrors);
}

const none: readonly LeadError[] = Object.freeze([]);

function errorsIn(item: unknown, depth: number): readonly LeadError[] {
  if (item === null || item === undefined || depth > maxDepth) return none;
  if (Array.isArray(item)) return item.slice(0, maxErrors).flatMap((one) => errorsIn(one, depth + 1));
  if (typeof item === 'string' || typeof item === 'number') {
    const message = String(item).trim();
    if (message === '' || /^(?:null|\[\s*\]|\{\s*\})$/.test(message)) return none;
    return [{ message: cutText(message, maxMessage), code: null, field: null }];
  }
  return typeof item === 'object' ? errorsOf(item, depth) : none;
}

function errorsOf(item: object, depth: number): readonly LeadError[] {
  const entries: [string, unknown][] = Object.entries(item).slice(0, maxErrors);
  const values = new Map(entries.map(([name, value]) => [name.toLowerCase().replaceAll('_', ''), value]));
  const message = textUnder(values, messageKeys);
  const code = textUnder(values, codeKeys);
  const field = textUnder(values, fieldKeys);
  if (message !== null || code !== null || field !== null) return [{ message: message ?? '', code, field }];
  const lists = listKeys.flatMap((name) => errorsIn(values.get(name), depth + 1));
  if (lists.length > 0) return lists;
  return entries.flatMap(([name, value]) =>
    errorsIn(value, depth + 1).map((error) => ({ ...error, field: error.field ?? cutText(name, maxMessage) })),
  );
}

function textUnder(values: ReadonlyMap<string, unknown>, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = values.get(key);
    if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number') {
      return cutText(String(value).trim(), maxMessage);
    }
  }
  return null;
}

export interface ErrorGroup {
  /** Equal for errors that differ only in ids, numbers, quoted values and the person's own data. */
  readonly fingerprint: string;
  /** What they share; shows nothing of a person. */
  readonly error: LeadError;
}

/** The code if there is one, else the message without its particulars; and the field. */
export function errorGroup(error: LeadError, lead: Lead): ErrorGroup {
  const told = redactError(error, lead);
  const shared = { ...told, message: withoutParticulars(told.message) };
  return { fingerprint: fingerprintOf(shared), error: shared };
}

/** Of an error without particulars. */
export function fingerprintOf({ message, code, field }: LeadError): string {
  return `${code ?? message.toLowerCase()}|${field ?? ''}`;
}

/** The error with the person taken out of all of it: a DMS may quote them anywhere. */
export function redactError({ message, code, field }: LeadError, lead: Lead): LeadError {
  return { message: redact(message, lead), code: withoutPerson(code, lead), field: withoutPerson(field, lead) };
}

/** A code is often a number, so a number is taken out of it only when it can be a phone. */
function withoutPerson(text: string | null, lead: Lead): string | null {
  if (text === null) return null;
  return text.includes('@') || text.replace(/\P{Nd}/gu, '').length > 7 ? redact(text, lead) : redactNames(text, lead);
}

function withoutParticulars(message: string): string {
  const shared = message
    .replace(/(["'`“”«‘])[^"'`“”«»‘’]{1,200}(["'`“”»’])/gu, '…')
    .replace(/[\p{L}\p{Nd}-]+/gu, (word) => (/\p{Nd}/u.test(word) ? '#' : word))
    .replace(/[#…•](?:[\s#…•]*[#…•])?/gu, '…')
    .replace(/\s+/g, ' ')
    .trim();
  return cutText(shared, 200);
}
