import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { blockKinds } from './blocks/block-shapes.ts';
import { coverage } from './coverage.ts';
import { faultKinds } from './faults.ts';
import { socketFaultKinds } from './http/control-route.ts';
import { methods } from './web-api/registry.ts';

const source = new URL('./', import.meta.url);

test('the listed methods are those that the API answers', () => {
  expect(coverage.methods).toEqual([...methods.keys()].toSorted());
});

test('the listed blocks are those that the validator knows', () => {
  expect(coverage.blocks).toEqual(Object.keys(blockKinds).toSorted());
});

test('the listed faults are the available ones', () => {
  expect(coverage.faults).toEqual([...faultKinds, ...socketFaultKinds]);
});

test('each listed delivery is sent by the code', async () => {
  const files = ['action', 'command', 'event', 'say', 'shortcut', 'view'].map((name) => `interactions/${name}.ts`);
  files.push('delivery/deliver.ts', 'http/page-route.ts');
  const code = (await Promise.all(files.map((file) => readFile(new URL(file, source), 'utf8')))).join('\n');
  const missing = coverage.deliveries.filter((name) => !code.includes(`'${name}'`));
  expect(missing).toEqual([]);
});

test("the README's lists equal those of the code", async () => {
  const readme = await readFile(new URL('../README.md', source), 'utf8');
  for (const [kind, names] of Object.entries(coverage)) {
    const [, listed = ''] = new RegExp(`^- \\*\\*${kind}\\*\\*: (.*?)\\n(?=- |\\n)`, 'ms').exec(readme) ?? [];
    expect([...listed.matchAll(/`([^`]+)`/g)].map((match) => match[1])).toEqual(names);
  }
});
