/**
 * Draws inline trees as elements. Nothing is ever parsed as HTML, and only http, https, mailto and
 * tel become links.
 */
import { emoji } from 'gemoji-map';
import { Fragment, type VNode } from 'preact';
import { h, tag, type Children } from '../tag.ts';
import { readerOf, useWorld } from '../world.ts';
import { formatDate } from './date-format.ts';
import type { Inline } from './inline.ts';
import { isSafeUrl } from './reference.ts';

const elementOf = { bold: 'strong', italic: 'em', strike: 's' } as const;

export function link(url: string, ...children: Children[]): VNode {
  if (!isSafeUrl(url)) return tag('span.unsafe-link', { title: url }, ...children);
  return tag('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

export function emojiText(name: string): string {
  return Object.hasOwn(emoji, name) ? (emoji[name] ?? `:${name}:`) : `:${name}:`;
}

/** Replaces shortcodes in plain text by emoji. */
export function withEmoji(text: string): string {
  return text.replaceAll(/:([a-z0-9_+'-]+):/g, (_all, name: string) => emojiText(name));
}

function Mention({ id, label }: { id: string; label?: string | undefined }): VNode {
  const { users, known } = useWorld();
  const name = users.get(id)?.realName ?? label ?? id;
  return tag('span.mention', { class: id === known.me.id ? 'mine' : '', dir: 'auto' }, `@${name}`);
}

function ChannelLink({ id, label }: { id: string; label?: string | undefined }): VNode {
  const world = useWorld();
  const channel = world.channels.get(id);
  const name = channel?.name ?? label ?? 'private channel';
  if (channel === undefined) return tag('span.mention', { dir: 'auto' }, `#${name}`);
  return tag('a.mention', { href: `#${id}`, dir: 'auto' }, `#${name}`);
}

function DateText(props: { timestamp: number; format: string; url?: string | undefined; fallback: string }): VNode {
  const shown = formatDate(props.format, props.timestamp, readerOf(useWorld())) ?? props.fallback;
  const time = tag('time', { title: props.fallback }, shown);
  return props.url === undefined ? time : link(props.url, time);
}

function Emoji({ name }: { name: string }): VNode {
  const shown = emojiText(name);
  if (shown.startsWith(':')) return h(Fragment, null, shown);
  return tag('span.emoji', { role: 'img', 'aria-label': name.replaceAll('_', ' '), title: `:${name}:` }, shown);
}

function drawOne(node: Inline): Children {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'break':
      return tag('br');
    case 'bold':
    case 'italic':
    case 'strike':
      return tag(elementOf[node.kind], null, ...drawInline(node.children));
    case 'code':
      return tag('code', null, node.text);
    case 'link':
      return link(node.url, ...drawInline(node.children));
    case 'image':
      return link(node.url, node.alt === '' ? node.url : node.alt);
    case 'user':
      return h(Mention, node);
    case 'channel':
      return h(ChannelLink, node);
    case 'usergroup':
      return tag('span.mention', { dir: 'auto' }, `@${(node.label ?? node.id).replace(/^@/, '')}`);
    case 'broadcast':
      return tag('span.mention.mine', { dir: 'auto' }, `@${node.range}`);
    case 'date':
      return h(DateText, node);
    default:
      return h(Emoji, { name: node.name });
  }
}

export function drawInline(nodes: readonly Inline[]): Children[] {
  return nodes.map(drawOne);
}
