/** Draws the legends of charts: colours and labels. */
import type { VNode } from 'preact';
import { tag } from '../tag.ts';

/** People with colour blindness can tell these colours apart. */
const chartColors = ['#1264a3', '#e8912d', '#2bac76', '#8f4a9e', '#d0445a', '#5b6770'];

export function colorAt(at: number): string {
  return chartColors[at % chartColors.length] ?? '#1264a3';
}

export interface LegendEntry {
  name: string;
  note?: string;
}

export function Legend({ entries }: { entries: readonly LegendEntry[] }): VNode {
  return tag(
    'div.legend',
    null,
    ...entries.map(({ name, note }, at) =>
      tag(
        'span.legend-entry',
        null,
        tag('i', { 'aria-hidden': 'true', style: { background: colorAt(at) } }),
        tag('span', { dir: 'auto' }, name),
        note === undefined ? null : tag('span.legend-note', null, note),
      ),
    ),
  );
}
