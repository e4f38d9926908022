/**
 * Decides whether a value from a DMS can be read, and how: each function reads one form. Pure; never throws.
 * `fields.ts` gives each field its form; docs/api.md describes the forms in words. Dates are read in dates.ts, errors
 * in error-list.ts.
 */
import { cleanText, isWordForNothing } from '../text/clean.ts';
import { latinDigits } from '../text/fold.ts';
import type { ProcessingState } from './bulk.ts';
import { type Id, parseId } from './id.ts';
import { type Read, unread } from './read.ts';

/** No text that a person wrote is longer than this, so a longer value counts as unreadable, and is not cut. */
const mostTextChars = 65_536;
/** The most characters of an id that is a word. */
const maxWordChars = 100;

/**
 * Reads a text, a number as text, a list with one text, or an object with one name. `lines`: whether line ends are
 * kept.
 */
export function readTextForm(value: unknown, lines: boolean): Read<string> {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value.length > mostTextChars ? unread : cleanText(value, { lines });
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : unread;
  if (typeof value !== 'object') return unread;
  const inner = Array.isArray(value) ? onlyItem(value) : onlyName(value);
  return typeof inner === 'string' || typeof inner === 'number' ? readTextForm(inner, lines) : unread;
}

function onlyItem(list: readonly unknown[]): unknown {
  return list.length === 1 ? list[0] : undefined;
}

/**
 * Reads the name from `{ id: 3, name: "North" }` or `{ branchName: "North" }`; returns undefined if an object has two
 * different names, because either may be meant.
 */
function onlyName(value: object): unknown {
  const names = new Set<unknown>();
  let seen = 0;
  for (const key in value) {
    if ((seen += 1) > 50) return undefined;
    if (/name$/i.test(key)) names.add((value as Readonly<Record<string, unknown>>)[key]);
    else if (/name/i.test(key)) return undefined;
  }
  const [name] = names;
  return names.size === 1 ? name : undefined;
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', 'y', '1', 'on', 'نعم'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', '0', 'off', 'لا'].map((word) => [word, false] as const),
]);

/** Reads only clear values for yes and no, because consent must not be guessed. */
export function readFlagForm(value: unknown): Read<boolean> {
  if (typeof value === 'boolean') return value;
  if (value === null || value === undefined) return null;
  const word = wordOf(value);
  if (word === null) return unread;
  return flags.get(word) ?? (isWordForNothing(word) ? null : unread);
}

/**
 * Reads a flag, but any number except 0 is read as yes, because it may count errors. To show one error too many does
 * less harm than to hide one.
 */
export function readErrorFlagForm(value: unknown): Read<boolean> {
  const flag = readFlagForm(value);
  if (flag !== unread) return flag;
  const word = wordOf(value);
  return word !== null && /^[+-]?\d+(?:\.\d+)?$/.test(word) ? Number(word) !== 0 : unread;
}

/** Returns a short text or a number in lower case with Latin digits; null for any other kind of value. */
function wordOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value.length > maxWordChars) return null;
  return latinDigits(value).trim().toLowerCase();
}

/**
 * Reads a number that identifies something, with all its digits; it is never used for arithmetic. Returns null for 0
 * and below, which identify nothing.
 */
export function readNumberForm(value: unknown): Read<Id> {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value > 0 ? digitsOfNumber(value) : null;
  const digits = digitsOf(value);
  if (digits === null || digits === unread) return digits;
  return /^-|^0+$/.test(digits) ? null : (parseId(digits) ?? unread);
}

/** Reads the external id of a lead; 0 and -1 identify no lead. */
export function readNameForm(value: unknown): Read<Id> {
  // This is a fast path, because nearly every value is a plain number.
  if (typeof value === 'number' && Number.isSafeInteger(value))
    return value === 0 || value === -1 ? null : digitsOfNumber(value);
  const digits = digitsOf(value);
  if (digits === null) return null;
  if (digits !== unread) {
    if (/^(?:-?0+|-0*1)$/.test(digits)) return null;
    return parseId(digits.replace('-', '')) === null ? unread : digits;
  }
  if (typeof value !== 'string' || value.length > mostTextChars) return unread;
  // A fraction identifies nothing.
  if (/^\s*[+-]?\d*[.,]\d+\s*$/.test(latinDigits(value))) return unread;
  const word = cleanText(value, { lines: false });
  return word !== null && word.length > maxWordChars ? unread : word;
}

/**
 * Returns the same text as `String`, which would slow down a long answer: V8 allocates the texts of `String` in its old
 * generation, and each lead needs three. The numbers of leads run in series, so the text before the last three digits
 * is cached. Numbers with more than 12 digits are not joined from two parts, because V8 would have to flatten the text
 * when it is read.
 */
function digitsOfNumber(value: number): string {
  if (value < 1_000 || value >= 1e12) return value.toFixed(0);
  const head = Math.floor(value / 1_000);
  const slot = head % slots;
  if (heads[slot] !== head) {
    heads[slot] = head;
    headDigits[slot] = head.toFixed(0);
  }
  return `${headDigits[slot]}${lastDigits[value - head * 1_000]}`;
}

const slots = 64;
const heads = new Float64Array(slots);
const headDigits: string[] = Array.from({ length: slots }, () => '');
const lastDigits: readonly string[] = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(3, '0'));

/** Reads the digits of a whole number, with its minus sign. */
function digitsOf(value: unknown): Read<string> {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : unread;
  if (typeof value !== 'string' || value.length > maxWordChars) return unread;
  const text = latinDigits(value).trim();
  if (isWordForNothing(text.toLowerCase())) return null;
  const whole = /^\+?(-?\d{1,40})(?:\.0+)?$/.exec(text);
  return whole?.[1] ?? unread;
}

/** No sender sends more leads in one request than this. */
const largestCount = 2_147_483_647;

/** Reads a count: a whole number from 0 on, which may have separators like `1,002`. */
export function readCountForm(value: unknown): Read<number> {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return isCount(value) ? value : unread;
  const word = wordOf(value);
  if (word === null) return unread;
  if (isWordForNothing(word)) return null;
  const plain = /^\d{1,3}(?:([,٬'’\u00A0\u202F ])\d{3})(?:\1\d{3})*$/.test(word) ? word.replace(/\D/g, '') : word;
  const whole = /^\+?(\d{1,12})(?:\.0+)?$/.exec(plain);
  const count = Number(whole?.[1] ?? Number.NaN);
  return isCount(count) ? count : unread;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= largestCount;
}

/** Returns null for 0, because no model has that year. */
export function readYearForm(value: unknown): Read<number> {
  const year = readCountForm(value);
  if (typeof year !== 'number') return year;
  return year === 0 ? null : year <= 9999 ? year : unread;
}

const states: ReadonlyMap<string, ProcessingState> = new Map([
  ['1', 'created'],
  ['created', 'created'],
  ['2', 'in-progress'],
  ['inprogress', 'in-progress'],
  ['3', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['4', 'completed'],
  ['completed', 'completed'],
]);

/**
 * Reads `isProcessed`: the numbers and words of the API, in any case and with any spaces. Other numbers are kept,
 * because a DMS may add states.
 */
export function readStateForm(value: unknown): Read<ProcessingState> {
  if (value === null || value === undefined) return null;
  const word = wordOf(value);
  if (word === null) return unread;
  const state = states.get(word.replace(/(?<=[a-z])[\s_-]+(?=[a-z])/g, '').replace(/(?<=\d)\.0+$/, ''));
  if (state !== undefined) return state;
  const count = readCountForm(value);
  return typeof count === 'number' ? { unknown: count } : count;
}
