import { type Bulk, BulkObserver, type Instant, type Lead, type Zone } from '@leadbell/domain';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { testIdentities } from '@leadbell/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { nthLead } from '../answers/lead-fixtures.ts';
import { writeDefinition } from '../subscriptions/definition.ts';
import { announceLeads } from './announce.ts';

const identities = testIdentities();
let databases: TestDatabases;
let url: string;
let store: Store;
let now: Instant;

beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.close());
beforeEach(async () => {
  url = await databases.create();
  store = await openStore({ url });
  now = (Date.now() + 60_000) as Instant;
  const definition = writeDefinition({
    kind: 'leads',
    zone: 'Asia/Riyadh' as Zone,
    language: 'en',
    filters: {},
    together: 10,
    threadOnly: false,
  });
  await store.transaction((tx) =>
    store.subscriptions.add(tx, {
      workspace: 'T1',
      channel: 'C0SALES',
      owner: 'U0NOURA',
      kind: 'leads',
      definition,
      nextRunAt: null,
    }),
  );
});
afterEach(() => store.close());

const lead = (outcome: Lead['outcome'], externalId: string | null = '7'): Lead => ({
  ...nthLead(1),
  externalId,
  leadId: null,
  outcome,
  errors: [],
});

/** A poll reads a bulk of these. */
async function read(...leads: readonly Lead[]): Promise<void> {
  const info = {
    key: 'k1',
    id: '1',
    createdAt: now,
    createdBy: '1',
    state: 'completed',
    totalRecords: leads.length,
    errorRecords: 0,
  } as Bulk;
  const observer = new BulkObserver(identities);
  const all = new Map(leads.map((one, index) => [observer.add(one), { lead: one, index }]));
  await store.transaction((tx) =>
    announceLeads(tx, new Map([['k1', { info, leads: all }]]), now, { store, identities }),
  );
}

const cards = () => databases.query(url, 'select version, payload::text as text from outbox order by id');

it('a lead that stands otherwise changes its card once', async () => {
  await read(lead('pending'));
  await read(lead('created'));
  await read(lead('created'));
  const [card, ...others] = await cards();
  expect(others).toEqual([]);
  expect(card?.['version']).toBe(2);
  expect(card?.['text']).toContain('Created');
});

it('two that nobody can tell apart are one card, which does not change from poll to poll', async () => {
  const both = [lead('pending', null), lead('errored', null)];
  await read(...both);
  const [first, ...others] = await cards();
  expect(others).toEqual([]);
  await read(...both);
  await read(...both.toReversed());
  expect(await cards()).toEqual([first]);
});
