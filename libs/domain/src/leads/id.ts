/**
 * Numbers that identify something: a lead, a bulk, a user. The API's type is `long`, which JavaScript's numbers can't
 * hold, so ids are texts: all digits, no sign, no leading zeros. They are compared, and never used for arithmetic.
 * Pure.
 */

/** For example `9007199254740993`; a sender's own name for a lead can be any text, such as `WEB-2025-17`. */
export type Id = string;

const maxLong = 2n ** 63n - 1n;
const zero = /^0+$/;

/**
 * Reads a whole number from 1 to 2^63 - 1 without a sign, and removes leading zeros; returns null for any other text.
 */
export function parseId(text: string): Id | null {
  if (!/^\d{1,40}$/.test(text) || zero.test(text)) return null;
  const digits = text.replace(/^0+/, '');
  return digits.length < 19 || (digits.length === 19 && BigInt(digits) <= maxLong) ? digits : null;
}
