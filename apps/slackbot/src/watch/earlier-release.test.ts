/**
 * Runs the present code on the backup of an earlier release, with the answer of the DMS that the release had read. That
 * release (commit a842c0d) had no installation key, and a channel had subscribed to new leads.
 */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import {
  type BulkObservation,
  BulkObserver,
  type Instant,
  type Lead,
  type LeadIdentities,
  plainDateIn,
  type Zone,
} from '@leadbell/domain';
import { createLeadsApi } from '@leadbell/leads-api';
import { installationKey, newKeyText, openKeys, openStore, restore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { messagesFor } from '../features/index.ts';
import { announceLeads } from '../features/new-leads/announce.ts';
import type { SeenBulk } from '../reports/arrived.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`__fixtures__/earlier-release.${name}`, import.meta.url), 'utf8');
const stored = fixture('backup.jsonl');
const answer = fixture('body.json');
const zone = 'Asia/Riyadh' as Zone;
/** The time a minute after the last bulk was created. */
const moment = (Math.max(...[...answer.matchAll(/"createdDate": ?"([^"]+)"/g)].map(([, at]) => Date.parse(at ?? ''))) +
  60_000) as Instant;

let databases: TestDatabases;
let url: string;
let store: Store;
let identities: LeadIdentities;

beforeAll(async () => {
  // Cards need the words of all features, which importing `messagesFor` puts together.
  messagesFor('en');
  databases = await startTestDatabases();
});
afterAll(() => databases.close());
beforeEach(async () => {
  url = await databases.create();
  await restore({ url }, Readable.from([gzipSync(stored)]));
  store = await openStore({ url });
  await useKeys(newKeyText());
});
afterEach(() => store.close());

async function useKeys(...texts: string[]): Promise<void> {
  ({ identities } = await openKeys(store, { keyText: texts.join(','), keyFile: null }, null));
}

/** Simulates a poll that reads this body. Returns the resulting events. */
async function read(body: string, afterMinutes = 0): Promise<string[]> {
  const leadsApi = createLeadsApi(
    { baseUrl: 'http://dms.example', auth: { kind: 'none' }, attempts: 1 },
    {
      now: () => moment,
      sleep: () => Promise.resolve(),
      random: () => 1,
      fetch: () => Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } })),
      log: () => {},
    },
  );
  const window = { from: (moment - 3_600_000) as Instant, to: moment };
  const open = new Map<number, { observer: BulkObserver; leads: Map<string, { lead: Lead; index: number }> }>();
  const bulks: BulkObservation[] = [];
  const seen = new Map<string, SeenBulk>();
  for await (const part of leadsApi.read({ kind: 'window', window }, {})) {
    if (part.type === 'leads') {
      const bulk = open.get(part.bulk) ?? { observer: new BulkObserver(identities), leads: new Map() };
      open.set(part.bulk, bulk);
      for (const lead of part.leads) bulk.leads.set(bulk.observer.add(lead), { lead, index: bulk.leads.size });
    } else if (part.type === 'bulk') {
      const bulk = open.get(part.bulk);
      if (bulk === undefined) throw new Error('a bulk without leads');
      const observation = bulk.observer.finish(part.info);
      bulks.push(observation);
      seen.set(observation.info.key, { info: part.info, leads: bulk.leads });
    }
  }
  const now = (moment + afterMinutes * 60_000) as Instant;
  const { events } = await announceLeads(seen, { store, identities, connection: 'dms', now }, (tx) =>
    store.bulks.apply(tx, 'dms', bulks, now, (at) => plainDateIn(zone, at)),
  );
  return events.map(({ event }) => ('leads' in event ? `${event.kind} ${event.leads.length}` : event.kind)).toSorted();
}

const rows = (text: string) => databases.query(url, text);
async function everything() {
  return {
    leads: await rows('select bulk_id, key, dms_id, outcome, errors from bulk_leads order by 1, 2'),
    bulks: await rows('select id, created_at, leads, created, errored, pending, state from bulks order by 1'),
    told: await rows('select subscription_id, lead, outcome from leads_told order by 2'),
    cards: await rows('select key, version from outbox order by 1'),
    days: await rows('select day, name, value, count from daily_counters where count <> 0 order by 1, 2, 3'),
  };
}

