import { expect, test } from 'vitest';
import { errorFields } from './log-error.ts';

test('the fields of an error have no message, even if the lines of the message look like stack frames', () => {
  const error = new TypeError('no such lead\n    at Sara Almithali (sara@example.com)');
  const told = JSON.stringify(errorFields(error));
  expect(told).not.toMatch(/Almithali|example/);
  expect(told).toContain('log-error.test.ts');
});
