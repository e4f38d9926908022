/**
 * Draws `rich_text`: sections, lists, quotes, preformatted text; and its inline elements, which
 * table cells use too.
 */
import { Fragment, type VNode } from 'preact';
import { isRecord, list, number, record, text, type Json } from '../json.ts';
import { h, tag, type Children } from '../tag.ts';
import { drawInline, link } from '../text/draw-inline.ts';
import type { Inline } from '../text/inline.ts';
import { Unknown } from '../parts/unknown.ts';
import type { BlockProps } from './block-props.ts';

const referenceKeys: Readonly<Record<string, string>> = {
  user: 'user_id',
  channel: 'channel_id',
  usergroup: 'usergroup_id',
};

function reference(node: Json): Inline | undefined {
  const type = text(node['type']) ?? '';
  switch (type) {
    case 'user':
    case 'channel':
    case 'usergroup':
      return { kind: type, id: text(node[referenceKeys[type] ?? '']) ?? '' };
    case 'emoji':
      return { kind: 'emoji', name: text(node['name']) ?? '' };
    case 'broadcast':
      return { kind: 'broadcast', range: text(node['range']) ?? '' };
    case 'date': {
      const { timestamp, format, url, fallback } = node;
      const date = {
        timestamp: number(timestamp) ?? 0,
        format: text(format) ?? '',
        fallback: text(fallback) ?? text(format) ?? '',
      };
      return { kind: 'date', ...date, ...(typeof url === 'string' ? { url } : {}) };
    }
    case 'team':
      return { kind: 'text', text: text(node['team_id']) ?? '' };
    default:
      return undefined;
  }
}

function bare(node: Json): Children {
  const type = text(node['type']);
  if (type === 'text') return text(node['text']) ?? '';
  if (type === 'link') {
    const url = text(node['url']) ?? '';
    return link(url, text(node['text']) ?? url);
  }
  if (type === 'color') {
    const value = text(node['value']) ?? '';
    const known = /^#[\da-f]{3,8}$/i.test(value);
    return tag('span.color', null, known ? tag('i', { style: { background: value } }) : null, value);
  }
  const made = reference(node);
  return made === undefined ? h(Unknown, { what: 'element', value: node }) : h(Fragment, null, ...drawInline([made]));
}

const styles = [
  ['code', 'code'],
  ['bold', 'strong'],
  ['italic', 'em'],
  ['strike', 's'],
  ['underline', 'u'],
  ['highlight', 'mark'],
  ['client_highlight', 'mark'],
] as const;

function drawElement(value: unknown): Children {
  const node = record(value);
  const style = record(node['style']);
  let drawn = bare(node);
  for (const [name, element] of styles) if (style[name] === true) drawn = tag(element, null, drawn);
  return drawn;
}

function inline(value: unknown): Children[] {
  return list(record(value)['elements']).map(drawElement);
}

/** The counters of nested lists: `1, 2, 3`, then `a, b, c`, then `i, ii, iii`, as in Slack. */
const counters = ['1', 'a', 'i'];

function drawList(part: Json): VNode {
  const ordered = part['style'] === 'ordered';
  const indent = number(part['indent']) ?? 0;
  const props = {
    class: `indent-${indent} ${part['border'] === 1 ? 'bordered' : ''}`,
    style: { marginInlineStart: `${indent * 24}px` },
    dir: 'auto',
    ...(ordered ? { start: (number(part['offset']) ?? 0) + 1, type: counters[indent % 3] } : {}),
  };
  return tag(ordered ? 'ol' : 'ul', props, ...list(part['elements']).map((item) => tag('li', null, ...inline(item))));
}

function drawPart(value: unknown): VNode {
  const part = record(value);
  switch (part['type']) {
    case 'rich_text_section':
      return tag('div.rich-section', { dir: 'auto' }, ...inline(part));
    case 'rich_text_quote':
      return tag('blockquote', { dir: 'auto' }, ...inline(part));
    case 'rich_text_preformatted':
      return tag('pre', { dir: 'auto', 'data-language': text(part['language']) }, ...inline(part));
    case 'rich_text_list':
      return drawList(part);
    default:
      return h(Unknown, { what: 'element', value });
  }
}

export function RichParts({ value }: { value: unknown }): VNode {
  return h(Fragment, null, ...list(record(value)['elements']).map(drawPart));
}

export function RichText({ block }: BlockProps): VNode {
  return tag('div.rich-text', null, h(RichParts, { value: block }));
}

/** Returns the plain text of a cell, for sorting and for its direction. */
export function plainOfRich(value: unknown): string {
  if (!isRecord(value)) return '';
  const own = text(value['text']) ?? text(value['name']) ?? text(value['url']) ?? '';
  return own + list(value['elements']).map(plainOfRich).join(' ');
}
