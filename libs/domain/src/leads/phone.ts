/** Phones as E.164. Pure. Slow (tens of microseconds): only for what is shown, never for each lead of a day. */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { latinDigits } from '../text/fold.ts';

export interface Phone {
  /** `+966500000005`. */
  readonly e164: string;
  /** Such a number can exist. Parsed is not valid: 052… in Saudi Arabia is a form nobody has. */
  readonly valid: boolean;
  /** It can receive a text message, as far as its form tells. */
  readonly mobile: boolean;
}

/** `phoneCode` "00966" and `phoneNumber` "500000005", in any of the ways people write them; null when there is no number in it. `region` stands in where no code is given. */
export function parsePhone(code: string | null, number: string | null, region = 'SA'): Phone | null {
  const typed = tidy(number);
  if (typed === '') return null;
  // Digits only: it becomes part of a pattern.
  const prefix = tidy(code).replaceAll('+', '').replace(/^00/, '');
  const international = typed.replace(/^00/, '+');
  const candidates = international.startsWith('+')
    ? [international.replace(new RegExp(`^\\+${prefix}0+`), `+${prefix}`)]
    : [...(prefix === '' ? [] : [`+${prefix}${withoutPrefix(typed, prefix)}`]), typed];
  let possible: Phone | null = null;
  for (const candidate of candidates) {
    const parsed = parsePhoneNumberFromString(candidate, region as CountryCode);
    if (parsed === undefined) continue;
    const type = parsed.getType();
    const phone = {
      e164: parsed.number,
      valid: parsed.isValid(),
      mobile: type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE',
    };
    if (phone.valid) return phone;
    possible ??= phone;
  }
  return possible;
}

function tidy(text: string | null): string {
  return latinDigits(text ?? '').replace(/[^\d+]/g, '');
}

function withoutPrefix(number: string, prefix: string): string {
  const bare = number.startsWith(prefix) && number.length > prefix.length + 7 ? number.slice(prefix.length) : number;
  return bare.replace(/^0+/, '');
}
