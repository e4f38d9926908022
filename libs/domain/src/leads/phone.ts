/**
 * Reads the phone numbers of a lead from `phoneCode` and `phoneNumber`, in any form that people write. Pure. It is slow
 * (tens of microseconds): use it only to show numbers, and for the marks of numbers that are not plain; see `marks.ts`.
 */
import { cutText } from '../text/cut.ts';
import { latinDigits } from '../text/fold.ts';
import { callingCode } from './calling-code.ts';
import { isNothing } from './nothing.ts';
import type { DialledNumber } from './phone-number.ts';
import { type PhonePiece, phonePieces } from './phone-pieces.ts';

export interface Phone extends DialledNumber {
  /** The digits of the extension; null if there is none. */
  readonly extension: string | null;
}

export interface Phones {
  /** `none`: nothing was sent, or a word for "nothing". `sent`: a text was sent, but can't be dialled. */
  readonly kind: 'none' | 'sent' | 'dialled';
  /** Each number once, in the order in which they were sent. */
  readonly numbers: readonly Phone[];
  /**
   * The digits of the first number: with its country code if it can be dialled, otherwise as sent. The digits of an
   * extension are never included.
   */
  readonly digits: string;
  /** The text beside the numbers as it was sent; often ''. */
  readonly rest: string;
}

/** The country code of Saudi Arabia, the default country. */
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

/**
 * Whether the lead has a phone number. If it has none, its view has no line for the phone, and it counts as “without a
 * phone number”.
 */
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

/** Whether a number shows only some of its digits: `05xxxxxxxx`, `050*****21`. */
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

/**
 * The most zeros that a program may have dropped at the end. A program that rounds drops more zeros, and then the
 * number can't be restored.
 */
const mostZerosLeftOut = 3;

function wholeNumber(sent: string, first: string, fraction: string, exponent: string): string {
  const left = Number(exponent) - fraction.length;
  return left < 0 || left > mostZerosLeftOut ? sent : `${first}${fraction}${'0'.repeat(left)}`;
}
