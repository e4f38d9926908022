/**
 * Turns typed digits into a number that can be dialled, if they are one. Pure. A libphonenumber check takes five
 * microseconds, and there are a few at most.
 */
import { parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js/max';
import { isCallingCode } from './calling-code.ts';

export interface DialledNumber {
  /** `+966500000005`. */
  readonly e164: string;
  /** Can receive a text message, judging by its form. */
  readonly mobile: boolean;
}

export interface TypedNumber {
  readonly digits: string;
  /** Preceded by a plus. */
  readonly hasPlus: boolean;
  /** May be a foreign number without its plus: written in one piece, or with its code apart. */
  readonly mayBeForeign: boolean;
}

const fewestDigits = 5;
/** A code three times, and a number. */
const mostDigits = 26;

/** The only number these digits can be in the country of `code`; null if there is none. */
export function dialledNumber(typed: TypedNumber, code: string): DialledNumber | null {
  const { digits } = typed;
  if (digits.length < fewestDigits || digits.length > mostDigits) return null;
  for (const candidate of candidates(typed, code)) {
    const found = validNumber(candidate);
    if (found !== null) return found;
  }
  return null;
}

/** All digits equal, or counting up or down, as people type to get past a form; with or without the country's code. */
export function isMadeUp(digits: string, code: string): boolean {
  const bare = digits.replace(/^0+/, '');
  if (bare === '') return true;
  return [digits, bare, bare.startsWith(code) ? bare.slice(code.length).replace(/^0+(?=.)/, '') : bare].some(
    (some) => /^0+$/.test(some) || /^(\d)\1{3,}$/.test(some) || isCounting(some),
  );
}

function isCounting(digits: string): boolean {
  return digits.length >= 5 && ['01234567890', '1234567890', '9876543210'].some((row) => row.startsWith(digits));
}

function* candidates({ digits, hasPlus, mayBeForeign }: TypedNumber, code: string): Generator<string> {
  const bare = digits.replace(/^0+/, '');
  const isInternational = digits.startsWith('00') || (hasPlus && !digits.startsWith('0'));
  if (isInternational) {
    yield bare;
    const once = withoutRepeatedCode(bare);
    if (once !== bare) yield once;
    if (hasPlus) return;
  }
  yield `${code}${digits}`;
  if (bare.startsWith(code)) {
    yield bare;
    yield withoutRepeatedCode(bare);
  }
  if (bare !== digits) yield `${code}${bare}`;
  // Too long for the country and valid as it stands: a foreign number.
  if (mayBeForeign && bare === digits && validatePhoneNumberLength(`+${code}${digits}`) === 'TOO_LONG') yield digits;
}

/** `966500000005` from `96600966500000005`. */
function withoutRepeatedCode(digits: string): string {
  for (const length of [3, 2, 1]) {
    const code = digits.slice(0, length);
    if (!isCallingCode(code)) continue;
    const rest = digits.slice(length).replace(/^0+/, '');
    if (rest.startsWith(code) && rest.length > length + 6) return withoutRepeatedCode(rest);
    return digits;
  }
  return digits;
}

function validNumber(digits: string): DialledNumber | null {
  const parsed = parsePhoneNumberFromString(`+${digits}`);
  if (parsed === undefined || !parsed.isValid()) return null;
  const type = parsed.getType();
  return { e164: parsed.number, mobile: type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' };
}
