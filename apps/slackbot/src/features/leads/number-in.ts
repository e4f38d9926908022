/** The phone number, address or number in a message, which a person wants to find. Pure. Personal data: never stored. */
import { latinDigits, soughtOf } from '@leadbell/domain';

const address = /[^\s<>|,;:()]+@[^\s<>|,;:()]+\.[^\s<>|,;:()]+/u;
/** A plus and digits, as people group them. */
const digits = /\+?\d(?:[\s().-]{0,2}\d)+/g;
/** Shorter ones are times, years and counts, unless nothing else is there. */
const fewestOfPhone = 7;

/** The first address, else the first phone number, else the first other number; null if there is none. */
export function numberIn(text: string): string | null {
  // The ids of people and channels have digits too.
  const plain = latinDigits(text.replaceAll(/<[@#!][^>]*>/g, ' ').normalize('NFKC')).replace(/\p{Cf}/gu, '');
  const [found] = address.exec(plain) ?? [];
  if (found !== undefined) return found;
  const numbers = (plain.match(digits) ?? []).filter((one) => soughtOf(one) !== null);
  return numbers.find((one) => one.replaceAll(/\D/g, '').length >= fewestOfPhone) ?? numbers[0] ?? null;
}
