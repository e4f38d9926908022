/** Masks a person's data for lists and channels. Pure. */
import { cutText } from '../text/cut.ts';
import { latinDigits } from '../text/fold.ts';
import { readEmails } from './email.ts';
import type { Lead } from './lead.ts';
import { companyWords, nameWords } from './person-name.ts';
import { readPhones } from './phone.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Words that are only half of a first name. */
const halves = /^(?:abdul?|abdel|abd|abu|umm|um|عبد|أبو|ابو|أم|ام)$/iu;
const article = /^(?:(?:al|el)[-‐’'\s]+|ال)(?=\p{L})/iu;
const fathers = /^(?:bin|ibn|bint|بن|ابن|بنت)$/iu;
const maxCompany = 60;

/**
 * Returns the first name and an initial without titles: "Sara M." for Sara Al-Mithali, even if one field has the whole
 * name. For a company without a person, returns the company's name. Returns '' if the "name" is a number, an address or
 * missing.
 */
export function maskName(lead: Pick<Lead, 'firstName' | 'lastName' | 'contactName' | 'companyName'>): string {
  const given = nameWords(lead.firstName);
  const family = nameWords(lead.lastName);
  const contact = nameWords(lead.contactName);
  // If the contact's name is only the family name, it contains no first name.
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

/** The initial of the last word, such as "M." for Al-Mithali; '' if there are no words. */
function initialOf(words: readonly string[]): string {
  const initial = firstGrapheme((words.at(-1) ?? '').replace(article, '')).toUpperCase();
  return initial === '' ? '' : `${initial}.`;
}

/**
 * Returns the end of the first phone number, otherwise a masked e-mail address; '' if both are missing. In a list, this
 * shows that the person can be reached, and tells people with the same name apart.
 */
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

/** Shows the last four digits, such as "•••• 0005", but no digits of a short number. */
export function maskPhone(phone: string): string {
  const digits = latinDigits(phone).replace(/\D/g, '');
  return digits.length < 8 ? '••••' : `•••• ${digits.slice(-4)}`;
}

/** Masks an address as "s•••@•••.com", because a domain can be a family's name. A text without `@` becomes "•••". */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const ending = /^[^\s?/#]*?(\.[a-z]{2,12})(?![a-z\d.-])/i.exec(email.slice(at + 1))?.[1] ?? '';
  const first = firstGrapheme(email.slice(0, Math.max(0, at)).replace(/^[^\p{L}\p{N}]+/u, ''));
  return first === '' ? '•••' : `${first}•••@•••${ending}`;
}

/** Matches two letters that do not combine, so the first is a complete visible character. */
const twoLetters = /^[ -~\u00A1-\u00AC\u00AE-\u02FF\u0620-\u064A]{2}/;

function firstGrapheme(text: string): string {
  // Segmenting a text is slow, so this avoids it for common letters.
  if (twoLetters.test(text)) return text.charAt(0);
  for (const { segment } of graphemes.segment(text)) return segment;
  return '';
}
