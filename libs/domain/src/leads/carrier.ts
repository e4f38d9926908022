/**
 * Identifies the person of a lead, well enough that several leads of one person do not count as several people. Pure.
 */
import { latinDigits } from '../text/fold.ts';
import type { Lead } from './lead.ts';
import { foldedName } from './person-name.ts';

/**
 * The last digits of the phone number, which are the same in all of its forms; without one the e-mail address, without
 * that the name; null if all are missing.
 */
export function carrierOf({ phoneNumber, email, firstName, lastName, contactName }: Lead): string | null {
  const digits = latinDigits(phoneNumber ?? '').replace(/\D/g, '');
  if (digits.length >= shortestPhone) return `p${/\d{8}$/.exec(digits)?.[0] ?? digits}`;
  if (email?.includes('@') === true) return `e${email.trim().toLowerCase()}`;
  const name = foldedName(firstName, lastName, contactName);
  return name === null ? null : `n${name}`;
}

const shortestPhone = 7;
