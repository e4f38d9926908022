/** Finds out how a person wants to be reached, from the DMS's own words. Pure. */
import { foldText } from '../text/fold.ts';

export type ContactWay = 'whatsapp' | 'phone' | 'email';

/** The order matters, because "WhatsApp call" means WhatsApp. */
const ways: readonly (readonly [way: ContactWay, words: RegExp])[] = [
  ['whatsapp', /whats|واتس/u],
  ['email', /mail|بريد|ايميل/u],
  ['phone', /phone|call|mobile|\btel|هاتف|تلفون|اتصال|جوال|مكالم/u],
];

/** Returns null for any other word, and if there is no word. */
export function contactWay(preferredContactType: string | null): ContactWay | null {
  const folded = foldText(preferredContactType ?? '');
  return ways.find(([, words]) => words.test(folded))?.[0] ?? null;
}
