/** The grammar of English: numbers, plural forms, quotation marks. Pure. */
import { clip, createFormat, quoted } from '@leadbell/i18n';

export const format = createFormat('en-GB');
export const { number, plural } = format;

export function q(text: string): string {
  return quoted(text, '“', '”');
}

/** A whole line to copy: shown as code, and it does what it says. */
export function command(text: string): string {
  return `\`/leads ${clip(text, 150).replaceAll('`', '')}\``;
}

/** Ends a sentence with the nearest right form. */
export function meant(near: string | null, otherwise: string): string {
  return near === null ? `${otherwise}.` : `did you mean ${q(near)}?`;
}
