/** Tests on a real database how opened leads are recorded, and how their number is limited. */
import { type Lead, type ReadingBounds, soughtKey } from '@leadbell/domain';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { testIdentities, testKey } from '@leadbell/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { nthLead } from '../testing/lead-fixtures.ts';
import { untilAborted } from '../testing/patience-fixtures.ts';
import { createRecord, type Looker, TooManyPeople, Unrecorded } from './record.ts';

let databases: TestDatabases;
let url: string;
let store: Store;
beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.createReady();
  store = await openStore({ url });
});
afterAll(async () => {
  await store.close();
  await databases.close();
});
beforeEach(() => databases.empty(url));

const noura: Looker = { user: 'U0NOURA', kind: 'member', channel: '' };
const entries = () => store.audit.list({ limit: 50 });

function recordWith(reading: ReadingBounds, its: Pick<Store, 'transaction' | 'audit'> = store) {
  const record = createRecord({
    store: its,
    identities: testIdentities(),
    reading,
    workspace: 'T1',
    sleep: untilAborted,
  });
  return (...leads: readonly Lead[]) => record(noura, { action: 'open', leads, fields: ['phone'] });
}

test('an opened lead is recorded with its keys and numbers, without the person’s name', async () => {
  const lead = { ...nthLead(1), externalId: '0500001111', leadId: '90211' };
  await recordWith({ unusual: null, limit: null })(lead);
  const [entry] = await entries();
  expect(entry).toMatchObject({ actor: 'U0NOURA', actorKind: 'member', numbers: ['90211'], channel: null });
  expect(entry?.leads).toEqual([testIdentities().ofNumber('0500001111').key]);
  expect(JSON.stringify(entry)).not.toMatch(/0500001111|Almithali|Testova|person1/);
});

test('a search is recorded as a keyed hash of the typed text, even if nothing was found', async () => {
  const options = {
    store,
    identities: testIdentities(),
    reading: { unusual: null, limit: null },
    workspace: 'T1',
    sleep: untilAborted,
  };
  const sought = { kind: 'phone', text: '966500000021', own: '500000021' } as const;
  await createRecord(options)(noura, { action: 'find', sought, leads: [], fields: [] });
  const [entry] = await entries();
  expect(entry).toMatchObject({ actor: 'U0NOURA', action: 'find', leads: [], outcome: 'done' });
  expect(entry?.subject).toBe(soughtKey(sought, testKey()));
  expect(JSON.stringify(entry)).not.toMatch(/500000021/);
});

test('a person who has reached the limit sees nothing, and the attempt is recorded', async () => {
  const open = recordWith({ unusual: { people: 1, minutes: 60 }, limit: { people: 2, minutes: 60 } });
  await open(nthLead(1));
  await open(nthLead(2));
  await expect(open(nthLead(3))).rejects.toThrow(TooManyPeople);
  await open(nthLead(2));
  const all = (await entries()).map(({ action, outcome }) => `${action} ${outcome}`);
  expect(all.filter((one) => one !== 'unusual reading done')).toEqual([
    'open done',
    'open refused',
    'open done',
    'open done',
  ]);
  expect(all).toHaveLength(5);
});

test('no lead is shown while the database is down, because the opening could not be recorded', async () => {
  const broken = { ...store, transaction: () => Promise.reject(new Error('gone')) };
  await expect(recordWith({ unusual: null, limit: null }, broken)(nthLead(1))).rejects.toThrow(Unrecorded);
});

test('opening a lead takes one commit', async () => {
  let transactions = 0;
  const counting = {
    ...store,
    transaction: <T>(work: Parameters<typeof store.transaction<T>>[0]) => {
      transactions += 1;
      return store.transaction(work);
    },
  };
  const open = recordWith({ unusual: { people: 3, minutes: 60 }, limit: { people: 1_000, minutes: 60 } }, counting);
  for (let n = 0; n < 10; n += 1) await open(nthLead(n));
  const [written] = await databases.query(url, 'select count(distinct xmin::text)::int as n from audit_log');
  expect([transactions, written]).toEqual([10, { n: 10 }]);
});
