/**
 * `errorList` in any of its forms, as a list of errors; and which errors are the same. Pure.
 * The text shows only `null`; a string, an array of strings, and objects under the usual names are taken too.
 */
import type { Lead, LeadError } from './lead.ts';
import { redact } from './redact.ts';

const messageKeys = ['message', 'errorMessage', 'error', 'description', 'detail', 'msg', 'reason', 'text'];
const codeKeys = ['code', 'errorCode', 'error_code', 'id', 'key'];
const fieldKeys = ['field', 'fieldName', 'property', 'path', 'attribute', 'column'];
const maxErrors = 50;
const maxMessage = 1_000;

/** At most 50 errors of 1,000 characters; nothing (null, '', []) gives none. What has no message says so by an empty one. */
export function leadErrors(errorList: unknown): readonly LeadError[] {
  if (errorList === null || errorList === undefined || errorList === '') return none;
  const list: readonly unknown[] = Array.isArray(errorList) ? errorList : [errorList];
  return list.slice(0, maxErrors).flatMap((item) => leadError(item) ?? []);
}

const none: readonly LeadError[] = Object.freeze([]);

function leadError(item: unknown): LeadError | null {
  if (typeof item === 'string' || typeof item === 'number') {
    const message = String(item).trim();
    return message === '' ? null : { message: message.slice(0, maxMessage), code: null, field: null };
  }
  if (typeof item !== 'object' || item === null) return null;
  const values = item as Readonly<Record<string, unknown>>;
  const message = textUnder(values, messageKeys);
  const code = textUnder(values, codeKeys);
  const field = textUnder(values, fieldKeys);
  if (message === null && code === null && field === null) return null;
  return { message: message ?? '', code, field };
}

function textUnder(values: Readonly<Record<string, unknown>>, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = values[key];
    if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number') {
      return String(value).trim().slice(0, maxMessage);
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
  const message = withoutParticulars(redact(error.message, lead));
  const fingerprint = `${error.code ?? message.toLowerCase()}|${error.field ?? ''}`;
  return { fingerprint, error: { message, code: error.code, field: error.field } };
}

function withoutParticulars(message: string): string {
  return message
    .replace(/(["'`“”«‘])[^"'`“”«»‘’]{1,200}(["'`“”»’])/gu, '…')
    .replace(/\b[\p{L}\d]*\d[\p{L}\d-]*/gu, '#')
    .replace(/\p{Nd}+/gu, '#')
    .replace(/[#…•](?:[\s#…•]*[#…•])?/gu, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}
