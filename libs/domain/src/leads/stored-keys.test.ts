import { buildBulk, buildLead, testIdentities, testKey } from './identity-fixtures.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffBulk } from './diff.ts';
import { createIdentities } from './identity.ts';
import type { Lead } from './lead.ts';
import { BulkObserver, type BulkObservation } from './observation.ts';
import { withStoredKeys } from './stored-keys.ts';
import type { Instant } from '../time/instant.ts';

const at = (seconds: number) => (1_756_000_000_000 + seconds * 1_000) as Instant;
const pending = (first: string, changes: Partial<Lead> = {}) =>
  buildLead({ externalId: null, firstName: first, ...changes });
const created = (first: string, leadId = '7') => pending(first, { leadId, outcome: 'created' });

function observe(leads: readonly Lead[], identities = testIdentities()): BulkObservation {
  const observer = new BulkObserver(identities);
  for (const lead of leads) observer.add(lead);
  return observer.finish(buildBulk());
}
/** Returns the events when these leads are observed and these rows are stored. */
function eventsOf(
  rows: Iterable<string>,
  before: readonly Lead[],
  now: readonly Lead[],
  identities = testIdentities(),
) {
  const keys = [...rows];
  const stored = new Map([...observe(before).leads.values()].map((state, n) => [keys[n] ?? '', state]));
  const previous = { ...diffBulk(null, observe([]), at(0)).snapshot, leads: stored };
  return diffBulk(previous, withStoredKeys(observe(now, identities), stored), at(1)).events;
}
const keysOf = (leads: readonly Lead[], key = testKey()) => [...observe(leads, createIdentities(key, [])).leads.keys()];

test('rows under an older key of the installation are found, and only leads without a row count as new', () => {
  const [a, b] = [pending('Alfa'), pending('Bravo')];
  const identities = testIdentities(testKey('new'), testKey('old'));
  const rows = keysOf([a, b], testKey('old'));
  expect(eventsOf(rows, [a, b], [b, a], identities)).toEqual([]);
  expect(eventsOf(rows, [a, b], [created('Bravo'), a], identities)).toEqual([
    { kind: 'lead-created', leads: [rows[1]] },
  ]);
  const [c] = keysOf([pending('Charlie')], testKey('new'));
  expect(eventsOf(rows, [a, b], [b, a, pending('Charlie')], identities)).toEqual([
    { kind: 'lead-appeared', leads: [c] },
  ]);
});

test('identical leads can change places without an event', () => {
  const [one, other] = [pending('Alfa'), created('Alfa')];
  const rows = keysOf([one, other]);
  expect(eventsOf(rows, [one, other], [other, one])).toEqual([]);
  // The new lead gets the next number.
  expect(eventsOf(rows, [one, other], [pending('Alfa'), other, one])).toEqual([
    { kind: 'lead-appeared', leads: [`${rows[0]}#3`] },
  ]);
  expect(eventsOf(rows, [one, other], [other, created('Alfa', '8')])).toEqual([
    { kind: 'lead-created', leads: [rows[0]] },
  ]);
});

test('if stored leads share a placeholder as their external id, each row is matched to a lead in the same state', () => {
  const before = [pending('Alfa'), created('Bravo'), pending('Charlie')];
  const rows = ['x0', 'x0#2', 'x0#3'];
  expect(eventsOf(rows, before, before.toReversed())).toEqual([]);
  expect(eventsOf(rows, before, [pending('Delta'), ...before]).map(({ kind }) => kind)).toEqual(['lead-appeared']);
});

test('a new lead does not get the row of a lead with a final outcome', () => {
  const rows = ['h1nk218iaqadmj', 'h1gkt2smf7imzt'];
  const events = eventsOf(rows, [created('Alfa'), created('Bravo', '8')], [pending('Charlie')]);
  expect(events.map(({ kind }) => kind)).toEqual(['lead-appeared']);
});

const leadsOf = (all: readonly { first: string | null; externalId: string | null; leadId: string | null }[]) =>
  all.map(({ first, ...lead }) =>
    buildLead({ ...lead, firstName: first, outcome: lead.leadId === null ? 'pending' : 'created' }),
  );

test('whatever is stored, no two leads share a row, and no lead is left out', () => {
  const anyLead = fc.record({
    first: fc.constantFrom('Alfa', 'Bravo', null),
    externalId: fc.constantFrom(null, '1', '2', '1#2'),
    leadId: fc.constantFrom(null, '7', '8'),
  });
  fc.assert(
    fc.property(fc.array(anyLead), fc.array(anyLead), fc.boolean(), (before, now, sameKey) => {
      const identities = testIdentities(testKey('new'), testKey('old'));
      const stored = observe(leadsOf(before), testIdentities(testKey(sameKey ? 'new' : 'old'))).leads;
      const seen = observe(leadsOf(now), identities);
      const renamed = withStoredKeys(seen, stored);
      expect([...renamed.leads.values()]).toEqual([...seen.leads.values()]);
      const again = withStoredKeys(observe(leadsOf(before).toReversed(), identities), stored);
      expect(new Set(again.leads.keys())).toEqual(new Set(stored.keys()));
    }),
  );
});

test('a bulk of thousands of identical leads is matched to its rows in a short time', () => {
  const alike = Array.from({ length: 8_000 }, () => pending('Alfa'));
  const stored = observe(alike.slice(0, 4_000)).leads;
  const seen = observe(alike);
  expect(withStoredKeys(seen, stored).leads.size).toBe(8_000);
});
