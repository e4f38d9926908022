/** Digits that people typed as a number that can be dialled, or not. Pure. A look at libphonenumber costs five microseconds, and there are at most a few. */
import { parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js/max';
import { isCallingCode } from './calling-code.ts';

export interface DialledNumber {
  /** `+966500000005`. */
  readonly e164: string;
  /** It can receive a text message, as far as its form tells. */
  readonly mobile: boolean;
}

export interface TypedNumber {
  readonly digits: string;
  /** A plus stood before it. */
  readonly hasPlus: boolean;
  /** It may be a number of another country without its plus: written in one piece, or its code apart. */
  readonly mayBeForeign: boolean;
}

const fewestDigits = 5;
/** A code three times and a number. */
const mostDigits = 26;

/** The one number that these digits can be for someone in the country of `code`; null when there is none. */
export function dialledNumber(typed: TypedNumber, code: string): DialledNumber | null {
  const { digits } = typed;
  if (digits.length < fewestDigits || digits.length > mostDigits) return null;
  for (const candidate of candidates(typed, code)) {
    const found = validNumber(candidate);
    if (found !== null) return found;
  }
  return null;
}

/** All the same, or counting up or down: what people type to get past a form. With or without the country's code. */
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
  // Too long for the country, and right as it is: a number of another country.
  if (mayBeForeign && bare === digits && validatePhoneNumberLength(`+${code}${digits}`) === 'TOO_LONG') yield digits;
}

/** `966500000005` of `96600966500000005`. */
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
