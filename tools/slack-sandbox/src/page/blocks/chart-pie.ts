/** Draws a pie chart with its legend. */
import type { VNode } from 'preact';
import { h, tag } from '../tag.ts';
import { useWorld } from '../world.ts';
import { colorAt, Legend } from './legend.ts';
import { piePath, slicesOf } from './chart-scale.ts';

interface Segment {
  label: string;
  value: number;
}

export function Pie({ title, segments }: { title: string; segments: readonly Segment[] }): VNode {
  const { locale } = useWorld().known.me;
  const slices = slicesOf(segments.map(({ value }) => value));
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const count = new Intl.NumberFormat(locale);
  const note = (at: number): string =>
    `${count.format(segments[at]?.value ?? 0)} · ${percent.format(slices[at]?.share ?? 0)}`;
  const spoken = segments.map(({ label }, at) => `${label}: ${note(at)}`).join('; ');
  return tag(
    'div.pie',
    null,
    tag(
      'svg',
      { viewBox: '-52 -52 104 104', role: 'img', 'aria-label': `${title}. ${spoken}` },
      ...slices.map((slice, at) =>
        tag(
          'path',
          { d: piePath(slice, 50), fill: colorAt(at), stroke: '#fff', 'stroke-width': 1 },
          tag('title', null, `${segments[at]?.label}: ${note(at)}`),
        ),
      ),
    ),
    h(Legend, { entries: segments.map(({ label }, at) => ({ name: label, note: note(at) })) }),
  );
}
