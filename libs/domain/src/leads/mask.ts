/** A person as a list or a channel may show them. Pure. */
import { cutText } from '../text/cut.ts';
import { latinDigits } from '../text/fold.ts';
import { readEmails } from './email.ts';
import type { Lead } from './lead.ts';
import { companyWords, nameWords } from './person-name.ts';
import { readPhones } from './phone.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Words that are only half a first name. */
const halves = /^(?:abdul?|abdel|abd|abu|umm|um|عبد|أبو|ابو|أم|ام)$/iu;
const article = /^(?:(?:al|el)[-‐’'\s]+|ال)(?=\p{L})/iu;
const fathers = /^(?:bin|ibn|bint|بن|ابن|بنت)$/iu;
const maxCompany = 60;

/**
 * First name and initial: "Sara M." of Sara Al-Mithali, without titles. A name written whole in one field gives no more than that either.
 * A company without a person gives the company; a "name" that is a number or an address, and none at all, give ''.
 */
export function maskName(lead: Pick<Lead, 'firstName' | 'lastName' | 'contactName' | 'companyName'>): string {
  const given = nameWords(lead.firstName);
  const family = nameWords(lead.lastName);
  const contact = nameWords(lead.contactName);
  // A contact that is the family name alone is no first name.
  const others = contact.join(' ') === family.join(' ') ? [] : contact;
  const words = given.length > 0 ? [...given, ...family] : others;
  const [first, second] = words;
  if (first === undefined) {
    const company = cutText(companyWords(lead.companyName).join(' '), maxCompany);
    return company === '' ? initialOf(family) : company;
  }
  const isHalf = halves.test(first) && second !== undefined;
  const shown = isHalf ? `${first} ${second}` : first;
  const rest = words.slice(isHalf ? 2 : 1).filter((word) => !fathers.test(word));
  return [shown, initialOf(rest)].filter((part) => part !== '').join(' ');
}

/** Of the last of some words: "M." of Al-Mithali; '' of none. */
function initialOf(words: readonly string[]): string {
  const initial = firstGrapheme((words.at(-1) ?? '').replace(article, '')).toUpperCase();
  return initial === '' ? '' : `${initial}.`;
}

/** How a list shows that the person can be reached, and tells two of one name apart: the end of the first phone number, else a masked e-mail; '' of neither. */
export function maskContact({
  phoneCode,
  phoneNumber,
  email,
}: Pick<Lead, 'phoneCode' | 'phoneNumber' | 'email'>): string {
  const { kind, digits } = readPhones(phoneCode, phoneNumber);
  if (kind !== 'none') return maskPhone(digits);
  const emails = readEmails(email);
  return emails.kind === 'none' ? '' : maskEmail(emails.addresses[0] ?? emails.sent);
}

/** "•••• 0005": the last four digits of a number; none of a short one. */
export function maskPhone(phone: string): string {
  const digits = latinDigits(phone).replace(/\D/g, '');
  return digits.length < 8 ? '••••' : `•••• ${digits.slice(-4)}`;
}

/** "s•••@•••.com": a domain can be a family's name. Text without an `@` gives "•••". */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const ending = /^[^\s?/#]*?(\.[a-z]{2,12})(?![a-z\d.-])/i.exec(email.slice(at + 1))?.[1] ?? '';
  const first = firstGrapheme(email.slice(0, Math.max(0, at)).replace(/^[^\p{L}\p{N}]+/u, ''));
  return first === '' ? '•••' : `${first}•••@•••${ending}`;
}

function firstGrapheme(text: string): string {
  for (const { segment } of graphemes.segment(text)) return segment;
  return '';
}
