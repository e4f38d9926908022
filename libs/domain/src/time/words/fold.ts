/**
 * Makes typed text comparable. Pure.
 * Folds case, digits (Arabic-Indic, Persian), hamza, tatweel, diacritics, bidi and zero-width marks, full-width and
 * presentation forms, so that vocabulary and input have one spelling. Folded text is for comparing only, never for
 * display.
 */
import { foldWord } from '../../text/fold.ts';

/** A word, number, numeric date or range sign: `raw` as typed, for display; `text` folded, for comparing. */
export interface Token {
  readonly raw: string;
  readonly text: string;
}

/** The folded range sign. */
export const RANGE = '..';

/** Safe for display: one line, no invisible marks, no quotes or full stop around it, otherwise as typed. */
export function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\p{Cf}\u0640]/gu, '')
    .replace(/ +/gu, ' ')
    .replace(/^[ `"'“”‘’*]+|[ `"'“”‘’*!?؟,،]+$/gu, '')
    .replace(/(?<!\.)\.$/u, '');
}

/** Takes tidied text. Letters and digits never share a token; signs that mean "to" between two dates become `..`. */
export function tokensOf(tidied: string): Token[] {
  return tidied
    .replace(/['’]s\b/giu, '')
    .replace(/[‐‑−]/gu, '-')
    .replace(/(\p{Nd}{4})[–—](\p{Nd}{1,2})[–—](\p{Nd}{1,2})(?!\p{Nd})/gu, '$1-$2-$3')
    .replace(/(?<!\p{Nd})(\p{Nd}{1,2})[–—](\p{Nd}{1,2})[–—](\p{Nd}{4})/gu, '$1-$2-$3')
    .replace(/\s*(?:\.{2,}|[–—])\s*|\s-\s/gu, ` ${RANGE} `)
    .replace(/[,،()[\]]/gu, ' ')
    .replace(/(?<=\p{L}\p{M}*)[-_/.](?=[\p{L}\p{Nd}])|(?<=\p{Nd})[-_/.](?=\p{L})|(?<=\p{L}\p{M}*)\.(?=\s|$)/gu, ' ')
    .replace(/(?<=\p{Nd})(?:st|nd|rd|th)(?!\p{L})/giu, '')
    .replace(/(?<=\p{Nd})(?=\p{L})|(?<=\p{L}\p{M}*)(?=\p{Nd})/gu, ' ')
    .split(/\s+/u)
    .map((raw) => ({ raw, text: foldWord(raw) }))
    .filter(({ text }) => text !== '');
}
