import { type Lead, withoutPerson } from '@leadbell/domain';
import { buildBulk, buildLead } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { fetchedLead } from './fetched.ts';

const phone = '966501234567';
const bulk = buildBulk({});
const lead = buildLead({
  externalId: phone,
  firstName: 'Testa',
  lastName: 'Invented',
  phoneCode: '966',
  phoneNumber: '501234567',
  email: null,
});
const printed = (one: Lead, isFull: boolean) => fetchedLead(one, bulk, { isFull });

test('fetch shows the external id only together with the person, because it may be a phone number', () => {
  const masked = printed(lead, false);
  expect(masked).toMatchObject({ number: null, phone: '•••• 4567' });
  expect(JSON.stringify(masked)).not.toMatch(/50123|Invented/);
  expect(printed(lead, true)).toMatchObject({ number: phone, name: 'Testa Invented', phone: '966 501234567' });
});

test.each([false, true])('a forgotten person is shown as erased (--full: %s)', (isFull) => {
  const line = printed(withoutPerson(lead), isFull);
  expect(line).toMatchObject({ number: null, name: 'erased on request', phone: null, email: null });
});
