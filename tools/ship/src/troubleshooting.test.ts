import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url).pathname;
const page = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8');

/** Words in code of a list in another page. */
function listed(file: string, from: RegExp, to: RegExp): readonly string[] {
  const text = readFileSync(join(root, 'docs', file), 'utf8').replaceAll('\n', ' ');
  const part = new RegExp(`${from.source}(.*?)${to.source}`).exec(text)?.[1] ?? '';
  return Array.from(part.matchAll(/`([a-z-]+)`/g), ([, word = '']) => word);
}

test('each problem and each kind of failure that the status names has its lines', () => {
  const problems = listed('status.md', /`problems`: with the worst first: /, /- `at`/);
  const kinds = listed('status.md', /Kinds of failure: /, /For a bulk that was set aside/);
  expect(problems.length).toBeGreaterThan(10);
  expect(kinds.length).toBeGreaterThan(8);
  expect([...problems, ...kinds].filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
});

test('each rule of alerts has its lines', () => {
  const rules = readdirSync(join(root, 'libs/domain/src/alerts/rules')).filter((name) => /^[a-z-]+\.ts$/.test(name));
  const names = rules.map((name) => name.replace('.ts', '')).filter((name) => !['index', 'rule'].includes(name));
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
