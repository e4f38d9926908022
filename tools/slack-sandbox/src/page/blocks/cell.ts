/** Draws cells of tables: raw text, raw numbers, rich text, a button. */
import { Fragment, type VNode } from 'preact';
import { Element } from '../elements/element.ts';
import { number, record, text, type Json } from '../json.ts';
import { Unknown } from '../parts/unknown.ts';
import { plainOfRich, RichParts } from './rich-text.ts';
import { h } from '../tag.ts';

export function Cell({ cell, blockId }: { cell: Json; blockId: string }): VNode {
  switch (cell['type']) {
    case 'raw_text':
      return h(Fragment, null, text(cell['text']) ?? '');
    case 'raw_number':
      return h(Fragment, null, text(cell['text']) ?? String(number(cell['value']) ?? ''));
    case 'rich_text':
      return h(RichParts, { value: cell });
    case 'action':
      return h(Element, { element: record(cell['element']), blockId });
    default:
      return h(Unknown, { what: 'element', value: cell });
  }
}

export function cellText(value: unknown): string {
  const cell = record(value);
  return cell['type'] === 'rich_text'
    ? plainOfRich(cell).trim()
    : (text(cell['text']) ?? text(record(record(cell['element'])['text'])['text']) ?? '');
}

const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF]/;
const anyLetter = /\p{L}/u;

/** Returns the direction of a table and of its columns: that of the first letter in the header. */
export function directionOf(head: readonly unknown[]): 'rtl' | 'ltr' {
  for (const value of head) {
    const letter = anyLetter.exec(cellText(value))?.[0];
    if (letter !== undefined) return rightToLeft.test(letter) ? 'rtl' : 'ltr';
  }
  return 'ltr';
}
