/** JSON with numbers beyond JavaScript's: their digits are kept, as text. Pure. */
import { CutError } from './cut-types.ts';

const long = /\d{16}/;
/** Whole numbers of 16 and more digits: shorter ones are exact. Where a number begins, nothing of one stands before it. */
const longNumbers = /(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE])/g;

/** Puts quotes around whole numbers beyond JavaScript's that stand outside of strings. Works on a part of JSON too, if it begins outside of a string. */
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

function asText(digits: string): string {
  return Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`;
}

/** Behind the quote that closes the string; the end of the text when none does. */
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

/** One value. Throws `CutError` (`not-json`). */
export function parseValue(json: string): unknown {
  try {
    return JSON.parse(quoteLongNumbers(json)) as unknown;
  } catch {
    throw new CutError('not-json');
  }
}
