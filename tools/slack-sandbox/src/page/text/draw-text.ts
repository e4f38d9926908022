/** Draws text objects (`mrkdwn`, `plain_text`) and messages' own text. Each text is drawn in its own direction. */
import type { VNode } from 'preact';
import { record, words } from '../json.ts';
import { h, tag } from '../tag.ts';
import { drawInline, withEmoji } from './draw-inline.ts';
import type { Inline } from './inline.ts';
import { parseMrkdwn, unescapeText, type Paragraph } from './mrkdwn.ts';

function startsItem(line: readonly Inline[]): boolean {
  const first = line[0];
  return first?.kind === 'text' && /^\s*([•◦▪–-]|\d+[.)])\s/.test(first.text);
}

function drawLine(line: Inline[]): VNode {
  if (line.length === 0) return tag('div.line.blank');
  return tag('div.line', { class: startsItem(line) ? 'item' : '' }, ...drawInline(line));
}

function drawParagraph(paragraph: Paragraph): VNode {
  if (paragraph.kind === 'pre') return tag('pre', { dir: 'auto' }, paragraph.text);
  return tag(paragraph.kind === 'quote' ? 'blockquote' : 'div.lines', null, ...paragraph.lines.map(drawLine));
}

export function Mrkdwn({ text }: { text: string }): VNode {
  return tag('div.words', { dir: 'auto' }, ...parseMrkdwn(text).map(drawParagraph));
}

export function plain(value: unknown): string {
  const text = unescapeText(words(value));
  return record(value)['emoji'] === false ? text : withEmoji(text);
}

/** Draws a text object of either kind. As in Slack, its first letter decides the direction of the whole text. */
export function TextObject({ value }: { value: unknown }): VNode {
  if (record(value)['type'] === 'mrkdwn') return h(Mrkdwn, { text: words(value) });
  const lines = plain(value).split('\n');
  return tag(
    'div.words',
    { dir: 'auto' },
    ...lines.map((line) => tag(line === '' ? 'div.line.blank' : 'div.line', null, line)),
  );
}
