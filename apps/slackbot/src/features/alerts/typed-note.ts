/**
 * Removes numbers and addresses that may identify a person from a note or the reason for a silence.
 * Colleagues type these texts in their own words; they are stored and shown in a channel. Other
 * words stay, because a note without some of its words would mean something else. Pure.
 */
import { withoutPatterns } from '@leadbell/domain';

/** Matches a mention such as `<@U0123>`, `<@U0123|name>` or `<#C0123|channel>`. */
const mention = /(<[@#][A-Z0-9]{2,}(?:\|[^<>]*)?>)/;

export function typedNote(text: string): string {
  return text
    .split(mention)
    .map((piece) => (mention.test(piece) ? piece.replace(/\|[^<>]*/, '') : withoutPatterns(piece)))
    .join('');
}
