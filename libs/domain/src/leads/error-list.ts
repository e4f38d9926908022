/**
 * Reads `errorList`, in any of its forms, as a list of errors. Pure; never throws. The API's specification shows only
 * `null`; this file also reads texts, lists, objects with the keys that frameworks use, and JSON or HTML within a text.
 */
import { cleanText, isWordForNothing } from '../text/clean.ts';
import { cutText } from '../text/cut.ts';
import { foldText, latinDigits } from '../text/fold.ts';
import type { LeadError, LeadErrorMessages } from './lead.ts';

/** Keys are compared without case, underscores, spaces and hyphens: `ErrorCode`, `error_code`. */
const messageKeys = [
  'message',
  'errormessage',
  'defaultmessage',
  'errordescription',
  'error',
  'description',
  'detail',
  'msg',
  'errormsg',
  'messagetext',
  'errortext',
  'reason',
  'text',
  'title',
];
const codeKeys = ['code', 'errorcode', 'errcode', 'messagecode', 'errorid', 'errornumber', 'id', 'key'];
const fieldKeys = [
  'field',
  'fieldname',
  'property',
  'propertyname',
  'propertypath',
  'column',
  'columnname',
  'attribute',
  'member',
  'membername',
  'parameter',
  'param',
  'target',
  'pointer',
  'loc',
  'path',
];
/** The keys under which a wrapping object contains its errors. */
const listKeys = ['errors', 'errorlist', 'messages', 'validationerrors', 'fielderrors', 'details', 'innererrors'];
const languageKeys: ReadonlyMap<string, keyof LeadErrorMessages> = new Map([
  ['en', 'en'],
  ['eng', 'en'],
  ['english', 'en'],
  ['ar', 'ar'],
  ['ara', 'ar'],
  ['arabic', 'ar'],
]);

const mostErrors = 50;
const maxMessage = 1_000;
const maxCode = 200;
/** Lists that are nested more deeply than this are not read. */
const maxDepth = 4;
/** JSON within a text is parsed if it has no more characters than this. */
const maxJsonChars = 65_536;

const none: readonly LeadError[] = Object.freeze([]);

/**
 * Returns at most 50 errors, each of at most 1,000 characters. An error without words has an empty `message`; a number
 * alone is read as a code. `isFine`: whether `isError` says that nothing is wrong; then a text like "Success" is not an
 * error.
 */
export function leadErrors(errorList: unknown, isFine = false): readonly LeadError[] {
  if (errorList === null || errorList === undefined || errorList === '') return none;
  const errors = errorsIn(errorList, 0).slice(0, mostErrors);
  return isFine ? errors.filter((error) => !saysAllIsWell(error)) : errors;
}

function errorsIn(item: unknown, depth: number): readonly LeadError[] {
  if (item === null || item === undefined || depth > maxDepth) return none;
  if (typeof item === 'string') return errorsInText(item, depth);
  if (typeof item === 'number')
    return item === 0 || !Number.isFinite(item) ? none : [{ message: '', code: String(item), field: null }];
  if (typeof item !== 'object') return none;
  return Array.isArray(item)
    ? item.slice(0, mostErrors).flatMap((one) => errorsIn(one, depth + 1))
    : errorsOf(item as Readonly<Record<string, unknown>>, depth);
}

/**
 * Reads each line as an error. A text may be JSON, or HTML whose blocks are lines. Lines are not split at other signs,
 * because ordinary sentences contain these signs too.
 */
function errorsInText(text: string, depth: number): readonly LeadError[] {
  const json = jsonIn(text);
  if (json !== undefined) return errorsIn(json, depth + 1);
  const clean = cleanText(text, { lines: true, max: maxMessage * mostErrors });
  if (clean === null) return none;
  return clean
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !isWordForNothing(line) && line !== '0')
    .slice(0, mostErrors)
    .map((line) => {
      const digits = latinDigits(line);
      if (/^-?\d{1,20}$/.test(digits)) return { message: '', code: digits, field: null };
      return { message: cutText(line, maxMessage), code: null, field: null };
    });
}

