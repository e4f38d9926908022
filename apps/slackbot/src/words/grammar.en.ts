/** The grammar of English: numbers, plural forms, quotation marks. Pure. */
import { clip, createFormat, quoted } from '@leadbell/i18n';

export const format = createFormat('en-GB');
export const { number, plural } = format;

export function q(text: string): string {
  return quoted(text, '“', '”');
}

/** A command as code. It is the whole line, so that it works when a person copies and pastes it. */
export function command(text: string): string {
  return `\`/leads ${clip(text, 150).replaceAll('`', '')}\``;
}

/** The end of a complaint: suggests the nearest valid form; if there is none, the end is `otherwise`. */
export function meant(near: string | null, otherwise: string): string {
  return near === null ? `${otherwise}.` : `did you mean ${q(near)}?`;
}

/** An age in milliseconds as text, such as 12 min, 3 h or 2 d. */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${number(minutes)} min`;
  if (minutes < 1_440) return `${number(Math.floor(minutes / 60))} h`;
  return `${number(Math.floor(minutes / 1_440))} d`;
}
