/** A person as a list or a channel may show them. Pure. */
import type { Lead } from './lead.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Words that are only half a first name. */
const halves = /^(?:abdul?|abdel|abd|abu|umm|um|عبد|أبو|ابو|أم|ام)$/iu;
const article = /^(?:(?:al|el)[-‐’'\s]+|ال)(?=\p{L})/iu;
const fathers = /^(?:bin|ibn|bint|بن|ابن|بنت)$/iu;

/**
 * First name and initial: "Sara M." of Sara Al-Mithali. A name written whole in one field gives no more than that either.
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
    const company = spacedWords(lead.companyName).join(' ').slice(0, 60);
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

/** "•••• 0005": the last four digits of a number; fewer of a short one. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\P{Nd}/gu, '');
  return digits.length < 8 ? '••••' : `•••• ${digits.slice(-4)}`;
}

/** "s•••@•••.com": a domain can be a family's name. What is no e-mail gives "•••". */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const ending = /\.[a-z]{2,12}$/i.exec(email)?.[0] ?? '';
  return at < 1 ? '•••' : `${firstGrapheme(email)}•••@•••${ending}`;
}

const joins = /(?<=\p{L})[._,،;؛/|\\]+(?=\p{L})|(?<!^(?:al|el|abdul?|abdel|abd|abu|umm|um|bin|ibn))[-‐]+/iu;

/** Words of a name, whatever stands between them: "Sara.Almithali" and "Sara-Almithali" are two, "Al-Mithali" and "Abdul-Rahman" one. */
function nameWords(name: string | null): string[] {
  return spacedWords(name).flatMap((word) => word.split(joins).filter((part) => part !== ''));
}

function spacedWords(name: string | null): string[] {
  const tidy = (name ?? '').replace(/[[\p{Cf}\p{Cc}]--[\u200c\u200d]]/gv, ' ').trim();
  const isNoName = tidy.includes('@') || tidy.replace(/\P{Nd}/gu, '').length > 4;
  return isNoName ? [] : tidy.split(/\s+/).filter((word) => word !== '');
}

function firstGrapheme(text: string): string {
  for (const { segment } of graphemes.segment(text)) return segment;
  return '';
}
