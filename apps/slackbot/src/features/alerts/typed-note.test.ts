import { expect, test } from 'vitest';
import { typedNote } from './typed-note.ts';

test.each([
  ['asked Zarqash at Autoline to map branch Olaya 3', 'asked Zarqash at Autoline to map branch Olaya 3'],
  ['اتصلت بالمورّد وسيُصلح الربط غدًا', 'اتصلت بالمورّد وسيُصلح الربط غدًا'],
  ['call 0500000005 or a.tester@example.com', 'call ••• or •••'],
  ['<@U0SAMIR|samir> looks at it', '<@U0SAMIR> looks at it'],
])('%s', (typed, kept) => {
  expect(typedNote(typed)).toBe(kept);
});
