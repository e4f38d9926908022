/** Cuts texts between visible characters. Pure. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** A grapheme cluster that extends further beyond the cut is judged by this much of it. */
const lookAheadChars = 64;

/**
 * The longest prefix of at most `max` UTF-16 units that ends between two grapheme clusters, without an ellipsis. The
 * text itself if it fits.
 */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max <= 0) return '';
  if (isPlain(text.charCodeAt(max - 1)) && isPlain(text.charCodeAt(max))) return text.slice(0, max);
  const cluster = graphemes.segment(text.slice(0, max + lookAheadChars)).containing(max);
  return text.slice(0, cluster?.index ?? max);
}

/** Printable ASCII never joins a neighbouring character. */
function isPlain(code: number): boolean {
  return code >= 0x20 && code < 0x7f;
}
