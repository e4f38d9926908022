/** The `markdown` block. */
import type { VNode } from 'preact';
import { text } from '../json.ts';
import { tag, type Children } from '../tag.ts';
import { drawInline } from '../text/draw-inline.ts';
import { parseMarkdown, type ListItem, type MarkdownBlock } from '../text/markdown.ts';
import type { BlockProps } from './block-props.ts';

function drawItem({ children, checked }: ListItem): VNode {
  const box =
    checked === undefined
      ? null
      : tag('input', { type: 'checkbox', checked, disabled: true, 'aria-label': checked ? 'Done' : 'Open' });
  return tag('li', { class: checked === undefined ? '' : 'task-item' }, box, ...children.map(drawBlock));
}

function drawTable({ align, rows }: Extract<MarkdownBlock, { kind: 'table' }>): VNode {
  const [head = [], ...body] = rows;
  const cell = (name: string) => (nodes: Parameters<typeof drawInline>[0], at: number) =>
    tag(name, { dir: 'auto', style: { textAlign: align[at] ?? undefined } }, ...drawInline(nodes));
  return tag(
    'div.table-scroll',
    { dir: 'auto' },
    tag(
      'table.table',
      null,
      tag('thead', null, tag('tr', null, ...head.map(cell('th')))),
      tag('tbody', null, ...body.map((row) => tag('tr', null, ...row.map(cell('td'))))),
    ),
  );
}

function drawBlock(block: MarkdownBlock): Children {
  switch (block.kind) {
    case 'heading':
      return tag(
        `h${Math.min(6, block.level + 2)}.level-${block.level}`,
        { dir: 'auto' },
        ...drawInline(block.children),
      );
    case 'paragraph':
      return tag('p', { dir: 'auto' }, ...drawInline(block.children));
    case 'quote':
      return tag('blockquote', { dir: 'auto' }, ...block.children.map(drawBlock));
    case 'list':
      return tag(
        block.ordered ? 'ol' : 'ul',
        { dir: 'auto', start: block.ordered ? block.start : undefined },
        ...block.items.map(drawItem),
      );
    case 'pre':
      return tag('pre', { 'data-language': block.language }, block.text);
    case 'table':
      return drawTable(block);
    default:
      return tag('hr');
  }
}

export function Markdown({ block }: BlockProps): VNode {
  return tag('div.markdown', null, ...parseMarkdown(text(block['text']) ?? '').map(drawBlock));
}
