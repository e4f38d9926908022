/**
 * Folds typed text, so that it can be compared. Pure. Folds case, digits (Arabic-Indic, Persian), hamza, tatweel,
 * diacritics, marks for direction or without width, and full-width and presentation forms. So the vocabulary and the
 * input have one spelling. Folded text is only for comparing, never for showing.
 */
import { foldWord } from '../../text/fold.ts';

/**
 * A word, number, numeric date or range sign. `raw` is the typed text, to be shown. `text` is folded, to be compared.
 */
export interface Token {
  readonly raw: string;
  readonly text: string;
}

/** The folded range sign. */
export const RANGE = '..';

/**
 * Makes text safe to show: one line, no invisible marks, no quotes or full stop around it; otherwise as it was typed.
 */
export function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\p{Cf}\u0640]/gu, '')
    .replace(/ +/gu, ' ')
    .replace(/^[ `"'“”‘’*]+|[ `"'“”‘’*!?؟,،]+$/gu, '')
    .replace(/(?<!\.)\.$/u, '');
}

/**
 * Takes tidied text. Splits text so that letters and digits are never in one token; signs that mean "to" between two
 * dates become `..`.
 */
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
