/** Takes a person out of a text that may quote them (an error's message, a note in a list). Pure. */
import type { Lead } from './lead.ts';

const hidden = '•••';
const email = /[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+/gu;
const longNumber = /\+?\p{Nd}[\p{Nd}\s().-]{4,}\p{Nd}/gu;

/** The person's own names, phone and e-mail, and anything that looks like a phone or an e-mail, become `•••`. */
export function redact(text: string, lead: Lead): string {
  let told = text.replace(email, hidden).replace(longNumber, hidden);
  for (const name of namesOf(lead)) told = told.replace(wholeWords(name), hidden);
  return told;
}

function namesOf(lead: Lead): string[] {
  return [lead.contactName, lead.firstName, lead.middleName, lead.lastName, lead.address1, lead.address2]
    .flatMap((name) => (name === null ? [] : [name.trim(), ...name.trim().split(/\s+/)]))
    .filter((name) => name.length > 1)
    .toSorted((a, b) => b.length - a.length);
}

function wholeWords(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{Nd}])${RegExp.escape(name)}(?![\\p{L}\\p{Nd}])`, 'giu');
}
