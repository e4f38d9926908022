import { leadErrors } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { messagesFor } from '../features/index.ts';
import { errorText } from './rows.ts';

test.each([
  ['en', 'Branch unknown'],
  ['ar', 'الفرع غير معروف'],
] as const)('an error in two languages is shown only in the reader’s language (%s)', (language, right) => {
  const [error] = leadErrors({ messageEn: 'Branch unknown', messageAr: 'الفرع غير معروف' });
  expect(error).toBeDefined();
  const text = JSON.stringify(error === undefined ? [] : errorText(error, messagesFor(language)));
  expect(text).toContain(right);
  expect(text.includes('Branch unknown') && text.includes('الفرع')).toBe(false);
});

test('a bare number is treated as a code', () => {
  const [error] = leadErrors(1042);
  const messages = messagesFor('en');
  const text = JSON.stringify(error === undefined ? [] : errorText(error, messages));
  expect(text).toContain(messages.errors.noReason);
  expect(text).toContain('1042');
});
