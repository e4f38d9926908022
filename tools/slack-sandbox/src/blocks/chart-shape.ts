/** Describes `data_visualization`: pie, bar, area and line charts. Every series has one number for every category. */
import { isRecord, list, type Json } from '../json.ts';
import { arrayOf, byType, number, report, shape, string, type Check, type Checking, type Shape } from './check.ts';
import { blockLimits as limits } from './limits.ts';

const label = string(limits.chartLabel, 1);

const segment = shape({
  required: { label, value: number() },
  also(value, pointer, checking) {
    if (typeof value['value'] === 'number' && value['value'] <= 0) {
      report(checking, 'out_of_range', 'must be greater than 0', `${pointer}/value`);
    }
  },
});

const series = shape({
  required: {
    name: label,
    data: arrayOf(shape({ required: { label, value: number() } }), limits.chartCategories),
  },
});

function axesMatch(value: Json, pointer: string, checking: Checking): void {
  const categories = isRecord(value['axis_config']) ? list(value['axis_config']['categories']) : [];
  const names = new Set<unknown>();
  for (const [at, entry] of list(value['series']).entries()) {
    if (!isRecord(entry)) continue;
    if (names.has(entry['name']))
      report(checking, 'duplicate', 'series names must be unique', `${pointer}/series/${at}/name`);
    names.add(entry['name']);
    const labels = list(entry['data']).map((point) => (isRecord(point) ? point['label'] : undefined));
    if (labels.length !== categories.length || labels.some((name) => !categories.includes(name))) {
      report(checking, 'invalid_value', 'labels must match the categories', `${pointer}/series/${at}/data`);
    }
  }
}

const xy: Check = shape({
  required: {
    series: arrayOf(series, limits.chartSeries),
    axis_config: shape({
      required: { categories: arrayOf(label, limits.chartCategories) },
      optional: { x_label: string(limits.chartAxis), y_label: string(limits.chartAxis) },
    }),
  },
  also: axesMatch,
});

export const dataVisualization: Shape = {
  required: {
    title: string(limits.chartTitle, 1),
    chart: byType({
      pie: shape({ required: { segments: arrayOf(segment, limits.chartSeries) } }),
      bar: xy,
      area: xy,
      line: xy,
    }),
  },
};
