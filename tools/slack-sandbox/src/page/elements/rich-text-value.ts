/** Turns typed paragraphs into a `rich_text` block, and a block back into paragraphs, without its styles. Pure. */
import { list, record, text, type Json } from '../json.ts';

export function toRichText(typed: string): Json {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: typed }] }],
  };
}

export function fromRichText(value: unknown): string {
  return list(record(value)['elements']).map(plainOf).join('\n');
}

function plainOf(value: unknown): string {
  const node = record(value);
  const children = list(node['elements']).map(plainOf);
  if (node['type'] === 'rich_text_list') return children.join('\n');
  return (text(node['text']) ?? text(node['url']) ?? '') + children.join('');
}
