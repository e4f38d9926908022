/**
 * Reads an instant (`createdDate`) or a day (`leadDate`, `dateOfBirth`) in the forms that a DMS may write. Pure.
 * Returns `unread` for a text that has several meanings or means a day that does not exist, and null if there is no
 * value.
 */
import { latinDigits } from '../text/fold.ts';
import { isWordForNothing } from '../text/clean.ts';
import { plainDateIn } from '../time/day.ts';
import type { Instant, PlainDate, Zone } from '../time/instant.ts';
import { parseIsoInstant } from '../time/iso.ts';
import { DAY_MS, plainDate, plainDateOfUtc, utcMidnight, weekdayOf } from '../time/plain-date.ts';
import { fromHijri, isHijriYear } from '../time/hijri.ts';
import { gregorianMonth, hijriMonth } from './month-names.ts';
import { type Read, unread } from './read.ts';

/** A longer text is not a date. */
const maxChars = 64;
const earliestBulk = Date.UTC(2000, 0, 1);

/**
 * Returns UTC milliseconds. A time before 2000 or more than a day after `now` is `unread` too, because no bulk can have
 * such a time.
 */
export function readInstant(value: unknown, now: number): Read<Instant> {
  // This is a fast path, because nearly every value has the API's own form.
  const plain = typeof value === 'string' ? isoInstantOf(value) : null;
  if (plain !== null) return madeBefore(plain, now);
  const text = dateText(value);
  if (text === null || text === unread) return text;
  const epochMs = isoInstantOf(text) ?? epochOf(text) ?? zonedOf(text)?.epochMs ?? null;
  return epochMs === null ? unread : madeBefore(epochMs, now);
}

function isoInstantOf(text: string): Instant | null {
  return text.length === 24 && text.endsWith('Z') ? parseIsoInstant(text) : null;
}

function madeBefore(epochMs: number, now: number): Read<Instant> {
  return epochMs < earliestBulk || epochMs > now + DAY_MS ? unread : (epochMs as Instant);
}

/** `zone`: the business's zone; the day of an instant depends on it. */
export function readDay(value: unknown, zone: Zone): Read<PlainDate> {
  const text = dateText(value);
  if (text === null || text === unread) return text;
  const epochMs = epochOf(text);
  if (epochMs !== null) return withoutPlaceholder(dayOfInstant(epochMs, zone));
  const zoned = zonedOf(text);
  if (zoned !== null) {
    // Look for a placeholder before the conversion, because its day in the zone may be outside the calendar.
    if (isPlaceholder(zoned.written)) return null;
    return withoutPlaceholder(dayOfInstant(zoned.epochMs, zone));
  }
  const written = writtenDay(text);
  return written === null ? unread : withoutPlaceholder(written);
}

function withoutPlaceholder(day: Read<PlainDate>): Read<PlainDate> {
  return day !== unread && day !== null && isPlaceholder(day) ? null : day;
}

/** Whether the day is the first or last of the calendar, which systems write for "no day". */
function isPlaceholder(day: string): boolean {
  return day === '0001-01-01' || day === '9999-12-31';
}

/** Reads midnight UTC as its UTC day, because a serialiser has probably added the time. */
function dayOfInstant(epochMs: number, zone: Zone): Read<PlainDate> {
  try {
    return epochMs % DAY_MS === 0 ? plainDateOfUtc(epochMs) : plainDateIn(zone, epochMs as Instant);
  } catch {
    return unread;
  }
}

/**
 * Returns true only for an existing day in the API's own form that is not a placeholder. It returns false for a few
 * existing days too, which `readDay` reads then. It must be fast, because it runs for every lead.
 */
