/** Text cut to a length. Pure. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** On one line, whatever line breaks it came with; `max` counts what is sent (UTF-16, signs escaped), and no character is halved. */
export function clip(text: string, max: number): string {
  // Enough of it to cut from: segmenting is slow, and the text may be a megabyte.
  const head = text.slice(0, max * 8 + 64);
  const line = head
    .replace(/[\s\p{Cc}]+/gu, ' ')
    // Whoever shows it isolates it; what turns direction by itself would break out of that.
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    // A letter with a tower of marks on it is one character to read and hundreds to send.
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .trim()
    .toWellFormed();
  const isWhole = head.length === text.length;
  if (lengthSent(line) <= max && isWhole) return line;
  let cut = '';
  let room = max - 1;
  for (const { segment, index } of graphemes.segment(line)) {
    // The last one of a head may be halved.
    if (!isWhole && index > 0 && index + segment.length === line.length) break;
    room -= lengthSent(segment);
    if (room < 0) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}

/** Slack wants `&`, `<` and `>` escaped. */
function lengthSent(text: string): number {
  return text.length + 4 * (text.match(/[&<>]/g)?.length ?? 0);
}
