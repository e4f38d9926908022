/**
 * Finds the phone number, address or number in a message that a person wants to search for. Pure. Personal data: never
 * stored.
 */
import { cutText, latinDigits, soughtOf } from '@leadbell/domain';

/** A message may have 40,000 characters; the number that a person wants to find is in the part that they see. */
const maxChars = 2_000;
const betweenAddresses = /[\s<>|,;:()"“”«»[\]!?؟،؛]+/u;
const address = /^[^@]{1,64}@[^@.]{1,63}(?:\.[^@.]{1,63}){1,8}(?=\.*$)/u;
/** A plus and digits, as people group them. */
const digits = /\+?\d(?:[\s().-]{0,2}\d)+/g;
/** Including the signs between its digits. */
const longestNumber = 40;
/** Shorter ones are times, years and counts, unless there is nothing else. */
const fewestOfPhone = 7;

/** The first address, or else the first phone number, or else the first other number; null if there is none. */
export function numberIn(text: string): string | null {
  const plain = cutText(plainText(cutText(text, maxChars)), maxChars);
  for (const word of plain.split(betweenAddresses)) {
    const [found] = address.exec(word) ?? [];
    if (found !== undefined) return found;
  }
  const numbers = (plain.match(digits) ?? []).filter((one) => one.length <= longestNumber && soughtOf(one) !== null);
  return numbers.find((one) => one.replaceAll(/\D/g, '').length >= fewestOfPhone) ?? numbers[0] ?? null;
}

/** Without ids of people and channels, which contain digits too. */
function plainText(text: string): string {
  return latinDigits(text.replaceAll(/<[@#!][^<>]*>/g, ' ').normalize('NFKC')).replace(/\p{Cf}/gu, '');
}
