/** Draws `data_visualization`: its frame, its legend, and its text for screen readers. */
import type { VNode } from 'preact';
import { list, number, record, text } from '../json.ts';
import { Unknown } from '../parts/unknown.ts';
import { h, tag } from '../tag.ts';
import type { BlockProps } from './block-props.ts';
import { AxisChart, type Series } from './chart-axis.ts';
import { Pie } from './chart-pie.ts';

export function Chart({ block }: BlockProps): VNode {
  const chart = record(block['chart']);
  const title = text(block['title']) ?? '';
  return tag('figure.chart', null, tag('figcaption', { dir: 'auto' }, title), drawChart(chart, title));
}

function drawChart(chart: Record<string, unknown>, title: string): VNode {
  const type = text(chart['type']) ?? '';
  if (type === 'pie') {
    const segments = list(chart['segments']).map(record);
    return h(Pie, {
      title,
      segments: segments.map(({ label, value }) => ({ label: text(label) ?? '', value: number(value) ?? 0 })),
    });
  }
  if (type !== 'bar' && type !== 'line' && type !== 'area') return h(Unknown, { what: 'element', value: chart });
  const axis = record(chart['axis_config']);
  const categories = list(axis['categories']).map((name) => text(name) ?? '');
  const series: Series[] = list(chart['series'])
    .map(record)
    .map((one) => {
      const byLabel = new Map(
        list(one['data'])
          .map(record)
          .map(({ label, value }) => [text(label) ?? '', number(value) ?? 0]),
      );
      return { name: text(one['name']) ?? '', values: categories.map((name) => byLabel.get(name) ?? 0) };
    });
  return h(AxisChart, {
    type,
    title,
    categories,
    series,
    xLabel: text(axis['x_label']),
    yLabel: text(axis['y_label']),
  });
}
