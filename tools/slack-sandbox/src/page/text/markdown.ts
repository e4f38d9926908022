/**
 * Parses the common part of CommonMark, as the `markdown` block accepts it: headings, lists,
 * quotes, fences, tables, rules. Pure.
 */
import type { Inline } from './inline.ts';
import { parseMarkdownInline } from './markdown-inline.ts';

export interface ListItem {
  children: MarkdownBlock[];
  /** Set for a task: whether its checkbox is ticked. */
  checked?: boolean;
}

export type MarkdownBlock =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'quote'; children: MarkdownBlock[] }
  | { kind: 'list'; ordered: boolean; start: number; items: ListItem[] }
  | { kind: 'pre'; text: string; language: string }
  | { kind: 'table'; align: ('left' | 'center' | 'right' | null)[]; rows: Inline[][][] }
  | { kind: 'rule' };

const itemStart = /^( {0,3})([-*+]|\d{1,9}[.)])(?: +|$)/;
const rule = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const fence = /^ {0,3}(```+|~~~+) *([\w+#-]*)/;
const tableRule = /^ *\|?(?: *:?-+:? *\|)+ *(?::?-+:?)? *$/;
const deepest = 12;

export function parseMarkdown(text: string): MarkdownBlock[] {
  return blocksOf(text.replaceAll('\r\n', '\n').split('\n'), 0);
}

function blocksOf(lines: readonly string[], depth: number): MarkdownBlock[] {
  const made: MarkdownBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      at += 1;
      continue;
    }
    const [block, next] = depth > deepest ? paragraph(lines, at) : blockAt(lines, at, depth);
    made.push(block);
    at = next;
  }
  return made;
}

type Found = [MarkdownBlock, number];

function blockAt(lines: readonly string[], at: number, depth: number): Found {
  const line = lines[at] ?? '';
  const heading = /^ {0,3}(#{1,6})(?: +(.*?))?(?: +#+)? *$/.exec(line);
  if (heading !== null)
    return [
      { kind: 'heading', level: heading[1]?.length ?? 1, children: parseMarkdownInline(heading[2] ?? '') },
      at + 1,
    ];
  if (fence.test(line)) return fenced(lines, at);
  if (rule.test(line)) return [{ kind: 'rule' }, at + 1];
  if (/^ {0,3}>/.test(line)) return quote(lines, at, depth);
  if (itemStart.test(line)) return itemList(lines, at, depth);
  if (line.includes('|') && tableRule.test(lines[at + 1] ?? '')) return table(lines, at);
  return paragraph(lines, at);
}

function paragraph(lines: readonly string[], start: number): Found {
  let at = start + 1;
  while (at < lines.length && !endsParagraph(lines[at] ?? '')) at += 1;
  return [{ kind: 'paragraph', children: parseMarkdownInline(lines.slice(start, at).join('\n')) }, at];
}

function endsParagraph(line: string): boolean {
  return (
    line.trim() === '' || /^ {0,3}(#{1,6} |>)/.test(line) || fence.test(line) || rule.test(line) || itemStart.test(line)
  );
}

function fenced(lines: readonly string[], start: number): Found {
  const [, mark = '```', language = ''] = fence.exec(lines[start] ?? '') ?? [];
  let at = start + 1;
  while (at < lines.length && !(lines[at] ?? '').trim().startsWith(mark)) at += 1;
  return [{ kind: 'pre', language, text: lines.slice(start + 1, at).join('\n') }, at + 1];
}

function quote(lines: readonly string[], start: number, depth: number): Found {
  let at = start;
  while (at < lines.length && /^ {0,3}>/.test(lines[at] ?? '')) at += 1;
  const inner = lines.slice(start, at).map((line) => line.replace(/^ {0,3}> ?/, ''));
  return [{ kind: 'quote', children: blocksOf(inner, depth + 1) }, at];
}

function itemList(lines: readonly string[], start: number, depth: number): Found {
  const first = itemStart.exec(lines[start] ?? '')?.[2] ?? '-';
  const ordered = /\d/.test(first);
  const items: ListItem[] = [];
  let at = start;
  while (at < lines.length) {
    const match = itemStart.exec(lines[at] ?? '');
    if (match === null || /\d/.test(match[2] ?? '') !== ordered || rule.test(lines[at] ?? '')) break;
    const indent = match[0].length;
    const inner = [(lines[at] ?? '').slice(indent)];
    at += 1;
    while (at < lines.length && belongs(lines, at, indent)) {
      inner.push((lines[at] ?? '').replace(new RegExp(`^ {0,${indent}}`), ''));
      at += 1;
    }
    items.push(item(inner, depth));
    while (at < lines.length && (lines[at] ?? '').trim() === '' && itemStart.test(lines[at + 1] ?? '')) at += 1;
  }
  return [{ kind: 'list', ordered, start: ordered ? Number.parseInt(first, 10) : 1, items }, at];
}

function belongs(lines: readonly string[], at: number, indent: number): boolean {
  const line = lines[at] ?? '';
  const depth = line.length - line.trimStart().length;
  if (line.trim() === '') return /^ {2,}\S/.test(lines[at + 1] ?? '');
  return depth >= Math.min(indent, 2) || (!endsParagraph(line) && (lines[at - 1] ?? '').trim() !== '');
}

function item(lines: readonly string[], depth: number): ListItem {
  const task = /^\[([ xX])\] +/.exec(lines[0] ?? '');
  if (task === null) return { children: blocksOf(lines, depth + 1) };
  const rest = [(lines[0] ?? '').slice(task[0].length), ...lines.slice(1)];
  return { children: blocksOf(rest, depth + 1), checked: task[1] !== ' ' };
}

function cells(line: string): string[] {
  return line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));
}

function table(lines: readonly string[], start: number): Found {
  const align = cells(lines[start + 1] ?? '').map((mark) => {
    if (/^:-*:$/.test(mark)) return 'center';
    if (mark.endsWith(':')) return 'right';
    return mark.startsWith(':') ? 'left' : null;
  });
  let at = start + 2;
  while (at < lines.length && (lines[at] ?? '').includes('|')) at += 1;
  const rows = [lines[start] ?? '', ...lines.slice(start + 2, at)].map((line) =>
    cells(line).map((cell) => parseMarkdownInline(cell)),
  );
  return [{ kind: 'table', align, rows }, at];
}
