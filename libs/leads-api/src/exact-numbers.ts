/** Keeps the digits of JSON numbers beyond JavaScript's precision, as text. Pure. */
import { CutError } from './cut-types.ts';

const long = /\d{16}/;
/** Whole numbers of 16 and more digits (shorter ones are exact), not preceded by a character of a number. */
const longNumbers = /(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE])/g;

/**
 * Quotes whole numbers beyond JavaScript's precision outside strings. Also works on part of a JSON text that begins
 * outside a string.
 */
export function quoteLongNumbers(json: string): string {
  if (!long.test(json)) return json;
  let quoted = '';
  let at = 0;
  while (at < json.length) {
    const quote = json.indexOf('"', at);
    const between = json.slice(at, quote < 0 ? json.length : quote);
    quoted += between.length < 16 ? between : between.replace(longNumbers, asText);
    if (quote < 0) break;
    at = endOfString(json, quote + 1);
    quoted += json.slice(quote, at);
  }
  return quoted;
}

/** Whether it may have had more digits than JavaScript's numbers hold. */
function losesDigits(value: number): boolean {
  return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER;
}

/** Whether it is a number that loses digits, or contains one at any depth. */
export function holdsLongNumber(value: unknown): boolean {
  if (typeof value === 'number') return losesDigits(value);
  if (typeof value !== 'object' || value === null) return false;
  const left: object[] = [value];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    for (const part of Object.values(one) as unknown[]) {
      if (typeof part === 'number' && losesDigits(part)) return true;
      if (typeof part === 'object' && part !== null) left.push(part);
    }
  }
  return false;
}

/** A number that loses digits, or the text that keeps them. */
export function isLongNumber(value: unknown): boolean {
  if (typeof value === 'number') return losesDigits(value);
  return typeof value === 'string' && /^-?[1-9]\d{15,}$/.test(value) && losesDigits(Number(value));
}

function asText(digits: string): string {
  return Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`;
}

/** The position after the string's closing quote; the end of the text if there is none. */
function endOfString(json: string, from: number): number {
  let at = from;
  for (;;) {
    const quote = json.indexOf('"', at);
    if (quote < 0) return json.length;
    let slashes = 0;
    while (json[quote - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

/** Parses one value. Throws `CutError` (`not-json`). */
export function parseValue(json: string): unknown {
  try {
    return JSON.parse(quoteLongNumbers(json)) as unknown;
  } catch {
    throw new CutError('not-json');
  }
}
