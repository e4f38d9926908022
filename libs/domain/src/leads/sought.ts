/**
 * Reads the text of a search for a lead: a phone number, an e-mail address, a number of the lead, or a name. Pure. The
 * text is personal data: never store, log or post it; only `soughtKey` may be kept.
 */
import { foldText, foldWord, latinDigits } from '../text/fold.ts';
import { bonesOf, isArabicWord } from '../redact/transliterate.ts';
import { type CountedLead, wholeLead } from './counted-lead.ts';
import { emailMarks, phoneMarks } from './marks.ts';
import { companyWords, nameWords } from './person-name.ts';
import { readPhones } from './phone.ts';
import type { KeyedHash } from './identity.ts';

export type SoughtKind = 'phone' | 'number' | 'email' | 'name';

export interface Sought {
  /** `number`: digits that are a lead's number, or the end of a phone number. */
  readonly kind: SoughtKind;
  /** The text in one spelling: the E.164 digits of a phone number that can be dialled, otherwise folded. */
  readonly text: string;
  /** The text as a lead's number, because it may be the lead's number in the DMS or the external id. */
  readonly own: string;
  /** Set for a phone number without its country code: it matches numbers of any country that end with `own`. */
  readonly isLocal?: true;
}

/** A lead's number has at most this many digits; a phone number has more, or begins with a zero or a plus. */
const mostOfNumber = 7;
/**
 * The last digits of a phone number are enough for a search if there are at least this many, because a list shows four.
 */
const fewestOfPhone = 4;
const mostWords = 8;
/** A longer text is not a name, and takes long to read. */
const longestSought = 400;

/** Returns null for a text without letters and digits, and for one that is too long. */
export function soughtOf(typed: string): Sought | null {
  if (typed.length > longestSought) return null;
  const text = latinDigits(typed.normalize('NFKC'))
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .replace(/\p{Pd}|\u2212/gu, '-')
    .replace(/^(?:tel|mailto):/i, '')
    .trim();
  if (/\p{L}/u.test(text)) {
    if (/^\S+@\S*$/.test(text)) return { kind: 'email', text: foldText(text), own: foldText(text) };
    const words = nameTyped(text);
    return words.length === 0 ? null : { kind: 'name', text: words.join(' '), own: foldText(text) };
  }
  return /^[#+\d\s().,/*-]*\d[#+\d\s().,/*-]*$/.test(text) ? digitsSought(text) : null;
}

function digitsSought(text: string): Sought {
  const digits = text.replace('(0)', '').replace(/\D/g, '');
  const bare = digits.replace(/^0+/, '');
  const isNumber = !text.includes('+') && bare === digits && digits.length <= mostOfNumber;
  if (isNumber || digits.length < mostOfNumber) return { kind: 'number', text: digits, own: digits };
  const isInternational = text.includes('+') || digits.startsWith('00');
  // The digits are passed in one piece, because they are one number, whatever signs are between them.
  const [dialled] = readPhones(null, `${text.includes('+') ? '+' : ''}${digits}`).numbers;
  const whole = dialled?.e164.slice(1) ?? bare;
  return { kind: 'phone', text: whole, own: bare, ...(isInternational ? {} : { isLocal: true }) };
}

/** Returns the form of a search that the audit log keeps. `key`: the installation's current key. */
export function soughtKey({ kind, text }: Sought, key: KeyedHash): string {
  return `f1.${key.keyId}.${key.hash(`find 1 ${kind} ${text}`)}`;
}

export function soughtMatcher(sought: Sought): (lead: CountedLead) => boolean {
  const { kind, text, own } = sought;
  const isPerson = kind === 'email' ? emailTest(text) : kind === 'name' ? nameTest(text) : phoneTest(sought);
  return (lead) => lead.leadId === own || isOwn(lead.externalId, own) || isPerson(lead);
}

/** The external id may be a word, so it is compared as text. */
function isOwn(externalId: string | null, own: string): boolean {
  return externalId === own || (externalId !== null && foldText(externalId) === own);
}

function phoneTest({ kind, text, own, isLocal }: Sought): (lead: CountedLead) => boolean {
  const endIsEnough = (kind === 'number' || isLocal === true) && own.length >= fewestOfPhone;
  return ({ phoneCode, phoneNumber }) =>
    phoneMarks(phoneCode, phoneNumber).some((mark) => mark === text || (endIsEnough && mark.endsWith(own)));
}

/** A complete address finds only this address; an incomplete address finds all addresses that begin with it. */
function emailTest(text: string): (lead: CountedLead) => boolean {
  const isWhole = /@[^@]+\.\p{L}{2,}$/u.test(text);
  return ({ email }) => {
    const addresses = emailMarks(email);
    if (addresses.length === 0) return email !== null && foldText(email).includes(text);
    return addresses.some((address) => (isWhole ? address === text : address.startsWith(text)));
  };
}

/** Returns the words of a typed name, folded. If `nameWords` drops all words, keeps the words as typed. */
function nameTyped(text: string): readonly string[] {
  const words = nameWords(text);
  const all = words.length > 0 ? words : text.split(/\s+/);
  return joinHalves(all.map(foldWord).filter((word) => /[\p{L}\p{Nd}]/u.test(word))).slice(0, mostWords);
}

/** Each typed word must be a word of the name or the beginning of one, in any order and in either script. */
function nameTest(text: string): (lead: CountedLead) => boolean {
  const wanted = text.split(' ').map(wantedWord);
  const isFound = (words: readonly string[]) => wanted.every((holds) => words.some(holds));
  return (counted) => {
    const { firstName, lastName, contactName } = counted;
    const words = [firstName, lastName, contactName].flatMap(wordsOf);
    if (isFound(words)) return true;
    const { middleName, companyName } = wholeLead(counted);
    if (middleName === null && companyName === null) return false;
    return isFound([...words, ...wordsOf(middleName), ...companyWords(companyName).map(foldWord)]);
  };
}

function wordsOf(name: string | null): readonly string[] {
  return name === null ? none : joinHalves(nameWords(name).map(foldWord));
}

/** In the other script, a word with fewer consonants than this finds only whole words. */
const fewestBones = 3;

function wantedWord(typed: string): (word: string) => boolean {
  const forms = [...new Set([plain(typed), withoutArticle(typed)])];
  const [bones, isArabic] = [bonesOf(typed), isArabicWord(typed)];
  return (word) => {
    const [whole, rest] = [plain(word), withoutArticle(word)];
    if (forms.some((form) => whole.startsWith(form) || rest.startsWith(form))) return true;
    if (bones.length < 2 || isArabicWord(word) === isArabic) return false;
    const other = bonesOf(word);
    return other === bones || (bones.length >= fewestBones && other.startsWith(bones));
  };
}

function plain(word: string): string {
  return word.replace(/[-'’.]/g, '');
}

/** Removes the article, so that "otaibi" finds Al-Otaibi and Alotaibi, and عتيبي finds العتيبي. */
function withoutArticle(word: string): string {
  return plain(word.replace(/^(?:(?:al|el)(?:[-'’]|(?=\p{L}{5}))|ال(?=\p{L}{3}))/u, ''));
}

const half = /^(?:abdul?|abdel|abd|abu|umm|um|عبد|ابو|ام)$/u;

/** Joins "عبد الله" to عبدالله and "Abdul Rahman" to Abdulrahman, because people write both. */
function joinHalves(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    const before = words[index - 1];
    if (before !== undefined && half.test(before)) return [];
    const next = words[index + 1];
    return half.test(word) && next !== undefined ? [word + plain(next)] : [word];
  });
}

const none: readonly string[] = Object.freeze([]);
