import { expect, test } from 'vitest';
import { freePort } from './testing.ts';

test('ports that are asked for at the same time are different', async () => {
  const ports = await Promise.all(Array.from({ length: 10 }, () => freePort()));
  expect(new Set(ports).size).toBe(10);
});
