/** The phone number, address or number in a message, which a person wants to find. Pure. Personal data: never stored. */
import { cutText, latinDigits, soughtOf } from '@leadbell/domain';

/** A message may have 40,000 characters; a number that a person wants to find stands in the part that they see. */
const maxChars = 2_000;
const betweenAddresses = /[\s<>|,;:()"“”«»[\]!?؟،؛]+/u;
const address = /^[^@]{1,64}@[^@.]{1,63}(?:\.[^@.]{1,63}){1,8}(?=\.*$)/u;
/** A plus and digits, as people group them. */
const digits = /\+?\d(?:[\s().-]{0,2}\d)+/g;
/** With the signs between its digits. */
const longestNumber = 40;
/** Shorter ones are times, years and counts, unless nothing else is there. */
const fewestOfPhone = 7;

/** The first address, else the first phone number, else the first other number; null if there is none. */
export function numberIn(text: string): string | null {
  const plain = cutText(plainText(cutText(text, maxChars)), maxChars);
  for (const word of plain.split(betweenAddresses)) {
    const [found] = address.exec(word) ?? [];
    if (found !== undefined) return found;
  }
  const numbers = (plain.match(digits) ?? []).filter((one) => one.length <= longestNumber && soughtOf(one) !== null);
  return numbers.find((one) => one.replaceAll(/\D/g, '').length >= fewestOfPhone) ?? numbers[0] ?? null;
}

/** Without the ids of people and channels, which have digits too. */
function plainText(text: string): string {
  return latinDigits(text.replaceAll(/<[@#!][^<>]*>/g, ' ').normalize('NFKC')).replace(/\p{Cf}/gu, '');
}
