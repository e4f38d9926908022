import type { Instant, Lead } from '@leadbell/domain';
import { asRead } from '@leadbell/testing';
import { beforeEach, expect, it } from 'vitest';
import { nthLead } from '../../testing/lead-fixtures.ts';
import { bulkOf, databases, now, pollOf, subscribe, url, setUpAnnouncing } from '../../testing/announcing-fixtures.ts';

setUpAnnouncing();

beforeEach(() => subscribe());

const lead = (outcome: Lead['outcome'], externalId: string | null = '7'): Lead => ({
  ...nthLead(1),
  externalId,
  leadId: null,
  outcome,
  errors: [],
});

/** Simulates a poll that reads a bulk of these leads. */
const read = (...leads: readonly Lead[]) => pollOf([bulkOf(leads)], false);

const cards = () => databases.query(url, 'select version, payload::text as text from outbox order by id');

it('a card is updated once when its lead’s outcome changes', async () => {
  await read(lead('pending'));
  await read(lead('created'));
  await read(lead('created'));
  const [card, ...others] = await cards();
  expect(others).toEqual([]);
  expect(card?.['version']).toBe(2);
  expect(card?.['text']).toContain('Created');
});

it('two leads that can’t be told apart have one card, which does not change between polls', async () => {
  const both = [lead('pending', null), lead('errored', null)];
  await read(...both);
  const [first, ...others] = await cards();
  expect(others).toEqual([]);
  await read(...both);
  await read(...both.toReversed());
  expect(await cards()).toEqual([first]);
});

/** Simulates a poll that reads and stores bulks. `minutesAgo`: the age of each bulk. */
function poll(...bulks: readonly { readonly minutesAgo: number; readonly leads: readonly Lead[] }[]): Promise<void> {
  const read = bulks.map(({ minutesAgo, leads }) =>
    bulkOf(leads, {
      key: `k${minutesAgo}`,
      id: null,
      createdAt: (now - minutesAgo * 60_000) as Instant,
      state: 'in-progress',
    }),
  );
  return pollOf(read, true);
}

const texts = async () => (await cards()).map(({ text }) => asRead(text));
beforeEach(async () => {
  // The subscription must be older than the bulks, to cover them.
  await databases.query(url, "update subscriptions set created_at = created_at - interval '1 hour'");
});

it('a lead that is sent again in a later bulk keeps its one card, which then says that the lead was sent again', async () => {
  await poll({ minutesAgo: 9, leads: [lead('pending'), lead('pending', '8')] });
  const before = await cards();
  expect(before).toHaveLength(2);
  const both = [
    { minutesAgo: 9, leads: [lead('pending'), lead('pending', '8')] },
    { minutesAgo: 5, leads: [lead('pending')] },
  ];
  await poll(...both);
  const after = await cards();
  expect(after.map(({ version }) => version)).toEqual([2, 1]);
  expect((await texts())[0]).toContain('Sent again');
  expect((await texts())[1]).not.toContain('Sent again');
  // Nothing changes when both bulks are read again in the other order, or when only one bulk is
  // read again.
  await poll(...both.toReversed());
  await poll(...both.slice(0, 1));
  expect(await cards()).toEqual(after);
  await poll({ minutesAgo: 5, leads: [lead('created')] });
  expect((await texts())[0]).toMatch(/Created.*Sent again/s);
});

it('two bulks with the same lead cause one card, and an older bulk that arrives later causes no other card', async () => {
  await poll({ minutesAgo: 9, leads: [lead('errored')] }, { minutesAgo: 5, leads: [lead('pending')] });
  expect(await texts()).toEqual([expect.stringContaining('Sent again')]);
  await poll({ minutesAgo: 12, leads: [lead('errored')] }, { minutesAgo: 5, leads: [lead('pending')] });
  await poll({ minutesAgo: 12, leads: [lead('errored')] }, { minutesAgo: 5, leads: [lead('created')] });
  expect(await texts()).toEqual([expect.stringMatching(/Created.*Sent again/s)]);
});

it('two people with the same number have a card each', async () => {
  await poll({ minutesAgo: 9, leads: [lead('pending')] });
  const other = { ...lead('pending'), firstName: 'Bravo', lastName: 'Testova', phoneNumber: '500000077', email: null };
  await poll({ minutesAgo: 5, leads: [other] });
  expect(await cards()).toHaveLength(2);
});

const bulk = (minutesAgo: number, number: string) => ({ minutesAgo, leads: [lead('pending', number)] });
it('leads of one poll are posted oldest first, in whatever order the DMS lists their bulks', async () => {
  await poll(bulk(0.2, '3'), bulk(0.6, '1'), bulk(0.1, '4'), bulk(0.4, '2'));
  const keys = await databases.query(url, "select key from outbox where kind = 'lead' order by id");
  expect(keys.map(({ key }) => String(key).at(-1))).toEqual(['1', '2', '3', '4']);
});

it('polls that run at the same time announce each lead once, and the count of the day includes each lead once', async () => {
  await databases.query(url, 'delete from subscriptions');
  await subscribe(true);
  await databases.query(url, "update subscriptions set created_at = created_at - interval '1 hour'");
  const [first, second] = [lead('pending', '7'), lead('pending', '8')];
  await Promise.all([read(first, second), read(second, first), read(first, second)]);
  const [day, ...others] = await texts();
  expect(others).toHaveLength(2);
  expect(day).toContain('2 new leads');
});

it('the delay of a card is measured from the creation of its bulk', async () => {
  await poll({ minutesAgo: 0, leads: [lead('pending')] });
  const rows = await databases.query(url, 'select extract(epoch from visible_from) * 1000 as at from outbox');
  expect(rows.map(({ at }) => Number(at))).toEqual([now]);
});
