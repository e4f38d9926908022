/**
 * Cleans every text from outside before it is stored or shown. The result is well-formed, without NUL and other control
 * characters, without markup, trimmed and of bounded length; null if the text is only a word for "nothing". Pure.
 */
import { cutText } from './cut.ts';
import { plainOfHtml } from './html.ts';

/** Longer texts are cut, because people see much less of a text, and kept leads must not fill memory. */
export const maxTextChars = 4_000;

/**
 * Matches control characters, markup, halves of characters and line ends of any kind. A text without such characters
 * only needs trimming.
 */
// oxlint-disable-next-line no-control-regex -- it looks for control characters
const notable = /[\0-\u001F\u007F-\u009F&<\u2028\u2029\uD800-\uDFFF]/;

/** Whether `notable` matches the text; for a short text, a loop takes less time than the pattern. */
export function isNotable(text: string): boolean {
  if (text.length > 24) return notable.test(text);
  for (let at = 0; at < text.length; at += 1) if (notableChars[text.charCodeAt(at)] === 1) return true;
  return false;
}

/** The characters that `notable` matches; a test compares the two. */
const notableChars = new Uint8Array(0x1_0000).fill(1, 0, 0x20).fill(1, 0x7f, 0xa0).fill(1, 0xd800, 0xe000);
for (const char of '&<\u2028\u2029') notableChars[char.charCodeAt(0)] = 1;

export interface CleanOptions {
  /** Whether line ends are kept, as in a note; otherwise they become spaces. */
  readonly lines: boolean;
  readonly max?: number;
}

/** Returns null if the text is empty after cleaning, or only a word for "nothing" ("N/A", "null", "-"). */
export function cleanText(text: string, { lines, max = maxTextChars }: CleanOptions): string | null {
  // Most of a text can be markup, so more than `max` characters are kept until the markup is removed.
  const head = text.length > max * 4 ? text.slice(0, max * 4) : text;
  const trimmed = (isNotable(head) ? purged(head, lines) : head).trim();
  if (isWordForNothing(trimmed)) return null;
  return trimmed.length > max ? cutText(trimmed, max).trimEnd() : trimmed;
}

function purged(text: string, lines: boolean): string {
  const broken = plainOfHtml(text).replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n');
  const trimmed = broken.split('\n').map((line) => line.trimEnd());
  const joined = trimmed.join(lines ? '\n' : ' ').replace(/\t/g, ' ');
  // oxlint-disable-next-line no-control-regex -- it removes control characters
  return joined.replace(/[\0-\u0009\u000B-\u001F\u007F-\u009F\p{Surrogate}]/gu, '');
}

const wordsForNothing: ReadonlySet<string> = new Set([
  '(null)',
  '<null>',
  '[null]',
  'undefined',
  '(undefined)',
  'none',
  '(none)',
  '<none>',
  'n/a',
  '(n/a)',
  '#n/a',
  'n.a.',
  'n.a',
  'n\\a',
  'not available',
  'not applicable',
  'not specified',
  'not provided',
  'not set',
  'unspecified',
  'لا يوجد',
  'لايوجد',
  'لا توجد',
  'غير متوفر',
  'غير متاح',
  'غير محدد',
]);
/** "Null", "Nan" and "Nil" are also names, so only these spellings of them mean "nothing". */
const exactWordsForNothing: ReadonlySet<string> = new Set(['null', 'NULL', 'NaN', 'nan', 'nil', 'NIL']);
const longestWord = 16;

/**
 * Whether the trimmed text is blank, has only dashes, dots and underscores, or is a word that people and systems write
 * for "nothing".
 */
export function isWordForNothing(text: string): boolean {
  if (text.length === 0) return true;
  const first = text.charCodeAt(0);
  if (isLetterOrDigit(first)) return text.length <= longestWord && mayBeWord(first, text.charCodeAt(1)) && isWord(text);
  if (text.length > 100) return false;
  return /^[-‐-―−_.\s\p{Cf}]*$/u.test(text) || (text.length <= longestWord && isWord(text));
}

function isWord(text: string): boolean {
  return wordsForNothing.has(text.toLowerCase()) || exactWordsForNothing.has(text);
}

/** Whether the character is a Latin or Arabic letter, or a digit from 0 to 9; nearly every text begins with one. */
function isLetterOrDigit(code: number): boolean {
  if (code < 0x80) return (code | 0x20) >= 0x61 ? (code | 0x20) <= 0x7a : code >= 0x30 && code <= 0x39;
  return code >= 0x621 && code <= 0x64a;
}

const secondAfterN: ReadonlySet<number> = new Set(new TextEncoder().encode('uUoO/.\\aAiI'));

/** Whether a word for "nothing" can begin with these two letters; most words begin with others. */
function mayBeWord(first: number, second: number): boolean {
  if (first >= 0x80) return first === 0x644 || first === 0x63a;
  const letter = first | 0x20;
  return letter === 0x6e ? secondAfterN.has(second) : letter === 0x75;
}