export function isPlainDay(text: string): text is PlainDate {
  if (text.length !== 10 || text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return false;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  // Other years may be Hijri or a placeholder, and days after the 28th may not exist, so `readDay` reads them.
  if (year < 1501 || year > 9998) return false;
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  return month >= 1 && month <= 12 && day >= 1 && day <= 28;
}

/** Returns a number far below zero if a character is not a digit. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1_000_000;
}

/** Returns the text with normal digits, minus signs and spaces. */
function dateText(value: unknown): Read<string> {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : unread;
  if (typeof value !== 'string' || value.length > maxChars) {
    return typeof value === 'string' && value.trim() === '' ? null : unread;
  }
  const text = latinDigits(value)
    .replace(/[\p{Cf}]/gu, '')
    .replace(/[−‐‑]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
  return isWordForNothing(text.toLowerCase()) ? null : text;
}

/** Reads milliseconds (12 or 13 digits), seconds (9 or 10), and `/Date(milliseconds)/`, whose offset is ignored. */
function epochOf(text: string): number | null {
  const wrapped = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(text);
  if (wrapped !== null) return Number(wrapped[1]);
  const bare = /^(-?(?:\d{12,13}|\d{9,10}))(\.\d{1,9})?$/.exec(text);
  if (bare === null) return null;
  const [, whole = '', fraction = ''] = bare;
  const isSeconds = whole.replace('-', '').length <= 10;
  return Math.trunc(Number(`${whole}${fraction}`) * (isSeconds ? 1000 : 1));
}

interface Zoned {
  readonly epochMs: number;
  /** The day as it is written, whatever its zone. */
  readonly written: string;
}

const time = '(?<hour>\\d{2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d+))?)?';
const offset = '(?:Z|UTC|GMT|(?:GMT|UTC)?(?<sign>[+-])(?<offsetHour>\\d{2}):?(?<offsetMinute>\\d{2})?)';
const iso = new RegExp(`^(?<date>\\d{4}-\\d{2}-\\d{2})[T ]${time} ?${offset}$`, 'i');
const compact = new RegExp(
  `^(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})T(?<hour>\\d{2})(?<minute>\\d{2})(?<second>\\d{2})?(?:[.,](?<fraction>\\d+))?${offset}$`,
  'i',
);
const http = new RegExp(
  `^(?:(?<weekday>[a-z]{3}), ?)?(?<day>\\d{1,2})[ -](?<name>[a-z]{3})[ -](?<year>\\d{4}) ${time} ?${offset}$`,
  'i',
);
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

type Groups = Readonly<Record<string, string | undefined>>;

/** Reads a day and time with an offset. */
function zonedOf(text: string): Zoned | null {
  const asIso = iso.exec(text)?.groups;
  if (asIso !== undefined) {
    const [year = '', month = '', day = ''] = (asIso['date'] ?? '').split('-');
    return zoned(plainDate(Number(year), Number(month), Number(day)), asIso);
  }
  const asCompact = compact.exec(text)?.groups;
  if (asCompact !== undefined) {
    const { year, month, day } = asCompact;
    return zoned(plainDate(Number(year), Number(month), Number(day)), asCompact);
  }
  const asHttp = http.exec(text)?.groups;
  if (asHttp === undefined) return null;
  const date = plainDate(Number(asHttp['year']), gregorianMonth(asHttp['name'] ?? ''), Number(asHttp['day']));
  const weekday = asHttp['weekday']?.toLowerCase();
  // A date whose weekday does not match contradicts itself.
  if (date !== null && weekday !== undefined && weekdays[weekdayOf(date) - 1] !== weekday) return null;
  return zoned(date, asHttp);
}

function zoned(date: PlainDate | null, groups: Groups): Zoned | null {
  const sinceMidnight = timeOf(groups);
  const offsetMs = offsetOf(groups);
  if (date === null || sinceMidnight === null || offsetMs === null) return null;
  return { epochMs: utcMidnight(date) + sinceMidnight - offsetMs, written: date };
}

/** Returns milliseconds since midnight; 24:00 is the next midnight. */
function timeOf({ hour = '0', minute = '0', second = '0', fraction = '' }: Groups): number | null {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  if (h > 24 || m > 59 || s > 59 || (h === 24 && m + s + ms > 0)) return null;
  return ((h * 60 + m) * 60 + s) * 1000 + ms;
}

/** Zones are at most 12 hours west and 14 hours east of UTC. */
function offsetOf({ sign, offsetHour = '0', offsetMinute = '0' }: Groups): number | null {
  const minutes = Number(offsetHour) * 60 + Number(offsetMinute);
  if (Number(offsetMinute) > 59 || minutes > (sign === '-' ? 12 : 14) * 60) return null;
  return minutes * (sign === '-' ? -60_000 : 60_000);
}

/** Matches the time after a day; a time without a zone is ignored. A day followed only by `Z` is still a day. */
const trailingTime =
  /(?:T| |, )(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)? ?(?<half>[ap]\.?m\.?|[صم])?$/i;

function writtenDay(text: string): PlainDate | null {
  const at = trailingTime.exec(text);
  if (at !== null && !isTimeOfDay(at.groups ?? {})) return null;
  const day = at === null ? text.replace(/^(\d{4}-\d{2}-\d{2}) ?Z$/i, '$1') : text.slice(0, at.index);
  return numberedDay(day.trim()) ?? namedDay(day.trim());
}

function isTimeOfDay(groups: Groups): boolean {
  const hours = Number(groups['hour']);
  return timeOf(groups) !== null && (groups['half'] === undefined || (hours >= 1 && hours <= 12));
}

/** Reads days whose month is a number. */
function numberedDay(text: string): PlainDate | null {
  const isHijri = /[\u0621-\u064A]|AH$/i.test(text);
  const bare = text.replace(/ ?(?:هـ|ه|AH)$/i, '');
  const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(bare);
  if (yearFirst !== null) {
    return dayIn(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]), isHijri);
  }
  const together = /^((?:19|20|21)\d{2})(\d{2})(\d{2})$/.exec(bare);
  if (together !== null && !isHijri) return plainDate(Number(together[1]), Number(together[2]), Number(together[3]));
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(bare);
  if (yearLast === null) return null;
  const [one, other, year] = [Number(yearLast[1]), Number(yearLast[3]), Number(yearLast[4])];
  // With full stops the day comes first; otherwise the order is clear only if one number can't be a month or both are
  // equal.
  if (yearLast[2] === '.' || one > 12 || one === other) return dayIn(year, other, one, isHijri);
  return other > 12 ? dayIn(year, one, other, isHijri) : null;
}

