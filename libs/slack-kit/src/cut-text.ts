/** Text cut to what may be sent, between characters as people see them. Pure. */
import { cutText } from '@leadbell/domain';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ellipsis = '…';

/**
 * The longest beginning that, with an ellipsis, is at most `max` wide; the text itself when it fits. `width` says how long a text is once encoded;
 * it never shrinks as a text grows.
 */
export function cutVisibly(text: string, max: number, width: (text: string) => number = (text) => text.length): string {
  if (text.length <= max && width(text) <= max) return text;
  // No character is encoded to less than itself: what is beyond `max` cannot be kept, and segmenting is slow.
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
