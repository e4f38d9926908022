/** Reads the number that comes first after `bulk` or `lead`. Pure. */
import { type Id, parseId } from '@leadbell/domain';
import type { Complaint, ParseContext } from '../queries/query.ts';

export type ParsedId =
  | { readonly ok: true; readonly id: Id; readonly rest: string }
  | { readonly ok: false; readonly complaint: Complaint };

/**
 * `form` is a valid example for the complaint, such as `bulk 574`. A leading `#` is accepted, because people copy it
 * with the number.
 */
export function readId(text: string, form: string, context: ParseContext): ParsedId {
  const say = context.messages.complaints;
  const [first = '', ...others] = text.split(' ').filter(Boolean);
  const digits = first.replace(/^#/, '');
  if (digits === '') return complain(say.missingId(form));
  if (!/^\d+$/.test(digits)) return complain(say.notAnId(first, form));
  const id = parseId(digits);
  if (id === null) return complain(/^0+$/.test(digits) ? say.notAnId(first, form) : say.idTooLarge(first, form));
  return { ok: true, id, rest: others.join(' ') };
}

/** Reads Leadbell's own number of a bulk, such as B12, or ب12 in Arabic. Null for anything else. */
export function readOwnBulk(text: string): Id | null {
  const [, digits] = /^#?[bBب]([1-9]\d{0,14})$/.exec(text.trim()) ?? [];
  return digits === undefined ? null : `B${digits}`;
}

/** The number of one of our own objects, such as a subscription; null when it is out of range. */
export function ownNumber(id: Id | undefined): number | null {
  const number = Number(id ?? NaN);
  return Number.isSafeInteger(number) ? number : null;
}

function complain(sentence: string): ParsedId {
  return { ok: false, complaint: { sentence } };
}
