/** Groups equal errors, and shows an error without the person it may name. Pure. `error-list.ts` reads them. */
import { cutText } from '../text/cut.ts';
import type { Lead, LeadError, LeadErrorMessages } from './lead.ts';
import { redact, redactNames } from './redact.ts';

const maxShared = 200;

export interface ErrorGroup {
  /** Equal for errors that differ only in ids, numbers, quoted values and the person's own data. */
  readonly fingerprint: string;
  /** The part that the errors share; contains nothing of a person. */
  readonly error: LeadError;
}

/** The code if there is one, else the message without its particulars; and the field. */
export function errorGroup(error: LeadError, lead: Lead): ErrorGroup {
  const shared = withMessages(redactError(error, lead), withoutParticulars);
  return { fingerprint: fingerprintOf(shared), error: shared };
}

/** For an error without particulars. */
export function fingerprintOf({ message, code, field }: LeadError): string {
  return `${code ?? message.toLowerCase()}|${field ?? ''}`;
}

/** The words that readers see, in any language: a silence may name any of them. */
export function wordsOfError({ message, code, messages }: Omit<LeadError, 'field'>): readonly string[] {
  return [message, code ?? '', ...Object.values(messages ?? {})];
}

/** Removes the person from all parts of the error: a DMS may quote them anywhere. */
export function redactError(error: LeadError, lead: Lead): LeadError {
  const shown = withMessages(error, (message) => redact(message, lead));
  return { ...shown, code: withoutPerson(error.code, lead), field: withoutPerson(error.field, lead) };
}

/** Changes the message in each of its languages. */
function withMessages(error: LeadError, change: (message: string) => string): LeadError {
  const message = change(error.message);
  if (error.messages === undefined) return { ...error, message };
  const entries = Object.entries(error.messages).map(([language, text]) => [language, change(text)] as const);
  return { ...error, message, messages: Object.fromEntries(entries) as LeadErrorMessages };
}

/** A code is often a number, so a number is removed only if it can be a phone number. */
function withoutPerson(text: string | null, lead: Lead): string | null {
  if (text === null) return null;
  return text.includes('@') || text.replace(/\P{Nd}/gu, '').length > 7 ? redact(text, lead) : redactNames(text, lead);
}

/** Leads share a few errors once the person is removed, so results are cached. */
const shortened = new Map<string, string>();
const mostShortened = 300;

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
