/** The number that `bulk` and `lead` take first. Pure. */
import type { Complaint, ParseContext } from '../asks/ask.ts';
import { maxId } from '../asks/limits.ts';

export type ParsedId =
  | { readonly ok: true; readonly id: number; readonly rest: string }
  | { readonly ok: false; readonly complaint: Complaint };

/** `form` is a right form to show: `bulk 574`. A leading `#` is taken: people copy it along. */
export function readId(text: string, form: string, context: ParseContext): ParsedId {
  const say = context.messages.complaints;
  const [first = '', ...others] = text.split(' ').filter(Boolean);
  const digits = first.replace(/^#/, '');
  if (digits === '') return complain(say.missingId(form));
  if (!/^\d+$/.test(digits)) return complain(say.notAnId(first, form));
  const id = Number(digits);
  if (id > maxId) return complain(say.idTooLarge(first, form));
  if (id === 0) return complain(say.notAnId(first, form));
  return { ok: true, id, rest: others.join(' ') };
}

function complain(sentence: string): ParsedId {
  return { ok: false, complaint: { sentence } };
}
