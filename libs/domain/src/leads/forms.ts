/**
 * The forms in which each kind of value may come: this file alone decides whether a value of a DMS can be read, and as
 * what. Pure; never throws. `fields.ts` gives each field its form; docs/api.md describes them in words. Dates are in
 * dates.ts, errors in error-list.ts.
 */
import { cleanText, isWordForNothing } from '../text/clean.ts';
import { latinDigits } from '../text/fold.ts';
import type { ProcessingState } from './bulk.ts';
import { type Id, parseId } from './id.ts';
import { type Read, unread } from './read.ts';

/** A person's text is never longer: such a value is unread, not cut. */
const mostTextChars = 65_536;
/** For an id that is a word. */
const maxWordChars = 100;

/** A text, a number as text, a list of one text, or an object with one name. `lines`: keep line ends. */
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
 * `{ id: 3, name: "North" }`, `{ branchName: "North" }`; undefined when two names differ, because either may be meant.
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

/** Consent is never guessed: only clear values for yes and no are read. */
export function readFlagForm(value: unknown): Read<boolean> {
  if (typeof value === 'boolean') return value;
  if (value === null || value === undefined) return null;
  const word = wordOf(value);
  if (word === null) return unread;
  return flags.get(word) ?? (isWordForNothing(word) ? null : unread);
}

/**
 * Like a flag, but any number other than 0 may count errors: showing an error too many does less harm than hiding one.
 */
export function readErrorFlagForm(value: unknown): Read<boolean> {
  const flag = readFlagForm(value);
  if (flag !== unread) return flag;
  const word = wordOf(value);
  return word !== null && /^[+-]?\d+(?:\.\d+)?$/.test(word) ? Number(word) !== 0 : unread;
}

/** A short text or a number, in lower case and Latin digits; null for any other kind. */
function wordOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value.length > maxWordChars) return null;
  return latinDigits(value).trim().toLowerCase();
}

/** A number that names something: all its digits, never computed with. Null for 0 and below, which name nothing. */
export function readNumberForm(value: unknown): Read<Id> {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value > 0 ? digitsOfNumber(value) : null;
  const digits = digitsOf(value);
  if (digits === null || digits === unread) return digits;
  return /^-|^0+$/.test(digits) ? null : (parseId(digits) ?? unread);
}

/** The sender's name for a lead, a number or a word. 0 and -1 name no lead. */
export function readNameForm(value: unknown): Read<Id> {
  // The fast path: nearly every value is a plain number.
  if (typeof value === 'number' && Number.isSafeInteger(value))
    return value === 0 || value === -1 ? null : digitsOfNumber(value);
  const digits = digitsOf(value);
  if (digits === null) return null;
  if (digits !== unread) {
    if (/^(?:-?0+|-0*1)$/.test(digits)) return null;
    return parseId(digits.replace('-', '')) === null ? unread : digits;
  }
  if (typeof value !== 'string' || value.length > mostTextChars) return unread;
  // A fraction is not a name.
  if (/^\s*[+-]?\d*[.,]\d+\s*$/.test(latinDigits(value))) return unread;
  const word = cleanText(value, { lines: false });
  return word !== null && word.length > maxWordChars ? unread : word;
}

/**
 * Same as `String`, but V8 allocates the texts of `String` in the old generation: three per lead slow down a long
 * answer. Numbers of leads run in series, so the part before the last three digits is cached. Longer texts are not
 * joined from parts, as they would be flattened again when read.
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

/** A whole number's digits, with a minus sign if it has one. */
function digitsOf(value: unknown): Read<string> {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : unread;
  if (typeof value !== 'string' || value.length > maxWordChars) return unread;
  const text = latinDigits(value).trim();
  if (isWordForNothing(text.toLowerCase())) return null;
  const whole = /^\+?(-?\d{1,40})(?:\.0+)?$/.exec(text);
  return whole?.[1] ?? unread;
}

/** The largest count: no sender sends more in one request. */
const largestCount = 2_147_483_647;

/** A count: whole, 0 or more, perhaps with separated thousands: `1,002`. */
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

/** Null for 0: no model has that year. */
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
 * `isProcessed`: the API's numbers and words, in any case and spacing. Other numbers are kept, since a DMS adds states.
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
