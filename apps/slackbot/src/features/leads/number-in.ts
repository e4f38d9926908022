/**
 * Finds in a message the phone number, e-mail address or other number that a person wants to search
 * for. Pure. Personal data: never stored.
 */
import { cutText, latinDigits, soughtOf } from '@leadbell/domain';

/** A message may have 40,000 characters, but a person looks for a number in the part that they see. */
const maxChars = 2_000;
const betweenAddresses = /[\s<>|,;:()"“”«»[\]!?؟،؛]+/u;
const address = /^[^@]{1,64}@[^@.]{1,63}(?:\.[^@.]{1,63}){1,8}(?=\.*$)/u;
/** Matches digits as people group them, with or without a plus. */
const digits = /\+?\d(?:[\s().-]{0,2}\d)+/g;
/** The limit includes the signs between the digits. */
const longestNumber = 40;
/** A shorter number is probably a time, a year or a count; it is used only if there is no other. */
const fewestOfPhone = 7;

/**
 * Returns the first address; without one, the first phone number, or else the first other number;
 * null if there is none.
 */
export function numberIn(text: string): string | null {
  const plain = cutText(plainText(cutText(text, maxChars)), maxChars);
  for (const word of plain.split(betweenAddresses)) {
    const [found] = address.exec(word) ?? [];
    if (found !== undefined) return found;
  }
  const numbers = (plain.match(digits) ?? []).filter((one) => one.length <= longestNumber && soughtOf(one) !== null);
  return numbers.find((one) => one.replaceAll(/\D/g, '').length >= fewestOfPhone) ?? numbers[0] ?? null;
}

/** Removes the ids of people and channels, which contain digits too. */
function plainText(text: string): string {
  return latinDigits(text.replaceAll(/<[@#!][^<>]*>/g, ' ').normalize('NFKC')).replace(/\p{Cf}/gu, '');
}
