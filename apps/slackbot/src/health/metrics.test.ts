import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createPrometheus } from './prometheus.ts';

/** Joins the page's lines, because the formatter wraps them. */
const flat = (page: string) => page.replaceAll(/\s+/g, ' ');

test('the health page lists every metric', async () => {
  const prometheus = createPrometheus('socket', () => () => {});
  const text = await prometheus.exposition(null);
  prometheus.close();
  const helps = [...text.matchAll(/^# HELP (leadbell_\w+) (.+)$/gm)].map(([, name = '', help = '']) => [name, help]);
  const types = new Map([...text.matchAll(/^# TYPE (leadbell_\w+) (\w+)$/gm)].map(([, name, type]) => [name, type]));
  expect(helps.length).toBeGreaterThan(25);
  const rows = helps.map(([name = '', help = '']) => `- \`${name}\` (${types.get(name)}): ${help}.`);
  const file = new URL('../../../../docs/health.md', import.meta.url);
  const [begin, end] = ['<!-- made by apps/slackbot/src/health/metrics.test.ts -->', '<!-- end -->'];
  const [before = '', rest = ''] = readFileSync(file, 'utf8').split(begin);
  const [, after = ''] = rest.split(end);
  const right = `${before}${begin}\n\n${rows.join('\n')}\n\n${end}${after}`;
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(file, right);
  expect(flat(readFileSync(file, 'utf8'))).toBe(flat(right));
});
