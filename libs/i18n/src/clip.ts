/** Cuts text to a length. Pure. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Puts the text on one line, whatever line breaks it has. `max` counts the length as sent (UTF-16, with escapes), and
 * no character is split.
 */
export function clip(text: string, max: number): string {
  if (text.length <= max && ordinary.test(text) && lengthSent(text) <= max) return text;
  // Read only this much of the text, because it may be a megabyte long, and splitting it into characters is slow.
  const head = text.slice(0, max * 8 + 64);
  const line = head
    .replace(/[\s\p{Cc}]+/gu, ' ')
    // The caller isolates the text; direction controls in it would end the isolation.
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    // A letter with many combining marks is one character to read, but hundreds to send.
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .trim()
    .toWellFormed();
  const isWhole = head.length === text.length;
  if (lengthSent(line) <= max && isWhole) return line;
  let cut = '';
  let room = max - 1;
  for (const { segment, index } of graphemes.segment(line)) {
    // The last character of the head may have been cut in two.
    if (!isWhole && index > 0 && index + segment.length === line.length) break;
    room -= lengthSent(segment);
    if (room < 0) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}

/**
 * Matches text that has only Latin and Arabic letters and signs, each a character of its own. Nearly every text is like
 * this, and needs no cleaning.
 */
const ordinary = /^(?:[!-~\u00A1-\u00AC\u00AE-\u02FF\u0620-\u064A\u0660-\u0669](?: (?!$))?)*$/;

/** Slack requires `&`, `<` and `>` to be escaped, so they count as longer. */
function lengthSent(text: string): number {
  return text.length + 4 * (text.match(/[&<>]/g)?.length ?? 0);
}
