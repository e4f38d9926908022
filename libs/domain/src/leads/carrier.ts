/** Identifies a lead's person, well enough that one person's leads don't count as several people's. Pure. */
import { latinDigits } from '../text/fold.ts';
import type { Lead } from './lead.ts';
import { foldedName } from './person-name.ts';

/**
 * The end of the phone number, the same in all of its forms; or else the e-mail address, or else the name; null without
 * any.
 */
export function carrierOf({ phoneNumber, email, firstName, lastName, contactName }: Lead): string | null {
  const digits = latinDigits(phoneNumber ?? '').replace(/\D/g, '');
  if (digits.length >= shortestPhone) return `p${/\d{8}$/.exec(digits)?.[0] ?? digits}`;
  if (email?.includes('@') === true) return `e${email.trim().toLowerCase()}`;
  const name = foldedName(firstName, lastName, contactName);
  return name === null ? null : `n${name}`;
}

const shortestPhone = 7;
