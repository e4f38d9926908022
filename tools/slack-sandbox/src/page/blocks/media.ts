/** Draws images, videos (as a card; they can't be played here) and remote files. */
import type { VNode } from 'preact';
import { Picture } from '../elements/image.ts';
import { text } from '../json.ts';
import { h, tag } from '../tag.ts';
import { link } from '../text/draw-inline.ts';
import { plain } from '../text/draw-text.ts';
import type { BlockProps } from './block-props.ts';

export function ImageBlock({ block }: BlockProps): VNode {
  const title = block['title'] === undefined ? null : tag('figcaption', { dir: 'auto' }, plain(block['title']));
  return tag('figure.image', null, title, h(Picture, { source: block, look: 'picture' }));
}

export function Video({ block }: BlockProps): VNode {
  const url = text(block['title_url']) ?? text(block['video_url']) ?? '';
  const by = [text(block['provider_name']), text(block['author_name'])].filter((part) => part !== undefined);
  return tag(
    'div.video',
    { role: 'group', 'aria-label': text(block['alt_text']) },
    tag('div.video-by', { dir: 'auto' }, by.join(' · ')),
    tag('div.video-title', { dir: 'auto' }, link(url, plain(block['title']))),
    block['description'] === undefined ? null : tag('div', { dir: 'auto' }, plain(block['description'])),
    tag('div.video-picture', { 'aria-hidden': 'true' }, '▶\u{FE0E}'),
  );
}

export function FileBlock({ block }: BlockProps): VNode {
  return tag(
    'div.file-card',
    null,
    tag('span.file-icon', { 'aria-hidden': 'true' }, '⇲'),
    tag(
      'span.file-words',
      null,
      tag('strong', { dir: 'auto' }, text(block['external_id']) ?? ''),
      tag('small', null, 'Remote file'),
    ),
  );
}