test('reading the same leads again causes no events', async () => {
  const before = await everything();
  expect(before.leads).toHaveLength(23);
  expect(before.cards).toHaveLength(21);
  expect(await read(answer)).toEqual([]);
  expect(await everything()).toEqual(before);
  expect(await read(answer, 1)).toEqual([]);
  expect(await everything()).toEqual(before);
});

test('reading the same leads with a new installation key causes no events', async () => {
  const [old, next] = [newKeyText(), newKeyText()];
  await store.keys.keepOnly([]);
  await useKeys(old);
  await read(answer);
  await useKeys(next, old);
  const before = await everything();
  expect(await read(answer, 1)).toEqual([]);
  expect(await everything()).toEqual(before);
});

test('later events apply to the existing rows and cards', async () => {
  const before = await everything();
  let number = 5_000;
  const later = answer.replaceAll(/"leadId": ?0,\s*"isError": ?0/g, () => `"leadId": ${(number += 1)}, "isError": 0`);
  const created = await read(later, 5);
  expect(created.filter((event) => !event.startsWith('lead-created'))).toEqual([]);
  const after = await everything();
  expect(after.leads.map(({ key }) => key)).toEqual(before.leads.map(({ key }) => key));
  expect(after.leads.filter(({ outcome }) => outcome === 'pending')).toEqual([]);
  expect(after.told.map(({ lead }) => lead)).toEqual(before.told.map(({ lead }) => lead));
  expect(after.cards.map(({ key }) => key)).toEqual(before.cards.map(({ key }) => key));
  expect(after.cards.filter(({ version }) => Number(version) > 1).length).toBeGreaterThan(10);
  expect(await read(later, 6)).toEqual([]);
});

test('a lead whose texts are parsed differently does not count as new', async () => {
  const before = await everything();
  const bulks = JSON.parse(answer) as { createdDate: string | null }[];
  const cleaner = JSON.stringify(
    bulks.map((bulk) =>
      // Leave a bulk without a date as it is, because only its leads identify it.
      bulk.createdDate === null ? bulk : (JSON.parse(JSON.stringify(bulk).replaceAll('North', 'N.')) as typeof bulk),
    ),
  )
    .replace('Sales &amp; service', 'Sales & service')
    .replace('<b>Driver</b>', 'Driver')
    .replaceAll('"N/A"', 'null')
    .replaceAll('"null"', 'null');
  expect(await read(cleaner)).toEqual([]);
  expect((await everything()).leads).toEqual(before.leads);
  expect((await everything()).cards).toEqual(before.cards);
});

test('a lead that arrives later counts as new, but only once', async () => {
  await read(answer);
  const [bulk] = JSON.parse(answer.replace('9007199254740993', '14')) as { leads: object[] }[];
  if (bulk === undefined) throw new Error('no bulk');
  bulk.leads.push({ ...bulk.leads[0], leadExternalId: 0, firstName: 'Uniform', phoneNumber: '0500000099' });
  const more = JSON.stringify([bulk]);
  const events = await read(more, 1);
  // The bulk's fourth lead has another number in this body, so it counts as new too.
  expect(events).toEqual(['lead-appeared 2']);
  // The fourth lead with its old number is gone.
  expect(await read(more, 2)).toEqual(['lead-gone 1']);
  expect(await read(more, 3)).toEqual([]);
});

test('the keys of leads reveal nothing without the installation key', async () => {
  const text = newKeyText();
  await store.keys.keepOnly([]);
  await useKeys(text);
  await rows('truncate bulks cascade');
  await read(answer);
  const keys = (await rows('select key from bulk_leads')).map(({ key }) => String(key));
  const { id } = installationKey(text);
  for (const key of keys) expect(key).toMatch(new RegExp(`^(?:x[1-9]\\d*|k1\\.${id}\\.[\\w-]{22})(?:#\\d+)?$`));
  expect(keys.filter((key) => key.startsWith('k1.'))).toHaveLength(15);
});
