/**
 * For tests: evaluates, on scraped samples, the few forms of PromQL that our alert rules use. `a` is the earlier
 * scrape, `b` the later one. Throws for any other form. Pure.
 */
import { readFileSync } from 'node:fs';
import type { Sample } from './watched-bot-fixtures.ts';

export interface Rule {
  readonly alert: string;
  readonly expr: string;
}

export function readRules(): readonly Rule[] {
  const text = readFileSync(new URL('../../../../deploy/monitoring/leadbell.rules.yml', import.meta.url), 'utf8');
  return [...text.matchAll(/- alert: (\w+)\n +expr: (.+)\n/g)].map(([, alert = '', expr = '']) => ({
    alert,
    expr: expr.replace(/^'(.*)'$/, '$1'),
  }));
}

type Scrape = readonly Sample[];

export function fires(expr: string, a: Scrape, b: Scrape): boolean {
  const [, missing] = /^absent\((\w+)\)$/.exec(expr) ?? [];
  if (missing !== undefined) return !b.some(({ name }) => name === missing);
  const [, value = '', sign = '', limit = ''] = /^(.+) (>|==) ([\d.]+)$/.exec(expr) ?? [];
  const found = valueOf(value, a, b);
  if (found === null) return false;
  return sign === '>' ? found > Number(limit) : found === Number(limit);
}

/** The value of an expression; null without samples, so that no rule fires. */
function valueOf(text: string, a: Scrape, b: Scrape): number | null {
  const quantile = /^histogram_quantile\(([\d.]+), sum by \(le\) \(rate\((\w+)\[\w+\]\)\)\)$/.exec(text);
  if (quantile !== null) return quantileOf(Number(quantile[1]), increases(selector(quantile[2] ?? ''), a, b));
  const increase = /^sum\(increase\((.+)\[\w+\]\)\)$/.exec(text);
  if (increase !== null) return increases(selector(increase[1] ?? ''), a, b).reduce((sum, one) => sum + one.value, 0);
  const gauge = /^(max|min)\(([^()]+)\)$/.exec(text);
  if (gauge === null) throw new Error(`an expression of another form: ${text}`);
  const values = b.filter(selector(gauge[2] ?? '')).map(({ value }) => value);
  if (values.length === 0) return null;
  return gauge[1] === 'max' ? Math.max(...values) : Math.min(...values);
}

function selector(text: string): (sample: Sample) => boolean {
  const [, name = '', label, sign, value = ''] = /^(\w+)(?:\{(\w+)(=~?)"([^"]+)"\})?$/.exec(text) ?? [];
  if (name === '') throw new Error(`a selector of another form: ${text}`);
  const isRight = (given = '') => (sign === '=~' ? new RegExp(`^(?:${value})$`).test(given) : given === value);
  return (sample) => sample.name === name && (label === undefined || isRight(sample.labels[label]));
}

/** A key for the labels, without sorting them: prom-client always writes a metric's labels in the same order. */
const key = ({ labels }: Sample): string => JSON.stringify(labels);

/** The increase of each counter. A counter that is only in the later scrape began at zero. */
function increases(isWanted: (sample: Sample) => boolean, a: Scrape, b: Scrape): Scrape {
  const before = new Map(a.filter(isWanted).map((one) => [key(one), one.value]));
  return b.filter(isWanted).map((one) => ({ ...one, value: one.value - (before.get(key(one)) ?? 0) }));
}

function quantileOf(share: number, buckets: Scrape): number | null {
  const byBound = new Map<number, number>();
  for (const { labels, value } of buckets) {
    const bound = labels['le'] === '+Inf' ? Infinity : Number(labels['le']);
    byBound.set(bound, (byBound.get(bound) ?? 0) + value);
  }
  const all = byBound.get(Infinity) ?? 0;
  if (all === 0) return null;
  const bounds = [...byBound].toSorted(([one], [other]) => one - other);
  return bounds.find(([, count]) => count >= share * all)?.[0] ?? null;
}

/** The names of metrics in an expression. */
export function metricsIn(expr: string): readonly string[] {
  return [...expr.matchAll(/\b(?:leadbell|process|nodejs)_\w+/g)].map(([name]) => name);
}
