/** The grammar of English: numbers, plural forms, quotation marks. Pure. */
import { createFormat, quoted } from '@leadbell/i18n';

export const format = createFormat('en-GB');
export const { number, plural } = format;

export function q(text: string): string {
  return quoted(text, '“', '”');
}

/** Ends a sentence with the nearest right form. */
export function meant(near: string | null, otherwise: string): string {
  return near === null ? `${otherwise}.` : `did you mean ${q(near)}?`;
}
