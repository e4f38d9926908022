/**
 * Decodes the command text that Slack sends. Mentions of people stay references (`<@U0123>`), channels and links become
 * the typed text again, and the three escaped characters are unescaped. Pure. Source: Slack, "Escape channels, users,
 * and links sent to your app".
 */
import { cutText } from '@leadbell/domain';
import { maxSentChars } from '../queries/limits.ts';

/** Cuts the text to the length that is parsed. No command is longer, but a message may have 40,000 characters. */
export function asFarAsRead(sent: string): { readonly sent: string; readonly isCut: boolean } {
  const whole = sent.trim();
  return { sent: cutText(whole, maxSentChars), isCut: whole.length > maxSentChars };
}

export function typedText(sent: string): string {
  return harmless(sent)
    .replace(/<#[A-Z0-9]+\|([^<>]*)>/g, '#$1')
    .replace(/<([@#][A-Z0-9]+)(?:\|[^<>]*)?>/g, '\u0001$1\u0002')
    .replace(/<!(?:subteam\^[A-Z0-9]+\|)?@?([^<>|]*)(?:\|[^<>]*)?>/g, '@$1')
    .replace(/<([^<>|]*)\|([^<>]*)>/g, '$2')
    .replace(/<([^<>|]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('\u0001', '<')
    .replaceAll('\u0002', '>');
}

/**
 * Makes a person's input safe to store and show: well-formed, on one line, without control
 * characters.
 */
function harmless(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\u0085]+/g, (space) => (/[\n\r\t\v\f\u0085\u2028\u2029]/.test(space) ? ' ' : space))
    .replace(/\p{Cc}/gu, '');
}

/** The id from `<@U0123>` or a bare id; null for any other word. */
export function personIn(word: string): string | null {
  return /^<@([UW][A-Z0-9]{2,20})>$/i.exec(word)?.[1]?.toUpperCase() ?? null;
}
