/**
 * For tests: a database, a channel that subscribes to new leads, and polls that read a bulk.
 * `setUp…` gives each test an empty database.
 */
import { type Bulk, BulkObserver, type Instant, type Lead } from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { keepStore, type KeptStore, startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { testIdentities } from '@leadbell/testing';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { writeDefinition } from '../subscriptions/definition.ts';
import { plainLeads } from './definition-fixtures.ts';
import { announceLeads } from '../features/new-leads/announce.ts';

export const channel = 'C0SALES';
const identities = testIdentities();

export let databases: TestDatabases;
let kept: KeptStore;
export let url: string;
export let store: Store;
export let now: Instant;

/** Registers hooks that run before and after each test of the calling file. */
export function setUpAnnouncing(): void {
  beforeAll(async () => {
    databases = await startTestDatabases();
    kept = keepStore(databases);
  });
  afterAll(async () => {
    await kept.close();
    await databases.close();
  });
  beforeEach(async () => {
    ({ url, store } = await kept.renew(url));
    now = (Date.now() + 60_000) as Instant;
  });
}

export async function subscribe(threadOnly = false): Promise<void> {
  const definition = writeDefinition({ ...plainLeads, threadOnly });
  const where = { workspace: 'T1', channel, owner: 'U0NOURA', kind: 'leads' };
  await store.transaction((tx) => store.subscriptions.add(tx, { ...where, definition, nextRunAt: null }));
}

/** A bulk in the form in which the DMS lists it. */
export function bulkOf(leads: readonly Lead[], changes: Partial<Bulk> = {}) {
  const info: Bulk = {
    key: 'k1',
    id: '1',
    createdAt: now,
    createdBy: '1',
    state: 'completed',
    totalRecords: leads.length,
    errorRecords: 0,
    ...changes,
  };
  const observer = new BulkObserver(identities);
  const all = new Map(leads.map((lead, index) => [observer.add(lead), { lead, index }] as const));
  return { observation: observer.finish(info), seen: { info, leads: all } };
}

/** Simulates a poll that reads these bulks. If `isKept`, the leads are also stored in the database. */
export async function pollOf(bulks: readonly ReturnType<typeof bulkOf>[], isKept: boolean): Promise<void> {
  if (isKept) await store.connections.ensure('dms');
  const observations = bulks.map(({ observation }) => observation);
  const seen = new Map(bulks.map((bulk) => [bulk.seen.info.key, bulk.seen]));
  await announceLeads(seen, { store, identities, connection: 'dms', now }, async (tx) => {
    if (isKept) await store.bulks.apply(tx, 'dms', observations, now, () => '2025-08-25' as never);
  });
}
