/** Cuts text to a sendable length between visible characters. Pure. */
import { cutText } from '@leadbell/domain';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ellipsis = '…';

/**
 * The longest prefix that, with an ellipsis, is at most `max` wide; the text itself if it fits. `width` is the length
 * of a text once encoded; it must not shrink as a text grows.
 */
export function cutVisibly(text: string, max: number, width: (text: string) => number = (text) => text.length): string {
  if (text.length <= max && width(text) <= max) return text;
  // Encoding never shortens a character, so nothing beyond `max` can be kept; cut first, because segmenting is slow.
  const head = cutText(text, max);
  const ends = [0];
  for (const { index, segment } of graphemes.segment(head)) ends.push(index + segment.length);
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (width(head.slice(0, ends[middle]) + ellipsis) <= max) low = middle;
    else high = middle - 1;
  }
  const cut = head.slice(0, ends[low] ?? 0).trimEnd();
  return width(ellipsis) <= max ? cut + ellipsis : '';
}