/** A year from 1300 to 1500 is Hijri, because no lead has a Gregorian date that old. */
function dayIn(year: number, month: number, day: number, isHijri: boolean): PlainDate | null {
  if (isHijriYear(year)) return fromHijri(year, month, day);
  return isHijri ? null : plainDate(year, month, day);
}

/** Reads days whose month is a word: `12-Aug-2025`, `Aug 12, 2025`, `12 أغسطس 2025`. */
function namedDay(text: string): PlainDate | null {
  const bare = text.replace(/^\p{L}+[,،] ?/u, '').replace(/ ?(?:هـ|AH)$/i, '');
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([\p{L}. ]+?)\.?[ ,،-]+(\d{4})$/iu.exec(bare);
  if (dayFirst !== null) return dayNamed(Number(dayFirst[3]), dayFirst[2] ?? '', Number(dayFirst[1]));
  const monthFirst = /^(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/iu.exec(bare);
  if (monthFirst !== null) return dayNamed(Number(monthFirst[3]), monthFirst[1] ?? '', Number(monthFirst[2]));
  const yearFirst = /^(\d{4})[ -](\p{L}+)[ -](\d{1,2})$/u.exec(bare);
  return yearFirst === null ? null : dayNamed(Number(yearFirst[1]), yearFirst[2] ?? '', Number(yearFirst[3]));
}

function dayNamed(year: number, name: string, day: number): PlainDate | null {
  const hijri = hijriMonth(name);
  if (hijri > 0) return isHijriYear(year) ? fromHijri(year, hijri, day) : null;
  return isHijriYear(year) ? null : plainDate(year, gregorianMonth(name), day);
}
