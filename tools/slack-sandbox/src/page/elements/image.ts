/** Shows the images of blocks. Images on other hosts are not fetched, because the sandbox makes no network requests. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { record, text, type Json } from '../json.ts';
import { h, tag } from '../tag.ts';
import type { ElementProps } from './parts.ts';

export function Picture({ source, look }: { source: Json; look: string }): VNode {
  const [broken, setBroken] = useState(false);
  const url = text(source['image_url']) ?? text(record(source['slack_file'])['url']) ?? '';
  const alt = text(source['alt_text']) ?? '';
  const local = url.startsWith(`${location.origin}/`);
  if (!local || broken)
    return tag(
      'span.no-picture',
      { class: look, role: 'img', 'aria-label': alt, title: url },
      tag('span', { dir: 'auto' }, alt === '' ? 'Image' : alt),
    );
  return tag('img', { class: look, src: url, alt, loading: 'lazy', onError: () => setBroken(true) });
}

export function ImageElement({ element }: ElementProps): VNode {
  return h(Picture, { source: element, look: 'picture-element' });
}
