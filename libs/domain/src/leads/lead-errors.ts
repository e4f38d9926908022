/** Groups equal errors, and shows an error without the person it may name. Pure. `error-list.ts` reads them. */
import { cutText } from '../text/cut.ts';
import { hidesPart, shippedWords, type WordBook } from '../redact/word-book.ts';
import type { Lead, LeadError, LeadErrorMessages } from './lead.ts';

const maxShared = 200;

export interface ErrorGroup {
  /** Equal for errors that differ only in ids, numbers, quoted values and the person's own data. */
  readonly fingerprint: string;
  /** The part that the errors share; contains nothing of a person. */
  readonly error: LeadError;
}

/** The code if there is one, else the message without its particulars; and the field. */
export function errorGroup(error: LeadError, lead: Lead, words: WordBook = shippedWords): ErrorGroup {
  const shared = withMessages(redactError(error, lead, words), withoutParticulars);
  return { fingerprint: fingerprintOf(shared), error: shared };
}

/** For an error without particulars. A code that hides a word names no error. */
export function fingerprintOf({ message, code, field }: LeadError): string {
  return `${code === null || hidesPart(code) ? message.toLowerCase() : code}|${field ?? ''}`;
}

/** The words that readers see, in any language: a silence may name any of them. */
export function wordsOfError({ message, code, messages }: Omit<LeadError, 'field'>): readonly string[] {
  return [message, code ?? '', ...Object.values(messages ?? {})];
}

/**
 * Without the person, and with only the words that are known: a DMS may quote any person, anywhere. For all readers but the
 * one who opened the lead.
 */
export function redactError(error: LeadError, lead: Lead, words: WordBook = shippedWords): LeadError {
  const shown = withMessages(error, (message) => words.textOf(message, lead));
  return {
    ...shown,
    code: error.code === null ? null : words.codeOf(error.code, lead),
    field: error.field === null ? null : words.codeOf(error.field, lead),
  };
}

/** Changes the message in each of its languages. */
function withMessages(error: LeadError, change: (message: string) => string): LeadError {
  const message = change(error.message);
  if (error.messages === undefined) return { ...error, message };
  const entries = Object.entries(error.messages).map(([language, text]) => [language, change(text)] as const);
  return { ...error, message, messages: Object.fromEntries(entries) as LeadErrorMessages };
}

/** Leads share a few errors once the person is removed, so results are cached. */
const shortened = new Map<string, string>();
const mostShortened = 2_000;

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
