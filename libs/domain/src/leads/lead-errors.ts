/** Groups equal errors, and shows an error without the person whom it may name. Pure. `error-list.ts` reads errors. */
import { cutText } from '../text/cut.ts';
import { mayName, type NamingText, namingText } from '../redact/own-person.ts';
import type { Person } from '../redact/person.ts';
import { hidesPart, installationWords, type WordBook } from '../redact/word-book.ts';
import type { LeadError, LeadErrorMessages } from './lead.ts';

const maxShared = 200;

export interface ErrorGroup {
  /** Equal for errors that differ only in ids, numbers, quoted values and the person's own data. */
  readonly fingerprint: string;
  /** The part that these errors share; it has no personal data. */
  readonly error: LeadError;
}

/** Groups an error by its field and its code. If it has no code, its message without particulars is used instead. */
export function errorGroup(error: LeadError, lead: Person, words: WordBook = installationWords): ErrorGroup {
  if (error.messages !== undefined) return groupOfOwn(withoutLead(error, lead, words), words);
  const alike = withoutLongNumbers(error);
  const told = toldOfAnyone(alike, words);
  // `alike` has other digits in long numbers, so the person's number is searched for in the original error.
  const naming = alike === error ? told.naming : { ...told.naming, numbers: joinedTexts(error) };
  return mayName(naming, lead) ? groupOfOwn(withoutLead(error, lead, words), words) : groupOfTold(told, words);
}

const longNumber = /[0-9]{5,}/g;

/**
 * Replaces long numbers, so that errors such as "Duplicate of lead 70446", which differ only in the number, share one
 * entry of the cache. This does not change the error's group: a group shows no number, and a number's length and first
 * digits, which stay the same, decide how it is hidden.
 */
function withoutLongNumbers(error: LeadError): LeadError {
  if (error.message.search(longNumber) < 0) return error;
  const message = error.message.replace(longNumber, (digits) => digits.slice(0, 4).padEnd(digits.length, '0'));
  return { ...error, message };
}

/** The error must have no particulars. If a word of the code is hidden, the message identifies the error instead. */
export function fingerprintOf({ message, code, field }: LeadError): string {
  return `${code === null || hidesPart(code) ? message.toLowerCase() : code}|${field ?? ''}`;
}

/** Returns the words that readers see in all languages, because a silence may name any of them. */
export function wordsOfError({ message, code, messages }: Omit<LeadError, 'field'>): readonly string[] {
  return [message, code ?? '', ...Object.values(messages ?? {})];
}

/** Removes the data of the lead's own person; `groupOfOwn` hides the unknown words that remain. */
export function ownError(error: LeadError, lead: Person, words: WordBook): LeadError {
  if (error.messages !== undefined) return withoutLead(error, lead, words);
  const { naming, own } = toldOfAnyone(error, words);
  return mayName(naming, lead) ? withoutLead(error, lead, words) : own;
}

function withoutLead(error: LeadError, lead: Person, words: WordBook): LeadError {
  return changed(
    error,
    (message) => words.own(message, lead),
    (code) => words.ownCode(code, lead),
  );
}

/** An error as it is shown for every lead that it does not name. */
interface Told {
  readonly naming: NamingText;
  readonly own: LeadError;
  /** The group of the error, computed with the words that were known at this version of the word book. */
  group: { readonly words: WordBook; readonly version: number; readonly group: ErrorGroup } | null;
}

/** Leads have few different errors, and few errors name their lead, so results are cached. */
const toldErrors = new Map<string, Told>();
const mostTold = 5_000;
const nobody: Person = {
  firstName: null,
  middleName: null,
  lastName: null,
  contactName: null,
  leadName: null,
  companyName: null,
  address1: null,
  address2: null,
  phoneNumber: null,
};

function toldOfAnyone(error: LeadError, words: WordBook): Told {
  const key = `${error.message}\n${error.code ?? '\0'}\n${error.field ?? '\0'}`;
  const known = toldErrors.get(key);
  if (known !== undefined) return known;
  if (toldErrors.size >= mostTold) toldErrors.clear();
  const own = withoutLead(error, nobody, words);
  const told: Told = { naming: namingText(joinedTexts(error), joinedTexts(own)), own, group: null };
  toldErrors.set(key, told);
  return told;
}

function joinedTexts({ message, code, field }: LeadError): string {
  return [message, code ?? '', field ?? ''].join(' ');
}

function groupOfTold(told: Told, words: WordBook): ErrorGroup {
  if (told.group?.words !== words || told.group.version !== words.version)
    told.group = { words, version: words.version, group: groupOfOwn(told.own, words) };
  return told.group.group;
}

/** `own`: an error that `ownError` returned. */
export function groupOfOwn(own: LeadError, words: WordBook): ErrorGroup {
  const shared = withMessages(knownPart(own, words), withoutParticulars);
  return { fingerprint: fingerprintOf(shared), error: shared };
}

/** Returns an error with only its known words, for use without the error's lead. */
export function knownPart(error: LeadError, words: WordBook = installationWords): LeadError {
  return changed(
    error,
    (message) => words.shown(message),
    (code) => words.shownCode(code),
  );
}

/** Returns the unknown words of an error. */
export function unknownInError(own: LeadError, words: WordBook): readonly string[] {
  const texts = [own.message, own.code ?? '', own.field ?? '', ...Object.values(own.messages ?? {})];
  return texts.flatMap((text) => words.unknownIn(text));
}

/**
 * Returns the error for people who have not opened the lead: without the person and with known words only, because a
 * DMS may quote any person anywhere.
 */
export function redactError(error: LeadError, lead: Person, words: WordBook = installationWords): LeadError {
  return changed(
    error,
    (message) => words.textOf(message, lead),
    (code) => words.codeOf(code, lead),
  );
}

type Change = (text: string) => string;

function changed(error: LeadError, message: Change, code: Change): LeadError {
  return {
    ...withMessages(error, message),
    code: error.code === null ? null : code(error.code),
    field: error.field === null ? null : code(error.field),
  };
}

/** Changes the message in each of its languages. */
function withMessages(error: LeadError, change: (message: string) => string): LeadError {
  const message = change(error.message);
  if (error.messages === undefined) return { ...error, message };
  const entries = Object.entries(error.messages).map(([language, text]) => [language, change(text)] as const);
  return { ...error, message, messages: Object.fromEntries(entries) as LeadErrorMessages };
}

/** Without the person, leads have few different errors, so results are cached. */
const shortened = new Map<string, string>();
const mostShortened = 5_000;

function withoutParticulars(message: string): string {
  const known = shortened.get(message);
  if (known !== undefined) return known;
  if (shortened.size >= mostShortened) shortened.clear();
  const shared = shorten(message);
  shortened.set(message, shared);
  return shared;
}

function shorten(message: string): string {
  const shared = message
    .replace(/(["'`“”«‘])[^"'`“”«»‘’]{1,200}(["'`“”»’])/gu, '…')
    .replace(/[\p{L}\p{Nd}-]+/gu, (word) => (/\p{Nd}/u.test(word) ? '#' : word))
    .replace(/[#…•](?:[\s#…•]*[#…•])?/gu, '…')
    .replace(/\s+/g, ' ')
    .trim();
  return cutText(shared, maxShared);
}
