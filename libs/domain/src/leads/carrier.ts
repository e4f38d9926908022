/**
 * Identifies the person of a lead, well enough that several leads of one person do not count as several people. Pure.
 */
import { latinDigits } from '../text/fold.ts';
import type { Lead } from './lead.ts';
import { foldedName } from './person-name.ts';

/**
 * Returns the last digits of the phone number, which are the same in all of its forms; if there is no number, the
 * e-mail address; if there is no address either, the name; null if all are missing.
 */
export function carrierOf({ phoneNumber, email, firstName, lastName, contactName }: Lead): string | null {
  const digits = latinDigits(phoneNumber ?? '').replace(/\D/g, '');
  if (digits.length >= shortestPhone) return `p${/\d{8}$/.exec(digits)?.[0] ?? digits}`;
  if (email?.includes('@') === true) return `e${email.trim().toLowerCase()}`;
  const name = foldedName(firstName, lastName, contactName);
  return name === null ? null : `n${name}`;
}

const shortestPhone = 7;
