/** Splits a text with phone numbers into numbers, extensions and the rest. Pure. */
import { foldText } from '../text/fold.ts';
import { isCallingCode } from './calling-code.ts';
import { type DialledNumber, dialledNumber, isMadeUp } from './phone-number.ts';

export type PhonePiece =
  | (DialledNumber & { readonly kind: 'number'; extension: string | null })
  /** Digits that can't be dialled. */
  | { readonly kind: 'digits'; readonly text: string; readonly sent: string }
  | { readonly kind: 'word'; readonly sent: string }
  /** Signs and spaces. */
  | { readonly kind: 'gap'; readonly sent: string }
  /** A label, the word “or”, or a placeholder number. */
  | { readonly kind: 'nothing' };

interface Token {
  readonly kind: 'digits' | 'word' | 'gap';
  readonly text: string;
}

/** Digits that may have been written as one number, with the signs between them. */
interface Group {
  readonly tokens: readonly Token[];
  readonly hasPlus: boolean;
}

const extensionWords: ReadonlySet<string> = new Set(
  ['x', 'xt', 'ext', 'extn', 'exten', 'extension', 'تحويلة', 'التحويلة', 'تحويله', 'داخلي', 'وصلة'].map(foldText),
);
const labels: ReadonlySet<string> = new Set(
  [
    ...'p, m, t, tel, telephone, phone, ph, mobile, mob, cell, cellphone, number, no, nr, هاتف, الهاتف'.split(', '),
    ...'جوال, الجوال, موبايل, تلفون, رقم, الرقم, ج, ت, or, and, أو, او, و'.split(', '),
  ].map(foldText),
);
const longestExtension = 6;
/** A value with more groups of digits than this is not searched for phone numbers, because each group needs a check. */
const mostDigitTokens = 16;
/** At most this many tokens are split: two numbers of five pieces each, with the gaps between the pieces. */
const mostSplitTokens = 19;
/** A piece with this many digits is a number by itself, whatever is written beside it. */
const wholeDigits = 7;

/** `code`: the country code for numbers that have none. */
export function phonePieces(text: string, code: string): PhonePiece[] {
  const tokens = tokensOf(text);
  const pieces: PhonePiece[] = [];
  if (tokens.filter(({ kind }) => kind === 'digits').length > mostDigitTokens) return tokens.map(asSent);
  let pending: string | null = null;
  let at = 0;
  while (at < tokens.length) {
    const extension = extensionAt(tokens, at);
    if (extension !== null) {
      const last = pieces.findLast((piece) => piece.kind === 'number');
      if (last === undefined) pending ??= extension.digits;
      else last.extension ??= extension.digits;
      pieces.push({ kind: 'nothing' });
      at = extension.end;
      continue;
    }
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind !== 'digits') {
      pieces.push(token.kind === 'word' && labels.has(foldText(token.text)) ? { kind: 'nothing' } : asSent(token));
      at += 1;
      continue;
    }
    const group = groupAt(tokens, at);
    pieces.push(...(isSpoiled(tokens, at, group) ? [wholeAsSent(group)] : numbersIn(group, code)));
    at += group.tokens.length;
  }
  const first = pieces.find((piece) => piece.kind === 'number');
  if (first !== undefined) first.extension ??= pending;
  return pieces;
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/(\d+)|([\p{L}\p{M}]+)|[^\d\p{L}\p{M}]+/gu)].map(([text, digits, word]) => ({
    kind: digits === undefined ? (word === undefined ? 'gap' : 'word') : 'digits',
    text,
  }));
}

function asSent({ kind, text }: Token): PhonePiece {
  return kind === 'digits' ? { kind, text, sent: text } : { kind, sent: text };
}

function wholeAsSent({ tokens }: Group): PhonePiece {
  return { kind: 'digits', text: digitsOf(tokens), sent: tokens.map(({ text }) => text).join('') };
}

/**
 * Reads the extension in `ext. 101`, `x101`, `;ext=101`, `#101` or `,101`; returns its digits and where it ends. The
 * last two forms only come after a number.
 */
