import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alertRules } from './index.ts';

test('each rule has a file in this folder that is named after the rule’s id', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (file) => file !== 'index.ts' && !file.endsWith('.test.ts'),
  );
  expect(files.toSorted()).toEqual(alertRules.map((id) => `${id}.ts`).toSorted());
});
