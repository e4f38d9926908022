/** Keeps JSON numbers that are too long for JavaScript as texts with all their digits. Pure. */
import { CutError } from './cut-types.ts';

const long = /\d{16}/;
/** Matches whole numbers of 16 or more digits (shorter ones are exact) that are not part of a longer number. */
const longNumbers = /(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE])/g;

/**
 * Puts quotes around whole numbers that are too long for JavaScript, but leaves strings unchanged. Also works on a part
 * of a JSON text that begins outside a string.
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

/** Whether the number may have been written with more digits than JavaScript keeps. */
function losesDigits(value: number): boolean {
  return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER;
}

/** Whether the value is, or contains at any depth, a number that loses digits. */
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

/** Whether the value is a number that loses digits, or the text that replaced one. */
export function isLongNumber(value: unknown): boolean {
  if (typeof value === 'number') return losesDigits(value);
  return typeof value === 'string' && /^-?[1-9]\d{15,}$/.test(value) && losesDigits(Number(value));
}

function asText(digits: string): string {
  return Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`;
}

/** The position after the string's closing quote, or the end of the text if there is no such quote. */
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
