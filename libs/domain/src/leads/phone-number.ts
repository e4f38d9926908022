/**
 * Finds the number that can be dialled, if any, in digits as a person typed them. Pure. Each check by libphonenumber
 * takes five microseconds, and a number needs only a few checks.
 */
import { parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js/max';
import { isCallingCode } from './calling-code.ts';

export interface DialledNumber {
  /** `+966500000005`. */
  readonly e164: string;
  /** Whether the number's form is that of a mobile phone, which can receive text messages. */
  readonly mobile: boolean;
}

export interface TypedNumber {
  readonly digits: string;
  /** Whether a plus comes before the digits. */
  readonly hasPlus: boolean;
  /**
   * Whether the number may be foreign although it has no plus, because it is one piece or has a gap after its country
   * code.
   */
  readonly mayBeForeign: boolean;
}

const fewestDigits = 5;
/** At most this many digits are read: a country code that was added three times, and a number. */
const mostDigits = 26;

/** Returns the most likely number that these digits mean in the country with `code`; null if there is none. */
export function dialledNumber(typed: TypedNumber, code: string): DialledNumber | null {
  const { digits } = typed;
  if (digits.length < fewestDigits || digits.length > mostDigits) return null;
  for (const candidate of candidates(typed, code)) {
    const found = validNumber(candidate);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Whether all digits are equal, or count up or down, as in numbers that people type to get past a required field. A
 * country code before such digits makes no difference.
 */
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
  // A number that is too long for the country but valid by itself is a foreign number.
  if (mayBeForeign && bare === digits && validatePhoneNumberLength(`+${code}${digits}`) === 'TOO_LONG') yield digits;
}

/** Removes a repeated country code: returns `966500000005` for `96600966500000005`. */
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
