/**
 * Each function that writes to the database accepts every value that the answer reader returns: texts of any
 * characters, ids of 64 bits, counts and dates at their limits. A value that the reader never returns (lone surrogates,
 * NUL) is stored or rejected; when it is rejected, other values can still be stored.
 */
import {
  type AlertState,
  BulkObserver,
  cleanText,
  emptyHabits,
  type Instant,
  type Lead,
  type PlainDate,
} from '@leadbell/domain';
import { anyCharacter, buildBulk, buildLead, runs, testIdentities } from '@leadbell/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DailyCount } from './counters.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';

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

const everything = 'truncate workspaces, dms_connections, outbox, daily_counters, people, silences cascade';
const workspace = 'T0TEST';
const now = Date.parse('2025-08-25T09:00:00Z') as Instant;
const today = '2025-08-25' as PlainDate;

const odds = [
  ['\u0000', '\ud83d', '\ude00', '\ud83d\ude00', '\u0001', '\u007f', '\u0085', '\u2028', '\u202e', '\u2066'],
  ['\ufeff', '\ufffe', '\uffff', '\u{10ffff}', '\u{e0001}', '\\u0000', '\\', '"', "'", '$1', '{', '}', '%', ';--'],
  ['\u0300'.repeat(40), 'ﷺ', 'الرياض', '👨‍👩‍👧‍👦', '&#0;', '&#xD800;', '<b>', '\t', '\n', ',', 'NULL', '\u00ad'],
];
const odd = fc.constantFrom(...odds.flat());
const raw = fc
  .array(
    fc.oneof(odd, fc.string({ unit: anyCharacter, maxLength: 6 }), fc.string({ unit: 'grapheme', maxLength: 6 })),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));
const clean = raw.map((text) => cleanText(text, { lines: true }) ?? 'x');
const id = fc.oneof(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String), fc.constantFrom('1', `${2n ** 63n - 1n}`));
const count = fc.oneof(fc.nat(), fc.constantFrom(0, 1_000_000_000));
const instant = fc
  .constantFrom('1900-01-01T00:00:00.000Z', '2025-08-25T06:00:00.123Z', '2199-12-31T23:59:59.999Z')
  .map((text) => Date.parse(text) as Instant);

interface Given {
  readonly texts: readonly string[];
  readonly ids: readonly string[];
  readonly counts: readonly number[];
  readonly at: Instant;
}
const given = (text: fc.Arbitrary<string>): fc.Arbitrary<Given> =>
  fc.record({
    texts: fc.array(text, { minLength: 12, maxLength: 12 }),
    ids: fc.array(id, { minLength: 4, maxLength: 4 }),
    counts: fc.array(count, { minLength: 4, maxLength: 4 }),
    at: instant,
  });

type Path = (given: Given) => Promise<unknown>;

function observed({ texts, ids, counts, at }: Given) {
  const observer = new BulkObserver(testIdentities());
  const [a = '', b = '', c = '', d = '', e = '', f = '', g = ''] = texts;
  const person: Partial<Lead> = { firstName: a, lastName: b, contactName: c, email: d, phoneNumber: e, leadNote: f };
  const errors = [{ message: g, code: a, field: b, messages: { en: g, ar: c } }];
  const traits: Partial<Lead> = { source: a, subSource: b, brand: c, branch: d, priority: e };
  observer.add(
    buildLead({ ...person, ...traits, externalId: ids[0] ?? null, leadId: null, outcome: 'errored', errors }),
  );
  observer.add(buildLead({ ...person, ...traits, externalId: g, leadId: ids[1] ?? null, outcome: 'created' }));
  observer.add(buildLead({ ...person, ...traits, externalId: null }));
  return observer.finish(
    buildBulk({
      key: `id:${ids[2]}`,
      id: ids[2] ?? null,
      createdBy: ids[3] ?? null,
      createdAt: at,
      state: { unknown: counts[0] ?? 0 },
      totalRecords: counts[1] ?? 0,
      errorRecords: counts[2] ?? 0,
    }),
  );
}

function idsOf(leads: ReadonlyMap<string, { readonly dmsId: string | null }>) {
  return new Map([...leads].map(([key, { dmsId }]) => [key, dmsId]));
}

function sum(counts: readonly DailyCount[]): number {
  return counts.reduce((total, { count: one }) => total + one, 0);
}

function stateOf([text = '', other = '']: readonly string[]): AlertState {
  const member = { key: text, dmsId: '1', createdAt: now, count: 1, of: 1, errors: [{ fingerprint: other, leads: 1 }] };
  return {
    status: 'firing',
    startedAt: now,
    firedAt: now,
    resolvedAt: null,
    toldAt: now,
    members: { '1': { ...member, resolvedAt: null } } as unknown as AlertState['members'],
    acknowledgedBy: null,
    owner: null,
    snoozedUntil: null,
    reason: 'fired',
    history: [{ at: now, what: 'note', by: 'U0NOURA', text }],
  };
}

