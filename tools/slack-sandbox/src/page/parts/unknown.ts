/** Draws a block or element that the page doesn't know, with its whole content. */
import type { VNode } from 'preact';
import { text, record } from '../json.ts';
import { tag } from '../tag.ts';

export function Unknown({ what, value }: { what: 'block' | 'element'; value: unknown }): VNode {
  const type = text(record(value)['type']) ?? 'untyped';
  return tag(
    'div.unknown',
    { role: 'note' },
    tag('strong', null, `Unknown ${what}: ${type}`),
    tag('pre', null, JSON.stringify(value, null, 2)),
  );
}
