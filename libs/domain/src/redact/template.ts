/**
 * Shows only the known words of a text: each other word becomes `…`. Pure. Numbers of up to five digits, punctuation
 * and codes are kept. The data of the lead's own person must already be removed (see `own-person.ts`).
 */
import { foldText } from '../text/fold.ts';
import { kindOfWord } from './ordinary.ts';
import { hidden } from './patterns.ts';

const unknownWord = '…';

/** The words that an installation has learned, in addition to the built-in ones. Words and phrases are folded. */
export interface KnownWords {
  hasWord(word: string): boolean;
  /** Values of several words, such as a branch, that contain a word which is not known by itself. */
  readonly phrases: ReadonlySet<string>;
}

interface Token {
  readonly text: string;
  readonly isWord: boolean;
  isHidden: boolean;
  /** Whether the word is hidden if it is capitalised, or if a word beside it is hidden. */
  readonly isWeak: boolean;
  /**
   * The word is two letters without a known meaning. Beside another such word it is hidden, because both may be parts
   * of a name.
   */
  readonly isLoose?: boolean;
  /** Words that can be learned. */
  readonly unknown: readonly string[];
}

const token = /[\p{L}\p{M}\p{Nd}\p{No}]+(?:[-‐‑_.'’`:+&][\p{L}\p{M}\p{Nd}\p{No}]+)*|•••|…/gu;
const part = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{Lt}|\p{Lu}|[\p{Nd}\p{No}]+/gu;
const digits = /^[\p{Nd}\p{No}]+$/u;
const mostDigits = 5;
const oneLetter = /^\p{L}$/u;
const looseWord = /^(?:[a-z]{2}|[A-Z]{2})$/;
const maxWord = 40;
export const maxPhraseWords = 6;
const shortInCode = 3;

export function template(text: string, known: KnownWords): string {
  return shown(tokensOf(text, known));
}

/** Returns the folded words of the text that are neither known nor names. */
export function unknownWords(text: string, known: KnownWords): readonly string[] {
  return [...new Set(tokensOf(text, known).flatMap(({ unknown }) => unknown))];
}

function tokensOf(text: string, known: KnownWords): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  let before = '';
  for (const found of text.normalize('NFC').matchAll(token)) {
    const normal = found.input;
    if (found.index > end) tokens.push(sign(normal.slice(end, found.index)));
    const read = readToken(found[0], before, known);
    tokens.push(read);
    before = foldText(found[0]);
    end = found.index + found[0].length;
  }
  const rest = text.normalize('NFC').slice(end);
  if (rest !== '') tokens.push(sign(rest));
  showPhrases(tokens, known.phrases);
  hideFamilyNames(tokens);
  hideWeak(tokens);
  return tokens;
}

function sign(text: string): Token {
  return { text, isWord: false, isHidden: false, isWeak: false, unknown: none };
}

const none: readonly string[] = Object.freeze([]);

function readToken(text: string, before: string, known: KnownWords): Token {
  if (text === hidden || text === unknownWord)
    return { text, isWord: true, isHidden: true, isWeak: false, unknown: none };
  // "على" (on) is folded like the name علي.
  if (text === 'على') return shownWord(text, true);
  const whole = foldText(text.replaceAll('’', "'"));
  if (isKnown(whole, before, known)) return shownWord(text, isWeakWord(text, whole, before));
  if (looseWord.test(text) && kindOfWord(whole) === 'unknown')
    return { text, isWord: true, isHidden: false, isWeak: true, isLoose: true, unknown: none };
  const parts = text.match(part) ?? [];
  const folded = parts.map(foldText);
  const kinds = folded.map((word) => kindOfPart(word, known));
  const isCode = parts.length > 1;
  const hasKnown = kinds.includes('known');
  const isFine = parts.every((piece, n) => {
    const kind = kinds[n];
    if (kind === 'known' || kind === 'weak') return true;
    if (kind === 'number') return piece.length <= mostDigits;
    return isCode && kind === 'unknown' && isShortCode(piece, hasKnown, text);
  });
  if (isFine) return shownWord(text, !hasKnown && !kinds.includes('number'));
  const unknown = folded.filter((word, n) => kinds[n] === 'unknown' && word.length > 1 && word.length <= maxWord);
  return { text, isWord: true, isHidden: true, isWeak: false, unknown };
}

function shownWord(text: string, isWeak: boolean): Token {
  return { text, isWord: true, isHidden: false, isWeak, unknown: none };
}

function isKnown(word: string, before: string, known: KnownWords): boolean {
  const kind = kindOfWord(word, before);
  return kind === 'ordinary' || kind === 'weak' || (kind === 'unknown' && known.hasWord(word));
}

/** Whether a known word is also a name, such as "will" and "mark". */
function isWeakWord(text: string, folded: string, before: string): boolean {
  return kindOfWord(folded, before) === 'weak';
}

function kindOfPart(word: string, known: KnownWords): 'known' | 'weak' | 'number' | 'name' | 'unknown' {
  if (digits.test(word)) return 'number';
  const kind = kindOfWord(word);
  if (kind === 'ordinary' || (kind === 'unknown' && known.hasWord(word))) return 'known';
  if (kind === 'unknown' && oneLetter.test(word)) return 'weak';
  return kind;
}

/** Whether the piece of `text` belongs to a short code such as "K5", "E-1042", "ERR_17" or "customer_src_id". */
function isShortCode(piece: string, hasKnown: boolean, text: string): boolean {
  if (piece.length > shortInCode) return false;
  return /^\p{Lu}+$/u.test(piece) ? /[\p{Nd}_]/u.test(text) || hasKnown : hasKnown && /[_.]|\p{Ll}\p{Lu}/u.test(text);
}

function showPhrases(tokens: Token[], phrases: ReadonlySet<string>): void {
  if (phrases.size === 0 || !tokens.some(({ isHidden }) => isHidden)) return;
  const words = tokens.filter(({ isWord }) => isWord);
  const folded = words.map(({ text }) => foldText(text));
  for (let from = 0; from < words.length; from += 1) {
    for (let to = Math.min(words.length, from + maxPhraseWords); to > from; to -= 1) {
      if (!phrases.has(joined(folded, from, to))) continue;
      for (const word of words.slice(from, to)) word.isHidden = false;
      from = to - 1;
      break;
    }
  }
}

function joined(words: readonly string[], from: number, to: number): string {
  return words.filter((_, n) => n >= from && n < to).join(' ');
}

/**
 * Hides a capitalised word after a hidden capitalised one, because the second word is part of the name, whatever it
 * means: "Zarqashi Baker".
 */
function hideFamilyNames(tokens: readonly Token[]): void {
  const after = tokens.filter(
    ({ text, isWord }, n) =>
      isWord &&
      isCapital(text) &&
      tokens[n - 1]?.text === ' ' &&
      tokens[n - 2]?.isHidden === true &&
      isCapital(tokens[n - 2]?.text ?? ''),
  );
  for (const word of after) word.isHidden = true;
}

/** Hides words that are also names if a word beside them is hidden, or if they are capitalised. */
function hideWeak(tokens: Token[]): void {
  const words = tokens.filter(({ isWord }) => isWord);
  const isAtRisk = (n: number, isLoose: boolean): boolean =>
    [words[n - 1], words[n + 1]].some((one) => one?.isHidden === true || (isLoose && one?.isLoose === true)) ||
    isCapital(words[n]?.text ?? '');
  for (const order of [words.keys().toArray(), words.keys().toArray().toReversed()])
    for (const n of order) {
      const word = words[n];
      if (word?.isWeak === true && isAtRisk(n, word.isLoose === true)) word.isHidden = true;
    }
  hideSpelled(words);
}

function isCapital(text: string): boolean {
  return /^\p{Lu}\p{Ll}/u.test(text);
}

/** Hides names written as three or more single letters: "O m a r". */
function hideSpelled(words: Token[]): void {
  let run: Token[] = [];
  for (const word of [...words, null]) {
    if (word !== null && /^\p{L}\p{M}*$/u.test(word.text)) {
      run.push(word);
      continue;
    }
    if (run.length >= 3) for (const letter of run) letter.isHidden = true;
    run = [];
  }
}

function shown(tokens: readonly Token[]): string {
  return tokens
    .map(({ text, isHidden }) => (isHidden && text !== hidden ? unknownWord : text))
    .join('')
    .replace(/…(?:[\s.,'’`_:-]*…)+/gu, unknownWord);
}