/** Each path writes values, reads them from the database, and expects them to be the same. */
const paths: Readonly<Record<string, Path>> = {
  bulks: async (one) => {
    await store.connections.ensure('dms');
    const observation = observed(one);
    await store.transaction((tx) => store.bulks.apply(tx, 'dms', [observation], now, () => today));
    const [bulk] = await store.bulks.snapshots('dms', one.at, (one.at + 1) as Instant);
    const texts = await store.transaction((tx) =>
      store.alerts.errorTexts(tx, 'dms', [...observation.errorTexts.keys()]),
    );
    expect(texts).toEqual(observation.errorTexts);
    expect(bulk).toMatchObject({ dmsId: observation.info.id, createdBy: observation.info.createdBy });
    expect(idsOf(bulk?.leads ?? new Map())).toEqual(idsOf(observation.leads));
  },
  'bulks set aside': async ({ texts: [key = '', fingerprint = '', reason = ''], ids, counts, at }) => {
    await store.connections.ensure('dms');
    const bulk = { key, fingerprint, reason, dmsId: ids[0] ?? null, createdAt: at, leads: counts[0] ?? 0, errored: 0 };
    await store.transaction((tx) => store.setAside.put(tx, 'dms', bulk, now));
    expect(await store.setAside.list('dms')).toMatchObject([bulk]);
  },
  counters: async ({ texts, counts }) => {
    await store.connections.ensure('dms');
    const all = texts.map((value, n) => ({
      day: today,
      name: 'unread',
      value,
      count: 1 + ((counts[n % 4] ?? 0) % 1_000),
    }));
    await store.counters.add('dms', all);
    const found = await store.counters.of('dms', today, today);
    // The store merges values that differ only in spelling, so only the sums can be compared.
    expect(sum(found)).toBe(sum(all));
  },
  connections: async ({ texts: [failure = ''], counts: [bulks = 0], at }) => {
    await store.connections.ensure('dms');
    await databases.query(url, "update dms_connections set next_poll_at = '-infinity', lease_until = null");
    const lease = await store.connections.lease('dms', { leaseMs: 1_000, longestPauseMs: 60_000, gapMs: 60_000 });
    if (lease === null) throw new Error('no lease');
    const habits = { ...emptyHabits, cap: { ...emptyHabits.cap, bulks, foundAt: at } };
    const unreadWindows = [{ kind: 'gap' as const, from: at, to: now, failure, since: now, tries: 1, nextTryAt: now }];
    await store.connections.renew(lease, 1_000, { coveredTo: at, unreadWindows });
    await store.connections.release(lease, { kind: 'failed', failure, nextInMs: 1, habits });
    expect(await store.connections.status()).toMatchObject([{ failure, habits: { cap: { bulks } }, unreadWindows }]);
  },
  alerts: async ({ texts }) => {
    await store.connections.ensure('dms');
    const [group = '', reason = '', error = ''] = texts;
    const state = stateOf(texts);
    await store.transaction(async (tx) => {
      const [id = 0] = await store.alerts.reserve(tx, 1);
      await store.alerts.add(tx, [{ id, connection: 'dms', rule: 'bulk-errors', group, state }]);
      expect(await store.alerts.find(tx, id)).toMatchObject({ group, state });
      const times = { startsAt: now, endsAt: (now + 1_000) as Instant };
      const silence = { workspace, matcher: { error }, reason, createdBy: 'U0NOURA', ...times };
      await store.alerts.silence(tx, silence);
      expect(await store.alerts.silences(tx, now)).toMatchObject([silence]);
    });
  },
  outbox: async ({ texts: [key = '', text = '', label = ''] }) => {
    const payload = { text, blocks: [{ type: 'header', text: { type: 'plain_text', text: label } }] };
    const ids = await store.transaction(async (tx) => {
      const added = await store.outbox.add(tx, [{ workspace, channel: 'C0SALES', key, kind: 'alert', payload }]);
      await store.outbox.update(tx, workspace, key, { ...payload, text: `${text}!` });
      return added;
    });
    expect(await store.outbox.find(ids)).toMatchObject([{ key }]);
    const [row] = await databases.query(url, `select payload from outbox where id = ${ids[0]}`);
    expect(row?.['payload']).toEqual({ ...payload, text: `${text}!` });
  },
  'subscriptions, people and who changed what': async ({ texts: [a = '', b = '', c = ''] }) => {
    const definition = { filters: { source: a }, [`k${b}`]: c };
    const place = { workspace, channel: 'C0SALES' };
    await store.transaction(async (tx) => {
      const one = { ...place, owner: 'U0NOURA', kind: 'digest', definition, nextRunAt: null };
      const added = await store.subscriptions.add(tx, one);
      await store.subscriptions.change(tx, added, place, { pausedReason: a });
      const told = { key: a, aliases: [b], outcome: 'pending', isWanted: true };
      await store.subscriptions.tellLeads(tx, added, [told]);
      await store.audit.append(tx, { workspace, actor: 'U0NOURA', action: b, subject: c });
    });
    await store.people.change(workspace, 'U0NOURA', { language: a });
    expect(await store.subscriptions.ofChannel(workspace, 'C0SALES')).toMatchObject([{ definition, pausedReason: a }]);
    expect(await store.people.settings(workspace, 'U0NOURA')).toEqual({ language: a });
  },
};

test.each(Object.entries(paths))(
  '%s: values that the reader lets through are stored and read back unchanged',
  async (_, path) => {
    expect.hasAssertions();
    await fc.assert(
      fc
        .asyncProperty(given(clean), async (one) => {
          await path(one);
        })
        .beforeEach(() => databases.query(url, everything)),
      { numRuns: runs(45) },
    );
  },
);

test.each(Object.entries(paths))(
  '%s: other values are stored, or rejected without harm to later values',
  async (_, path) => {
    expect.hasAssertions();
    await fc.assert(
      fc
        .asyncProperty(given(raw), given(clean), async (any, good) => {
          const refusal = await path(any).then(
            () => null,
            (error: unknown) => (error as { readonly code?: string }).code ?? null,
          );
          // PostgreSQL's class 22 means that the value itself was refused; an error of any other class would be a fault
          // of ours.
          expect(refusal ?? '22').toMatch(/^22/);
          await databases.query(url, everything);
          await path(good);
        })
        .beforeEach(() => databases.query(url, everything)),
      { numRuns: runs(24) },
    );
  },
);
