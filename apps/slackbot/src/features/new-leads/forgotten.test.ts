/** Tests that cards of new leads are found by their person, and that nothing is posted about a forgotten person. */
import { everyPersonKey, type Lead, personTraits } from '@leadbell/domain';
import { testKey } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { nthLead } from '../../testing/lead-fixtures.ts';
import {
  bulkOf,
  databases,
  pollOf,
  setUpAnnouncing,
  store,
  subscribe,
  url,
} from '../../testing/announcing-fixtures.ts';

setUpAnnouncing();

const maha: Lead = {
  ...nthLead(1),
  firstName: 'Maha',
  externalId: '501',
  leadId: null,
  outcome: 'pending',
  errors: [],
  phoneNumber: '500000101',
};
const omar: Lead = { ...nthLead(2), firstName: 'Omar', externalId: '502', phoneNumber: '500000102' };
const target = (lead: Lead) => ({ persons: everyPersonKey(personTraits(lead), [testKey()]) });
const by = { receipt: 'r1', actor: 'operator', workspace: null };
const forget = (lead: Lead) => store.transaction((tx) => store.persons.erase(tx, target(lead), by));
const cards = async () =>
  (
    await databases.query(url, `select payload::text as text from outbox where kind = 'lead' and payload is not null`)
  ).flatMap(({ text }) => /Maha|Omar/.exec(String(text))?.[0] ?? []);

test('a card is found by the lead that it shows, even by a number that the lead got later', async () => {
  await subscribe();
  await pollOf([bulkOf([maha, omar])], true);
  expect(await store.persons.find(target(maha))).toMatchObject({ cards: 1, leads: 1, announcements: 1 });
  const created: Lead = { ...maha, leadId: '71', outcome: 'created' };
  await pollOf([bulkOf([created, omar])], true);
  await databases.query(url, 'delete from bulk_leads');
  const byNumber = { ...created, phoneNumber: null, email: null, externalId: null };
  expect(await store.persons.find(target(byNumber))).toMatchObject({ cards: 1 });
});

test('a message about many leads names no one', async () => {
  await subscribe();
  await pollOf([bulkOf(Array.from({ length: 30 }, (_, index) => nthLead(index)))], false);
  expect(await databases.query(url, 'select 1 from person_index')).toEqual([]);
});

test.each([false, true])(
  'nothing is posted about a forgotten person, now or later (thread-only: %s)',
  async (threadOnly) => {
    await subscribe(threadOnly);
    await pollOf([bulkOf([maha, omar])], true);
    expect((await cards()).toSorted()).toEqual(['Maha', 'Omar']);
    await forget(maha);
    expect(await cards()).toEqual(['Omar']);
    // The lead's state changes, and another lead from the same person arrives.
    await pollOf([bulkOf([{ ...maha, outcome: 'errored' }, omar, { ...maha, externalId: '599' }])], true);
    expect(await cards()).toEqual(['Omar']);
    expect(await store.persons.find(target(maha))).toEqual({
      cards: 0,
      shares: 0,
      files: 0,
      leads: 0,
      announcements: 0,
    });
  },
);
