/**
 * Recognises plain leads in an answer's bytes. A lead is plain if it has the external id, and every value has the
 * usual form of its field and is readable without a fault. A lead's errors are read at once; of its other fields, only
 * the positions of a few are recorded. In case of doubt a lead is not plain; then `JSON.parse` and the tolerant reader
 * read it. Pure except for its own state.
 *
 * In UTF-8, an ASCII byte is never part of another character, so the structure can be found in the bytes. This scanner
 * does not check whether the bytes are valid UTF-8.
 */
import { Buffer } from 'node:buffer';
import {
  type Lead,
  type LeadError,
  type LeadReader,
  type PlainDate,
  type Read,
  readDay,
  unread,
  type Zone,
} from '@leadbell/domain';
import { ErrorTexts } from './error-texts.ts';
import { Gaps, kinds, leadStart, notedFields, objectEnd, skipWhite, slots, vehicleStart, wordFields } from './gaps.ts';
import { type FoundLead, PlainLead } from './plain-lead.ts';
import { Stretch } from './stretch.ts';
import { mostWordBytes, Vocabulary } from './vocabulary.ts';
import { readLead, readText } from './wire.ts';

const odd = -1;
const utf8 = new TextDecoder();
const noErrors: readonly LeadError[] = Object.freeze([]);
/** Longer texts are left to the tolerant reader, because they may exceed the longest text that is kept. */
const mostTextBytes = 65_000;
/** In texts up to this length, looking at each byte is faster than looking at four at once. */
const shortTextBytes = 24;
/** A number with more digits may lose some in JavaScript. */
const mostDigits = 15;

const [quote, backslash, zero, nine, minus, openList, closeList, openObject, closeObject, comma] = [
  0x22, 0x5c, 0x30, 0x39, 0x2d, 0x5b, 0x5d, 0x7b, 0x7d, 0x2c,
];
const [letterE, letterF, letterN, letterT, letterU, fullStop, capitalE] = [0x65, 0x66, 0x6e, 0x74, 0x75, 0x2e, 0x45];
const [nullWord, trueWord, alseWord] = ['null', 'true', 'alse'].map((word) => Buffer.from(word).readInt32LE(0));

/**
 * Marks the bytes that end a stretch of plain characters in a string: the quote, a backslash, and bytes that JSON does
 * not allow in strings.
 */
const endsPlain = new Uint8Array(256).fill(1, 0, 0x20);
endsPlain[quote] = 1;
endsPlain[backslash] = 1;
const isEscaped = new Uint8Array(256);
for (const char of '"\\/bfnrt') isEscaped[char.charCodeAt(0)] = 1;

export class LeadScanner implements FoundLead {
  readonly readCopy: LeadReader;
  readonly #gaps = new Gaps();
  readonly #vocabulary = new Vocabulary(readText);
  readonly #days: Vocabulary;
  readonly #errors = new ErrorTexts();
  stretch = new Stretch(16);
  bytes: Buffer = this.stretch.bytes;
  #end = 0;
  #view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
  /** The start of each recorded field, including its quotes; -1 if it was not sent. */
  readonly starts = new Int32Array(notedFields.length);
  readonly ends = new Int32Array(notedFields.length);
  errors: readonly LeadError[] = noErrors;
  /** The values of the recorded words, in the order of their slots. */
  readonly words: (string | null)[] = Array.from({ length: wordFields.length }, () => null);

  constructor(zone: Zone) {
    this.readCopy = (bytes) => readWhole(bytes, zone);
    this.#days = new Vocabulary((value): Read<PlainDate> => readDay(value, zone));
  }

  /**
   * Sets the bytes to scan; `end`: where the data ends. Sixteen zero bytes must follow the data; after those, bytes of
   * an earlier turn may remain.
   */
  look(stretch: Stretch, end: number): void {
    const { bytes } = stretch;
    this.#end = end;
    this.stretch = stretch;
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#gaps.look(bytes, this.#view);
  }

  /** Returns the lead that begins with the brace at `at`; null if it is not plain or not complete. */
  scan(at: number): PlainLead | null {
    this.starts.fill(-1);
    const end = this.#object(at, leadStart);
    const isPlain = end >= 0 && this.#hasNumber() && this.#readWords() && this.#readErrors();
    return isPlain ? new PlainLead(this, at, end) : null;
  }

  isTrue(slot: number): boolean {
    const first = this.bytes[this.starts[slot] ?? -1];
    return first === letterT || first === zero + 1;
  }