function extensionAt(tokens: readonly Token[], at: number): { readonly digits: string; readonly end: number } | null {
  const [first, second, third] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (first?.kind === 'word' && extensionWords.has(foldText(first.text))) {
    const digits = second?.kind === 'gap' && /^[\s.:=#-]*$/.test(second.text) ? third : second;
    return isExtension(digits) ? { digits: digits.text, end: at + (digits === third ? 3 : 2) } : null;
  }
  if (at === 0 || first?.kind !== 'gap' || !/^\s*(?:,+|#|,+#|;)\s*$/.test(first.text)) return null;
  // A semicolon begins an extension only together with a word, as in `;ext=101`.
  if (first.text.includes(';')) return null;
  return tokens[at - 1]?.kind === 'digits' && isExtension(second) ? { digits: second.text, end: at + 2 } : null;
}

function isExtension(token: Token | undefined): token is Token {
  return token?.kind === 'digits' && token.text.length <= longestExtension;
}

function groupAt(tokens: readonly Token[], at: number): Group {
  const before = tokens[at - 1]?.kind === 'gap' ? (tokens[at - 1]?.text ?? '') : '';
  const own: Token[] = [];
  let isOpen = isOpenAfter(before, false);
  for (let next = at; next < tokens.length; next += 2) {
    const [digits, gap] = [tokens[next], tokens[next + 1]];
    if (digits?.kind !== 'digits') break;
    own.push(digits);
    if (gap?.kind !== 'gap' || tokens[next + 2]?.kind !== 'digits') break;
    // In "1) 0500000005", the bracket was not opened, so the number begins after the bracket.
    if (!/^(?:[^\S\n]|[().'_-])*$/.test(gap.text) || (gap.text.includes(')') && !isOpen)) break;
    isOpen = isOpenAfter(gap.text, isOpen);
    own.push(gap);
  }
  return { tokens: own, hasPlus: /\+[\s(]*$/.test(before) };
}

function isOpenAfter(gap: string, wasOpen: boolean): boolean {
  return /[()]/.test(gap) ? gap.lastIndexOf('(') > gap.lastIndexOf(')') : wasOpen;
}

/** A letter beside a digit may be a digit that was misread. */
function isSpoiled(tokens: readonly Token[], at: number, group: Group): boolean {
  return [tokens[at - 1], tokens[at + group.tokens.length]].some(
    (beside, index) =>
      beside?.kind === 'word' &&
      !labels.has(foldText(beside.text)) &&
      !(index === 1 && extensionWords.has(foldText(beside.text))),
  );
}

interface Split {
  readonly pieces: readonly PhonePiece[];
  /** The number of digits that belong to phone numbers. */
  readonly covered: number;
  readonly numbers: number;
  /** Whether each number has most of its digits in one piece. */
  readonly isSolid: boolean;
}

interface Reading extends Group {
  readonly code: string;
}

/**
 * Reads the group as one number or several. Digits may be left over only beside numbers that each have most of their
 * digits in one piece.
 */
function numbersIn(group: Group, code: string): readonly PhonePiece[] {
  const { tokens } = group;
  if (isMadeUp(digitsOf(tokens), code)) return [{ kind: 'nothing' }];
  const whole = numberOf(tokens, group.hasPlus, code);
  if (whole !== null) return [whole];
  if (tokens.length === 1 || tokens.length > mostSplitTokens) return [wholeAsSent(group)];
  const { pieces, isSolid } = bestSplit({ ...group, code });
  const hasNumber = pieces.some(({ kind }) => kind === 'number');
  const isComplete = pieces.every(({ kind }) => kind !== 'digits');
  return isComplete || (hasNumber && isSolid) ? pieces : [wholeAsSent(group)];
}

/**
 * Returns the reading that leaves the fewest digits over. Among several such readings, returns the one with the fewest
 * numbers.
 */
function bestSplit(reading: Reading): Split {
  const { length } = reading.tokens;
  const best: Split[] = [];
  best[length] = { pieces: [], covered: 0, numbers: 0, isSolid: true };
  for (let from = length - 1; from >= 0; from -= 1) best[from] = splitFrom(from, reading, best);
  return best[0] ?? { pieces: [], covered: 0, numbers: 0, isSolid: false };
}

function splitFrom(from: number, { tokens, hasPlus, code }: Reading, best: readonly Split[]): Split {
  const after = best[from + 1] ?? { pieces: [], covered: 0, numbers: 0, isSolid: true };
  const token = tokens[from];
  if (token === undefined) return after;
  let found: Split = { ...after, pieces: [asSent(token), ...after.pieces] };
  if (token.kind === 'gap') return found;
  for (let to = from + 1; to <= tokens.length; to += 2) {
    const part = tokens.slice(from, to);
    const piece = partOf(part, hasPlus && from === 0, code);
    const rest = best[to];
    if (rest === undefined || piece === null) continue;
    const covered = rest.covered + digitsOf(part).length;
    const numbers = rest.numbers + 1;
    if (covered < found.covered || (covered === found.covered && numbers >= found.numbers)) continue;
    const isSolid = rest.isSolid && (part.at(-1)?.text.length ?? 0) >= wholeDigits;
    found = { pieces: [piece, ...rest.pieces], covered, numbers, isSolid };
  }
  return found;
}

function partOf(tokens: readonly Token[], hasPlus: boolean, code: string): PhonePiece | null {
  const digits = digitsOf(tokens);
  if (digits.length < wholeDigits) return null;
  return isMadeUp(digits, code) ? { kind: 'nothing' } : numberOf(tokens, hasPlus, code);
}

function numberOf(tokens: readonly Token[], hasPlus: boolean, code: string): PhonePiece | null {
  const [first, gap] = tokens;
  const hasOwnCode = isCallingCode(first?.text ?? '') && /^[\s-]+$/.test(gap?.text ?? '');
  const mayBeForeign = tokens.length === 1 || hasOwnCode;
  const found = dialledNumber({ digits: digitsOf(tokens), hasPlus, mayBeForeign }, code);
  return found === null ? null : { kind: 'number', ...found, extension: null };
}

function digitsOf(tokens: readonly Token[]): string {
  return tokens
    .filter(({ kind }) => kind === 'digits')
    .map(({ text }) => text)
    .join('');
}