function jsonIn(text: string): object | undefined {
  if (text.length > maxJsonChars || !/^\s*(?:\{[^]*\}|\[[^]*\])\s*$/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

function errorsOf(item: Readonly<Record<string, unknown>>, depth: number): readonly LeadError[] {
  const entries = firstEntries(item);
  const values = new Map(entries.map(([name, value]) => [plainKey(name), value]));
  const lists = listKeys.flatMap((name) => listed(values.get(name), depth));
  // The message of the wrapping object only says that there are errors.
  if (lists.length > 0) return lists;
  const inner = messageKeys.map((name) => values.get(name)).find((value) => isObject(value) && !isText(value));
  const nested = errorsIn(inner, depth + 1);
  if (nested.length > 0) return nested;
  const messages = messagesUnder(values);
  const message = messages.en ?? messages.ar ?? textUnder(values, messageKeys, maxMessage);
  const code = textUnder(values, codeKeys, maxCode);
  const field = fieldUnder(values);
  if (message !== null || code !== null || field !== null) {
    const error = { message: message ?? '', code, field };
    return [messages.en !== undefined && messages.ar !== undefined ? { ...error, messages } : error];
  }
  return entries.flatMap(([name, value]) => byField(name, value, depth));
}

/**
 * Reads messages by field, as in `{ "phoneNumber": ["is invalid"] }`. A number in such an object is not a message, but
 * the number of a row or the like.
 */
function byField(name: string, value: unknown, depth: number): readonly LeadError[] {
  if (typeof value !== 'string' && !isObject(value)) return none;
  const field = cleanText(name, { lines: false, max: maxCode });
  return errorsIn(value, depth + 1).map((error) => ({ ...error, field: error.field ?? field }));
}

/** Reads a list of errors, or errors by field. A plain text only repeats the message beside it, so it is left out. */
function listed(value: unknown, depth: number): readonly LeadError[] {
  return isObject(value) ? errorsIn(value, depth + 1) : none;
}

/** Returns the first entries only, so that no list of a million is built. */
function firstEntries(item: Readonly<Record<string, unknown>>): [string, unknown][] {
  const entries: [string, unknown][] = [];
  for (const name in item) {
    if (entries.length >= mostErrors) break;
    if (Object.hasOwn(item, name)) entries.push([name, item[name]]);
  }
  return entries;
}

function plainKey(name: string): string {
  return name
    .slice(0, maxCode)
    .toLowerCase()
    .replace(/[_\s-]/g, '');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/**
 * Whether the object is one text in one or two languages: `{ lang: "en", value: "Branch unknown" }`,
 * `{ en: "…", ar: "…" }`.
 */
function isText(value: object): boolean {
  return Object.keys(textsOf(value)).length > 0;
}

function textsOf(value: object): LeadErrorMessages {
  if (Array.isArray(value)) return {};
  const values = new Map(firstEntries(value as Readonly<Record<string, unknown>>).map(([k, v]) => [plainKey(k), v]));
  const texts: { en?: string; ar?: string } = {};
  for (const [name, language] of languageKeys) {
    const text = textOf(values.get(name), maxMessage);
    if (text !== null) texts[language] ??= text;
  }
  if (texts.en !== undefined || texts.ar !== undefined) return texts;
  const only = textOf(values.get('value'), maxMessage);
  const language = textOf(values.get('lang') ?? values.get('language'), 2)?.toLowerCase();
  return only === null ? {} : language === 'ar' ? { ar: only } : { en: only };
}

/** The language of keys like `messageen`, `enmessage` and `en`. */
const languageOfKey: ReadonlyMap<string, keyof LeadErrorMessages> = new Map(
  [...languageKeys].flatMap(([name, language]) =>
    ['', ...messageKeys].flatMap((key) => [[`${key}${name}`, language] as const, [`${name}${key}`, language] as const]),
  ),
);

/**
 * Reads `messageEn`, `message_ar`, `arMessage`, `{ en: "…", ar: "…" }`, or a message that is an object with languages.
 */
function messagesUnder(values: ReadonlyMap<string, unknown>): LeadErrorMessages {
  const messages: { en?: string; ar?: string } = {};
  for (const [key, value] of values) {
    const language = languageOfKey.get(key);
    const text = language === undefined ? null : textOf(value, maxMessage);
    if (language !== undefined && text !== null) messages[language] ??= text;
    if (language !== undefined || !isObject(value) || !messageKeys.includes(key)) continue;
    for (const [inner, told] of Object.entries(textsOf(value))) messages[inner as keyof LeadErrorMessages] ??= told;
  }
  return messages;
}

function textUnder(values: ReadonlyMap<string, unknown>, keys: readonly string[], max: number): string | null {
  for (const key of keys) {
    const text = textOf(values.get(key), max);
    if (text !== null) return text;
  }
  return null;
}

function textOf(value: unknown, max: number): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  return typeof value === 'string' ? cleanText(value, { lines: false, max }) : null;
}

/** Reads a field's name or path: `["body", "branch"]`, `{ pointer: "/data/branch" }`. */
function fieldUnder(values: ReadonlyMap<string, unknown>): string | null {
  const source = values.get('source');
  const all = isObject(source)
    ? new Map([...firstEntries(source as Readonly<Record<string, unknown>>), ...values])
    : values;
  for (const key of fieldKeys) {
    const value = all.get(key);
    const steps = Array.isArray(value) ? value.slice(0, 8).map((step) => textOf(step, maxCode)) : [];
    const name = steps.length > 0 ? steps.filter((step) => step !== null).join('.') : textOf(value, maxCode);
    if (name !== null && name !== '') return name;
  }
  return null;
}

/** Messages that report no error, folded and without signs at their ends. */
const wellWords: ReadonlySet<string> = new Set(
  [
    'success',
    'successful',
    'successfully',
    'succeeded',
    'ok',
    'okay',
    'done',
    'passed',
    'valid',
    'no error',
    'no errors',
    'no errors found',
    'no error found',
    'without errors',
    '0 errors',
    'no issues',
    'all ok',
    'all good',
    'created successfully',
    'saved successfully',
    'lead created successfully',
    'operation successful',
    'operation completed successfully',
    'completed successfully',
    'نجاح',
    'ناجح',
    'ناجحة',
    'تم',
    'تم بنجاح',
    'تمت بنجاح',
    'تمت العملية بنجاح',
    'موافق',
    'لا أخطاء',
    'لا توجد أخطاء',
    'لا يوجد أخطاء',
    'لا يوجد خطأ',
    'بدون أخطاء',
  ].map(foldText),
);
const wellCodes: ReadonlySet<string> = new Set(['0', '00', '000', '200', '201', 'ok', 'success']);

function saysAllIsWell({ message, code, field }: LeadError): boolean {
  if (field !== null || (code !== null && !wellCodes.has(code.toLowerCase()))) return false;
  return message === ''
    ? code !== null
    : wellWords.has(foldText(message).replace(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, ''));
}
