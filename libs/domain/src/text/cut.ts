/** Texts cut between characters as people see them. Pure. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** A cluster that reaches further than this beyond the cut is judged by what is seen of it. */
const lookAheadChars = 64;

/** The longest beginning of at most `max` UTF-16 units that ends between two grapheme clusters; no ellipsis. The text itself when it fits. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max <= 0) return '';
  if (isPlain(text.charCodeAt(max - 1)) && isPlain(text.charCodeAt(max))) return text.slice(0, max);
  const cluster = graphemes.segment(text.slice(0, max + lookAheadChars)).containing(max);
  return text.slice(0, cluster?.index ?? max);
}

/** Printable ASCII joins nothing that stands beside it. */
function isPlain(code: number): boolean {
  return code >= 0x20 && code < 0x7f;
}
