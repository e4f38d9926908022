/** Cuts texts between visible characters. Pure. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** If a grapheme cluster extends beyond the cut, only this many of its characters after the cut are looked at. */
const lookAheadChars = 64;

/**
 * Returns the longest beginning of at most `max` UTF-16 units that ends between two grapheme clusters, without an
 * ellipsis. Returns the text itself if it fits.
 */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max <= 0) return '';
  if (isPlain(text.charCodeAt(max - 1)) && isPlain(text.charCodeAt(max))) return text.slice(0, max);
  const cluster = graphemes.segment(text.slice(0, max + lookAheadChars)).containing(max);
  return text.slice(0, cluster?.index ?? max);
}

/** Whether the character is printable ASCII, which never combines with the next character. */
function isPlain(code: number): boolean {
  return code >= 0x20 && code < 0x7f;
}