  /** A lead without a number is identified by several of its fields, so it is not plain. */
  #hasNumber(): boolean {
    const start = this.starts[slots.externalId] ?? -1;
    return start >= 0 && this.bytes[start] !== zero;
  }

  #readWords(): boolean {
    for (let word = 0; word < this.words.length; word += 1) {
      const start = this.starts[slots.words + word] ?? -1;
      const end = this.ends[slots.words + word] ?? -1;
      if (start >= 0 && end - start > mostWordBytes) return false;
      const read = start < 0 ? null : this.#vocabulary.at(this.bytes, this.#view, start, end);
      if (read === unread) return false;
      this.words[word] = read;
    }
    return true;
  }

  #readErrors(): boolean {
    this.errors = noErrors;
    const start = this.starts[slots.errors] ?? -1;
    if (start < 0) return true;
    const text = this.bytes.toString('utf8', start, this.ends[slots.errors]);
    const isFine = (this.starts[slots.isError] ?? -1) >= 0 && !this.isTrue(slots.isError);
    const read = this.#errors.read(text, isFine);
    if (read === null) return false;
    this.errors = read;
    return true;
  }

  /** Returns where the object ends, or `odd`. */
  #object(start: number, root: number): number {
    const gaps = this.#gaps;
    const bytes = this.bytes;
    let at = start;
    let last = root;
    for (;;) {
      if (bytes[at] === closeObject) return at + 1;
      last = gaps.find(at, last);
      if (last < 0) return last === objectEnd ? gaps.end : odd;
      const value = gaps.end;
      const kind = gaps.kinds[last] ?? 0;
      at = kind === kinds.text && bytes[value] === quote ? this.#text(value) : this.#value(value, kind);
      if (at < 0) return odd;
      const slot = gaps.slots[last] ?? -1;
      if (slot < 0) continue;
      this.starts[slot] = bytes[value] === letterN ? -1 : value;
      this.ends[slot] = at;
    }
  }

  #value(at: number, kind: number): number {
    const first = this.bytes[at] ?? 0;
    if (first === quote) return this.#string(at, kind);
    if (first === letterN) return this.#view.getInt32(at, true) === nullWord ? at + 4 : odd;
    if (first === minus || (first >= zero && first <= nine)) return this.#number(at, kind);
    if (kind === kinds.flag || kind === kinds.unknown) {
      if (first === letterT) return this.#view.getInt32(at, true) === trueWord ? at + 4 : odd;
      if (first === letterF) return this.#view.getInt32(at + 1, true) === alseWord ? at + 5 : odd;
    }
    if (first === openList && kind === kinds.vehicles) return this.#vehicles(at);
    if ((first === openList || first === openObject) && kind === kinds.errors) return this.#errorsEnd(at);
    return kind === kinds.unknown ? this.#unknown(at) : odd;
  }

  /** Most values are short texts without escapes. */
  #text(start: number): number {
    const bytes = this.bytes;
    const most = start + shortTextBytes;
    let at = start + 1;
    while (at < most && endsPlain[bytes[at] ?? 0] === 0) at += 1;
    return bytes[at] === quote ? at + 1 : this.#string(start, kinds.text);
  }

  #string(start: number, kind: number): number {
    const bytes = this.bytes;
    const view = this.#view;
    let at = start + 1;
    for (;;) {
      while (isPlainWord(view.getInt32(at, true))) at += 4;
      while (endsPlain[bytes[at] ?? 0] === 0) at += 1;
      if (bytes[at] !== backslash) break;
      at = this.#escape(at);
      if (at < 0) return odd;
    }
    if (bytes[at] !== quote) return odd;
    const end = at + 1;
    if (kind === kinds.text || kind === kinds.unknown || kind === kinds.errors)
      return end - start > mostTextBytes ? odd : end;
    return this.#isPlainString(start, end, kind) ? end : odd;
  }

  /** Returns the position after the escape, or `odd`. */
  #escape(at: number): number {
    const sign = this.bytes[at + 1] ?? 0;
    if (isEscaped[sign] === 1) return at + 2;
    if (sign !== letterU) return odd;
    for (let digit = at + 2; digit < at + 6; digit += 1) if (!isHex(this.bytes[digit] ?? 0)) return odd;
    return at + 6;
  }

  /** Whether the string is a plain value for a field that holds numbers or days. */
  #isPlainString(start: number, end: number, kind: number): boolean {
    if (kind === kinds.id) return this.#isPlainNumber(start + 1, end - 1);
    if (kind !== kinds.day) return false;
    if (this.#isPlainDay(start + 1, end - 1)) return true;
    return end - start <= mostWordBytes && this.#days.at(this.bytes, this.#view, start, end) !== unread;
  }

  #isPlainNumber(start: number, end: number): boolean {
    if (end === start || end - start > mostDigits || this.bytes[start] === zero) return false;
    for (let at = start; at < end; at += 1) if (!isDigit(this.bytes[at] ?? 0)) return false;
    return true;
  }

  /** Whether the bytes are a date like `2025-08-12` whose year and day need no further check. */
  #isPlainDay(start: number, end: number): boolean {
    if (end - start !== 10 || this.bytes[start + 4] !== minus || this.bytes[start + 7] !== minus) return false;
    const year = this.#digits(start) * 100 + this.#digits(start + 2);
    const month = this.#digits(start + 5);
    const day = this.#digits(start + 8);
    return year >= 1501 && year <= 9998 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  }

  /** The value of two digits; NaN if they are not digits. */
  #digits(at: number): number {
    const [tens, ones] = [this.bytes[at] ?? 0, this.bytes[at + 1] ?? 0];
    return isDigit(tens) && isDigit(ones) ? (tens - zero) * 10 + ones - zero : Number.NaN;
  }

  /** Returns where the whole number ends; `odd` if it is not plain for its field. */
  #number(start: number, kind: number): number {
    const bytes = this.bytes;
    const digits = bytes[start] === minus ? start + 1 : start;
    if (digits > start && kind !== kinds.text && kind !== kinds.unknown) return odd;
    let at = digits;
    while (isDigit(bytes[at] ?? 0)) at += 1;
    const count = at - digits;
    const isWhole = bytes[at] !== fullStop && bytes[at] !== letterE && bytes[at] !== capitalE;
    if (!isWhole || count === 0 || (count > 1 && bytes[digits] === zero)) return odd;
    return count <= mostDigitsOf(kind) && (kind !== kinds.flag || (bytes[start] ?? 0) <= zero + 1) ? at : odd;
  }

  #emptyList(at: number): number {
    const end = skipWhite(this.bytes, at + 1);
    return this.bytes[end] === closeList ? end + 1 : odd;
  }

  #vehicles(start: number): number {
    let at = this.#emptyList(start);
    if (at >= 0) return at;
    at = skipWhite(this.bytes, start + 1);
    for (;;) {
      if (this.bytes[at] !== openObject) return odd;
      const end = this.#object(at, vehicleStart);
      if (end < 0) return odd;
      at = skipWhite(this.bytes, end);
      if (this.bytes[at] === closeList) return at + 1;
      if (this.bytes[at] !== comma) return odd;
      at = skipWhite(this.bytes, at + 1);
    }
  }

  /** Returns where a lead's errors end; they are parsed when the lead is complete. */
  #errorsEnd(start: number): number {
    const end = endOfValue(this.bytes, start, this.#end);
    return end < 0 || end - start > mostTextBytes ? odd : end;
  }

  /**
   * Returns where the value of an unknown field ends. The value is not used, but `JSON.parse` checks that it is JSON.
   */
  #unknown(start: number): number {
    const end = endOfValue(this.bytes, start, this.#end);
    if (end < 0 || end - start > mostTextBytes) return odd;
    try {
      JSON.parse(this.bytes.toString('utf8', start, end));
      return end;
    } catch {
      return odd;
    }
  }
}

