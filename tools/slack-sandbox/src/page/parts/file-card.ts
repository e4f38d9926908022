/** A message's file. */
import type { VNode } from 'preact';
import type { PageFile } from '../protocol.ts';
import { tag } from '../tag.ts';

function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB'];
  let size = bytes / 1000;
  let at = 0;
  while (size >= 999.5 && at < units.length - 1) {
    size /= 1000;
    at += 1;
  }
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[at]}`;
}

export function FileCard({ file }: { file: PageFile }): VNode {
  const picture = file.mimetype.startsWith('image/') && file.mimetype !== 'image/svg+xml';
  const kind = (file.name.includes('.') ? file.name.split('.').at(-1) : file.mimetype)?.toUpperCase() ?? '';
  return tag(
    'a.file-card',
    { href: file.url, target: '_blank', rel: 'noopener', download: file.name },
    picture
      ? tag('img.file-picture', { src: file.url, alt: '' })
      : tag('span.file-icon', { 'aria-hidden': 'true' }, kind.slice(0, 4)),
    tag(
      'span.file-words',
      null,
      tag('strong', { dir: 'auto' }, file.title === '' ? file.name : file.title),
      tag('small', null, `${kind} · ${fileSize(file.size)}`),
    ),
  );
}
