/**
 * The phone numbers of a lead, from `phoneCode` and `phoneNumber` in any form that people write them. Pure.
 * Slow (tens of microseconds): only for display, and for marks of numbers that are not plain; see `marks.ts`.
 */
import { cutText } from '../text/cut.ts';
import { latinDigits } from '../text/fold.ts';
import { callingCode } from './calling-code.ts';
import { isNothing } from './nothing.ts';
import type { DialledNumber } from './phone-number.ts';
import { type PhonePiece, phonePieces } from './phone-pieces.ts';

export interface Phone extends DialledNumber {
  /** Digits; null when there is none. */
  readonly extension: string | null;
}

export interface Phones {
  /** `none`: nothing was sent, or a word for nothing. `sent`: something that can't be dialled. */
  readonly kind: 'none' | 'sent' | 'dialled';
  /** Each once, in the order sent. */
  readonly numbers: readonly Phone[];
  /** Digits of the first number, with its country's code if it can be dialled, else as sent; never of an extension. */
  readonly digits: string;
  /** The text beside the numbers, as sent; often ''. */
  readonly rest: string;
}

/** The default country: Saudi Arabia. */
export const homeCode = '966';
const maxChars = 200;
const none: Phones = Object.freeze({ kind: 'none', numbers: Object.freeze([]), digits: '', rest: '' });

export function readPhones(phoneCode: string | null, phoneNumber: string | null): Phones {
  if (phoneNumber === null || phoneNumber === '') return none;
  const text = tidy(phoneNumber);
  if (isNothing(text) || isCovered(text)) return none;
  const code = callingCode(phoneCode) ?? homeCode;
  if (text.replace(/\D/g, '').replace(/^0+/, '') === code) return none;
  const pieces = phonePieces(text, code);
  const numbers = eachOnce(pieces);
  const rest = restOf(pieces);
  if (numbers.length > 0) {
    return { kind: 'dialled', numbers, digits: (numbers[0]?.e164 ?? '').slice(1), rest };
  }
  if (rest === '') return none;
  const first = pieces.find((piece) => piece.kind === 'digits');
  return { kind: 'sent', numbers: [], digits: first?.text ?? '', rest };
}

/** Whether there is a number to call. A lead without one gets no phone line and counts as “without a phone number”. */
export function hasPhone(phoneCode: string | null, phoneNumber: string | null): boolean {
  return readPhones(phoneCode, phoneNumber).kind !== 'none';
}

function eachOnce(pieces: readonly PhonePiece[]): Phone[] {
  const found = new Map<string, Phone>();
  for (const piece of pieces) {
    if (piece.kind !== 'number') continue;
    const { e164, mobile, extension } = piece;
    const known = found.get(e164);
    found.set(e164, { e164, mobile, extension: known?.extension ?? extension });
  }
  return [...found.values()];
}

function restOf(pieces: readonly PhonePiece[]): string {
  const runs: string[] = [];
  let run = '';
  let says = false;
  const close = (): void => {
    const shown = run.replace(/^\s+|[\s,;/|:&-]+$/gu, '');
    if (says && !isNothing(shown)) runs.push(shown);
    [run, says] = ['', false];
  };
  for (const piece of pieces) {
    if (piece.kind === 'number' || piece.kind === 'nothing') close();
    else {
      run += piece.sent;
      says ||= piece.kind !== 'gap';
    }
  }
  close();
  return runs.join(' ');
}

/** `05xxxxxxxx`, `050*****21`: a number with only some digits shown. */
function isCovered(text: string): boolean {
  return /^\+?\d*[x×*•#?_]{3,}[\dx×*•#?_]*$/i.test(text.replace(/[\s().-]/g, ''));
}

function tidy(text: string): string {
  return latinDigits(cutText(text, maxChars).normalize('NFKC'))
    .replace(/[\n\r\v\f\u0085\u2028\u2029]+/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[[\p{Cf}\p{Cc}\p{Cs}]--[\n]]/gv, '')
    .replace(/\p{Pd}|\u2212|(?<![\p{L}\p{M}])\u0640+(?![\p{L}\p{M}])/gu, '-')
    .replaceAll('\u0640', '')
    .replace(/(?<![\d.])(\d)\.(\d+)E\+?(\d{1,2})(?![\d.])/gi, wholeNumber)
    .replace(/(?<![\d.])(\d{5,20})\.0+(?![\d.])/g, '$1')
    .trim();
}

/** Trailing zeros that a program dropped; one that rounds drops more, and its number is lost. */
const mostZerosLeftOut = 3;

function wholeNumber(sent: string, first: string, fraction: string, exponent: string): string {
  const left = Number(exponent) - fraction.length;
  return left < 0 || left > mostZerosLeftOut ? sent : `${first}${fraction}${'0'.repeat(left)}`;
}
