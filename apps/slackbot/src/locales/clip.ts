/** Text cut to a length. Pure. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** On one line, whatever line breaks it came with; `max` counts what is sent (UTF-16), and no character is halved. */
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
  if (line.length <= max && head.length === text.length) return line;
  let cut = '';
  for (const { segment } of graphemes.segment(line)) {
    if (cut.length + segment.length > max - 1) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}
