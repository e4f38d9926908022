/** Cuts text to a length that can be sent, between visible characters. Pure. */
import { cutText } from '@leadbell/domain';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ellipsis = '…';

/**
 * Returns the text if it is at most `max` wide, otherwise its longest beginning that fits with an ellipsis. `width`
 * returns the length of a text when it is encoded; a longer text must not have a smaller width.
 */
export function cutVisibly(text: string, max: number, width: (text: string) => number = (text) => text.length): string {
  if (text.length <= max && width(text) <= max) return text;
  // Encoding makes no character shorter, so nothing after `max` can be kept. The rest is cut off first, because finding
  // characters is slow.
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