/** Parses a plain lead's bytes as a whole lead. */
function readWhole(bytes: Uint8Array, zone: Zone): Lead {
  const wire: unknown = JSON.parse(utf8.decode(bytes));
  const lead = readLead(wire, { zone, isOdd: true, isLossy: false, faults: [] });
  if (lead === null) throw new Error('the bytes of a plain lead are not a JSON object');
  return lead;
}

/** Whether none of the four bytes ends a stretch of plain characters; all four are checked in one step. */
function isPlainWord(four: number): boolean {
  const quotes = four ^ 0x22222222;
  const backslashes = four ^ 0x5c5c5c5c;
  const found =
    ((quotes - 0x01010101) & ~quotes) | ((backslashes - 0x01010101) & ~backslashes) | ((four - 0x20202020) & ~four);
  return (found & 0x80808080) === 0;
}

function mostDigitsOf(kind: number): number {
  switch (kind) {
    case kinds.text:
    case kinds.id:
    case kinds.unknown:
      return mostDigits;
    case kinds.count:
      return 9;
    case kinds.year:
      return 4;
    case kinds.flag:
      return 1;
    default:
      return 0;
  }
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= nine;
}

function isHex(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

/**
 * Returns the position after the value that begins at `start`; -1 if the value's end has not arrived. Looks only at
 * brackets, strings and separators.
 */
export function endOfValue(bytes: Buffer, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === quote) {
      at = endOfString(bytes, at, end);
      if (at < 0) return -1;
      if (depth === 0) return at + 1;
    } else if (byte === openObject || byte === openList) depth += 1;
    else if (byte === closeObject || byte === closeList) {
      // This bracket closes an outer list or object, so the value was a number or a word.
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (byte === comma || (byte !== undefined && byte <= 0x20))) return at;
  }
  return -1;
}

/** The position of the closing quote; -1 if it has not arrived. */
function endOfString(bytes: Buffer, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === backslash) at += 1;
    else if (byte === quote) return at;
  }
  return -1;
}
