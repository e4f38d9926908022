/** Draws bar, line and area charts over categories. */
import { Fragment, type VNode } from 'preact';
import { h, tag } from '../tag.ts';
import { useWorld } from '../world.ts';
import { colorAt, Legend } from './legend.ts';
import { scaleOf, type Scale } from './chart-scale.ts';

export interface Series {
  name: string;
  values: number[];
}

interface AxisChartProps {
  type: 'bar' | 'line' | 'area';
  title: string;
  categories: string[];
  series: Series[];
  xLabel: string | undefined;
  yLabel: string | undefined;
}

const size = { width: 560, height: 240, left: 40, right: 8, top: 10, bottom: 26 };
const plot = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom };

function yOf(value: number, { min, max }: Scale): number {
  return size.top + plot.height * (1 - (value - min) / (max - min));
}

function Bars({ categories, series, scale }: { categories: string[]; series: Series[]; scale: Scale }): VNode {
  const band = plot.width / Math.max(1, categories.length);
  const gap = Math.min(band * 0.15, 10);
  const width = (band - 2 * gap) / Math.max(1, series.length);
  const zero = yOf(0, scale);
  const bars = series.flatMap(({ name, values }, s) =>
    values.map((value, at) => {
      const y = yOf(value, scale);
      const box = {
        x: size.left + at * band + gap + s * width,
        y: Math.min(y, zero),
        width: Math.max(width - 1, 1),
        height: Math.abs(zero - y),
        rx: 2,
      };
      return tag('rect', { ...box, fill: colorAt(s) }, tag('title', null, `${categories[at]}, ${name}: ${value}`));
    }),
  );
  return h(Fragment, null, ...bars);
}

function Lines({
  categories,
  series,
  scale,
  filled,
}: {
  categories: string[];
  series: Series[];
  scale: Scale;
  filled: boolean;
}): VNode {
  const band = plot.width / Math.max(1, categories.length);
  const drawn = series.flatMap(({ name, values }, s) => {
    const points = values.map((value, at) => [size.left + (at + 0.5) * band, yOf(value, scale)] as const);
    const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
    const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
    const floor = yOf(0, scale);
    return [
      filled
        ? tag('polygon', { points: `${first},${floor} ${line} ${last},${floor}`, fill: colorAt(s), opacity: 0.18 })
        : null,
      tag('polyline', {
        points: line,
        fill: 'none',
        stroke: colorAt(s),
        'stroke-width': 2,
        'stroke-linejoin': 'round',
      }),
      ...points.map(([cx, cy], at) =>
        tag(
          'circle',
          { cx, cy, r: 3, fill: colorAt(s) },
          tag('title', null, `${categories[at]}, ${name}: ${values[at]}`),
        ),
      ),
    ];
  });
  return h(Fragment, null, ...drawn);
}

/** Returns the smallest n for which the labels don't overlap if only every nth is shown. */
function labelStep(categories: readonly string[]): number {
  const longest = Math.max(1, ...categories.map((name) => name.length));
  return Math.max(1, Math.ceil((categories.length * Math.min(longest, 14) * 6.5) / plot.width));
}

export function AxisChart({ type, title, categories, series, xLabel, yLabel }: AxisChartProps): VNode {
  const { locale } = useWorld().known.me;
  const format = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 2 });
  const scale = scaleOf(series.flatMap(({ values }) => values));
  const band = plot.width / Math.max(1, categories.length);
  const step = labelStep(categories);
  const spoken = series
    .map(({ name, values }) => `${name}: ${values.map((value, at) => `${categories[at]} ${value}`).join(', ')}`)
    .join('; ');
  const ticks = scale.ticks.map((value) =>
    h(
      Fragment,
      null,
      tag('line', {
        class: value === 0 ? 'zero' : 'grid',
        x1: size.left,
        x2: size.width - size.right,
        y1: yOf(value, scale),
        y2: yOf(value, scale),
      }),
      tag('text', { x: size.left - 6, y: yOf(value, scale) + 4, 'text-anchor': 'end' }, format.format(value)),
    ),
  );
  const labels = categories.map((name, at) =>
    at % step === 0
      ? tag(
          'text',
          { x: size.left + (at + 0.5) * band, y: size.height - 8, 'text-anchor': 'middle' },
          name.length > 14 ? `${name.slice(0, 13)}…` : name,
        )
      : null,
  );
  return tag(
    'div.axis-chart',
    null,
    yLabel === undefined ? null : tag('div.axis-label', { dir: 'auto' }, yLabel),
    tag(
      'svg',
      {
        viewBox: `0 0 ${size.width} ${size.height}`,
        role: 'img',
        'aria-label': `${title}. ${spoken}`,
        direction: 'ltr',
      },
      ...ticks,
      type === 'bar'
        ? h(Bars, { categories, series, scale })
        : h(Lines, { categories, series, scale, filled: type === 'area' }),
      ...labels,
    ),
    xLabel === undefined ? null : tag('div.axis-label.x', { dir: 'auto' }, xLabel),
    series.length > 1 ? h(Legend, { entries: series.map(({ name }) => ({ name })) }) : null,
  );
}
