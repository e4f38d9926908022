import { expect, test } from 'vitest';
import { numberIn } from './number-in.ts';

test.each([
  ['Please call 050 000 0021 today', '050 000 0021'],
  ['اتصل على ٠٥٠٠٠٠٠٠٢١ الآن', '0500000021'],
  ['+966 (50) 000-0021', '+966 (50) 000-0021'],
  ['<tel:+966500000021|0500000021>', '+966500000021'],
  ['from <mailto:alfa@example.com|alfa@example.com>, 2 cars', 'alfa@example.com'],
  ['bulk 574 has lead 90211', '574'],
  ['2 cars at 10, number 0500000021', '0500000021'],
  ['<@U0500000021> please look', null],
  ['no number here', null],
  ['', null],
])('%s', (text, found) => {
  expect(numberIn(text)).toBe(found);
});
