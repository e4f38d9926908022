/**
 * Frequent calls read as few rows and index entries from a table with years of rows as from a small one, whatever the
 * planner's statistics are. Each function of the store is called, or listed with the reason why it is not.
 */
import { BulkObserver, type BulkObservation, type Instant, type PlainDate, type Window } from '@leadbell/domain';
import { buildBulk, buildLead, testIdentities } from '@leadbell/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultRetention } from './retention.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { startTestDatabases, type TestDatabases } from './testing.ts';
import { busyPerson, growingTables, historyStatements } from './testing-history.ts';
import type { Transaction } from './transaction.ts';

const size = { channels: 5_000, subscriptions: 5_000, leads: 30_000, openAlerts: 250 };
/**
 * The most rows that a frequent call may read from one table. It is enough for the 250 open alerts or the 250
 * subscriptions of a kind, but not for all rows of a busy person or a workspace.
 */
const most = 600;

let databases: TestDatabases;
let store: Store;
let bulk: { readonly id: number; readonly createdAt: Instant };

const query = (text: string) => store.raw().execute(text);

beforeAll(async () => {
  databases = await startTestDatabases();
  // Uses one connection, because its statistics are read after each call.
  store = await openStore({ url: await databases.createReady(), pool: 1 });
  await store.connections.ensure('dms');
  for (const table of [...growingTables, 'workspaces'])
    await query(`alter table ${table} set (autovacuum_enabled = false)`);
  for (const statement of historyStatements(size)) await query(statement);
  const rows = await query(`select id, created_at as "createdAt" from bulks order by id desc limit 1`);
  bulk = rows[0] as typeof bulk;
});
afterAll(async () => {
  await store.close();
  await databases.close();
});

type Call = (tx: Transaction) => Promise<unknown>;

const hour = 3_600_000;
const place = { workspace: 'T1', channel: 'C100' };
const dayOf = (at: Instant) => new Date(at).toISOString().slice(0, 10) as PlainDate;
const now = () => Date.now() as Instant;
const lately = (): Window => ({ from: (now() - 2 * hour) as Instant, to: now() });
const pace = {
  channelMs: 1_000,
  postsPerSecond: 1e6,
  postBurst: 1e6,
  updatesPerSecond: 1e6,
  updateBurst: 1e6,
  looksPerSecond: 10,
  lookBurst: 10,
  doubtWaitMs: 0,
};
const claim = { workspaces: ['T1', 'T2'], limit: 20, leaseMs: 60_000, pace, owner: 7, slackNow: null };
const waits = { firstMs: 1_000, longestMs: 60_000 };
const share = { kind: 'share', workspace: 'T1', channel: 'C1', ref: '5.5' } as const;
const keys = ['b9000', 'b9001'];
let count = 0;

function observe(key: string, createdAt: Instant): BulkObservation {
  const observer = new BulkObserver(testIdentities());
  count += 1;
  for (const n of [1, 2]) observer.add(buildLead({ externalId: `new ${count} ${n}` }));
  return observer.finish(buildBulk({ key, createdAt, createdBy: '7', id: null }));
}

const message = () => ({ ...place, key: `m${(count += 1)}`, kind: 'notice', payload: { text: 'x' } });
const act = () => ({
  workspace: 'T1',
  key: `a${(count += 1)}`,
  object: 'o1',
  same: `s${count}`,
  merges: 'latest' as const,
  body: {},
});

async function held() {
  const written = await store.inbox.write(act(), 60_000, new AbortController().signal);
  if (written.kind !== 'new') throw new Error('not new');
  return written.act;
}

/** The calls that run outside a transaction, by their names. */
const alone: Readonly<Record<string, () => Promise<unknown>>> = {
  'bulks.missed': () => store.bulks.missed('dms', lately(), now()),
  'deliveries.step': async () => {
    const { claims } = await store.deliveries.step(claim, []);
    const sent = { kind: 'sent', ts: '1.1', version: 1, conversation: 'C1' } as const;
    await store.deliveries.step(
      claim,
      claims.map((one) => ({ claim: one, outcome: sent })),
    );
  },
  'deliveries.claim, end': async () => {
    const [one] = await store.deliveries.claim(claim);
    if (one !== undefined) await store.deliveries.end(one, { kind: 'undone' }, pace);
  },
  'deliveries.takeOver': async () => {
    const options = { mine: [7], takesExpired: true, visibleMs: 1, doubtWaitMs: 1, slackNow: null };
    await store.deliveries.takeOver({ ...options, workspaces: ['T1', 'T2'] });
    await store.deliveries.takeOver({ ...options, workspaces: 'all' });
  },
  'deliveries.claimLooks': () => store.deliveries.claimLooks({ ...claim, gatherMs: 100, isClockSteady: true }),
  'deliveries.confirm': () =>
    store.deliveries.confirm('T1', { key: 'none', ts: '1.1', version: 1, conversation: 'C1' }),
  'deliveries.blocked, unblock': () =>
    Promise.all([store.deliveries.blocked(['T1', 'T2']), store.deliveries.unblock('T1')]),
  'connections.lease, hurry, dueInMs, missedTime, release': async () => {
    await store.connections.hurry('dms');
    await store.connections.dueInMs('dms');
    const lease = await store.connections.lease('dms', { leaseMs: 60_000, longestPauseMs: hour, gapMs: hour });
    if (lease === null) throw new Error('no lease');
    await store.connections.renew(lease, 60_000, { coveredTo: now() });
    await store.connections.missedTime(lease, lately(), 'timeout');
    await store.connections.release(lease, { kind: 'ok', nextInMs: 0 });
  },
  'connections.status': () => store.connections.status(),
  'bulks.isKnown': () => store.bulks.isKnown('dms', lately()),
  'setAside.list': () => store.setAside.list('dms'),
  'outages.since': () => store.outages.since('dms', lately().from),
  'counters.add, of': async () => {
    await store.counters.add('dms', [{ day: dayOf(now()), name: 'bulks', value: '', count: 1 }]);
    await store.counters.of('dms', dayOf((now() - 24 * hour) as Instant), dayOf(now()));
  },
  'subscriptions.ofChannel': () => store.subscriptions.ofChannel('T1', 'C100'),
  'subscriptions.ofOwner': () => store.subscriptions.ofOwner('T1', 'U100'),
  'subscriptions.outcomes': () => store.subscriptions.outcomes('T1', 'C100'),
  'subscriptions.failed': () => store.subscriptions.failed([1, 2], 'dms', waits),
  'subscriptions.owed': async () => {
    await store.subscriptions.owed((now() - hour) as Instant);
    await store.subscriptions.owed((now() - hour) as Instant, 'T1');
  },
  'digestRequests.find, failed': async () => {
    await store.digestRequests.find([{ subscription: 1, key: 'k' }]);
    await store.digestRequests.failed([{ subscription: 1, key: 'k' }], waits);
  },
  'people.settings, isFirst, change': async () => {
    await store.people.settings('T1', 'U100');
    await store.people.isFirst('T1', 'U100', 'seen');
    await store.people.change('T1', 'U100', { language: 'en' });
  },
  'persons.placed, drop': async () => {
    await store.persons.placed(share, '6.6');
    await store.persons.drop({ ...share, ref: '6.6' });
  },
  'persons.waiting': () => store.persons.waiting({ persons: ['person 5', 'person 6'] }),
  'persons.sweep': () => store.persons.sweep(),
  'persons.due': () => store.persons.due(['T1', 'T2'], 10),
  'persons.erasures, erasuresIn': () => Promise.all([store.persons.erasures(10), store.persons.erasuresIn(lately())]),
  'inbox.write, mark, end': async () => {
    const one = await held();
    await store.inbox.mark(one);
    await store.inbox.end(one, true);
  },
  'inbox.markNamed, unname, unmark, annul, renew, release, withdraw': async () => {
    const one = await held();
    await store.inbox.markNamed(one);
    await store.inbox.unname(one);
    await store.inbox.unmark(one);
    await store.inbox.annul(one);
    await store.inbox.renew([one], 60_000);
    await store.inbox.release(one, 0);
    await store.inbox.withdraw('T1', `a${count}`);
  },
  'inbox.claim': () => store.inbox.claim({ workspaces: ['T1', 'T2'], limit: 10, leaseMs: 1 }),
  'inbox.late': () => Promise.all([store.inbox.late(), store.inbox.late('T1')]),
  'alerts.open': () => store.alerts.open('dms', 'U1', 10),
  'alerts.latest': () => store.alerts.latest('dms', 50),
  'leadSets.find, ofBulks, bulkNumber': async () => {
    await store.leadSets.find('T1', 's100');
    await store.leadSets.ofBulks('dms', [bulk.id, bulk.id - 1]);
    await store.leadSets.bulkNumber('dms', keys);
  },
  'leadSets.now': () =>
    store.leadSets.now({
      connection: 'dms',
      leads: Array.from({ length: 50 }, (_, n) => `${bulk.createdAt} 7 x${n}`),
    }),
  'shares.add, placed, find': async () => {
    await store.shares.add('T1', { id: `n${(count += 1)}`, channel: 'C1', user: 'U1' });
    await store.shares.placed('T1', `n${count}`, '7.7');
    await store.shares.find('T1', `n${count}`);
  },
  'homes.opened, find, published': async () => {
    await store.homes.opened('T1', 'U100', null);
    await store.homes.find('T1', 'U100', hour);
    await store.homes.published('T1', 'U100', { hash: 'h', content: 'c' });
  },
  'homes.claim': () => store.homes.claim('T1', { openedWithinMs: hour, everyMs: 60_000, most: 50 }),
  'audit.list': async () => {
    const period = lately();
    await store.audit.list({ ...period, limit: 50 });
    await store.audit.list({ leads: ['x100', 'x101'], number: '100', limit: 50 });
    await store.audit.list({ actor: 'U500', limit: 50 });
  },
  'audit.guard': () => store.audit.guard(),
  'words.learned': async () => {
    const { at } = await store.words.learned();
    await store.words.learned(at);
  },
  'seenValues.read, add': async () => {
    const value = { filter: 'brand', value: 'KIA', brand: null, branch: null, leads: 1, seenAt: now() } as const;
    await store.seenValues.add('dms', [value]);
    await store.seenValues.read('dms', now());
  },
  'outbox.counts': async () => {
    await store.outbox.counts((now() - hour) as Instant);
    await store.outbox.counts((now() - hour) as Instant, 'T1');
  },
  'outbox.dead, find, requeue': async () => {
    await store.outbox.dead(10);
    await store.outbox.find([1, 2]);
    await store.outbox.requeue([500]);
  },
  sentSince: async () => {
    await store.sentSince(null, (now() - hour) as Instant);
    await store.sentSince((now() - hour) as Instant, 0 as Instant);
  },
  'now, realNow': () => Promise.all([store.now(), store.realNow()]),
  forget: () => store.forget(defaultRetention),
};

/** The calls that run in a transaction of the caller. */
const within: Readonly<Record<string, Call>> = {
  'bulks.apply': (tx) =>
    store.bulks.apply(tx, 'dms', [observe('new bulk', now()), observe(`b${bulk.id}`, bulk.createdAt)], now(), dayOf),
  'bulks.sentAgain': (tx) => store.bulks.sentAgain(tx, 'dms', keys),
  'bulks.visibleFrom': (tx) => store.bulks.visibleFrom(tx, 'dms', [`b${bulk.id}`], now()),
  'bulks.replaced, undated': async (tx) => {
    await store.bulks.replaced(tx, [bulk.id, bulk.id - 1]);
    await store.bulks.undated(tx, [bulk.id, bulk.id - 1]);
  },
  'setAside.put, clear': async (tx) => {
    const bad = { key: 'k', fingerprint: 'f', dmsId: null, createdAt: null, leads: 1, errored: 0, reason: 'fault' };
    await store.setAside.put(tx, 'dms', bad, now());
    await store.setAside.clear(tx, 'dms', ['k']);
  },
  'outages.unannounced, announced': async (tx) => {
    await store.outages.unannounced(tx, 'dms');
    await store.outages.announced(tx, [1], now());
  },
  'subscriptions.find, ofKind': async (tx) => {
    await store.subscriptions.ofKind(tx, 'alerts');
  },
  'subscriptions.add, change, hold, remove': async (tx) => {
    const owner = 'U1';
    const id = await store.subscriptions.add(tx, { ...place, owner, kind: 'none', definition: {}, nextRunAt: null });
    await store.subscriptions.change(tx, id, place, { definition: { a: 1 } });
    await store.subscriptions.hold(tx, id, { owner, unheldSince: null }, { owner, scope: null, unheldSince: null });
    await store.subscriptions.remove(tx, id, place);
  },
  'subscriptions.leadsToTell, tellLeads, toldSince': async (tx) => {
    const leads = [{ key: `1 7 x${(count += 1)}`, aliases: ['2 7 x1'], outcome: 'created', isWanted: true }];
    await store.subscriptions.leadsToTell(tx, 1, leads);
    await store.subscriptions.tellLeads(tx, 1, leads);
    await store.subscriptions.toldSince(tx, 1, lately().from);
  },
  'subscriptions.toCheck': (tx) => store.subscriptions.toCheck(tx, (now() - hour) as Instant, 1),
  'subscriptions.due, putOff': async (tx) => {
    await store.subscriptions.due(tx, now(), 25);
    await store.subscriptions.putOff(tx, [3, 4], now());
  },
  'digestRequests.add, take, of, done': async (tx) => {
    await store.digestRequests.add(tx, { subscription: 5, key: 'k', about: now(), by: 'U1' });
    await store.digestRequests.take(tx, now(), now());
    await store.digestRequests.of(tx, 5);
    await store.digestRequests.done(tx, [{ subscription: 5, key: 'k' }]);
  },
  'persons.note, noteCard, forgotten': async (tx) => {
    await store.persons.note(tx, [{ ...share, persons: ['person 5'] }]);
    await store.persons.noteCard(tx, 'T1', 'old 100', ['person 100']);
    await store.persons.forgotten(tx);
  },
  'alerts.basis': (tx) => store.alerts.basis(tx, 'dms'),
  'alerts.bulks': (tx) => store.alerts.bulks(tx, 'dms', [bulk.id, bulk.id - 100], now()),
  'alerts.newErrors, errorTexts': async (tx) => {
    await store.alerts.newErrors(tx, 'dms', now());
    await store.alerts.errorTexts(tx, 'dms', ['E1|']);
  },
  'alerts.visibleFrom': (tx) => store.alerts.visibleFrom(tx, [bulk.id, bulk.id - 100], now()),
  'alerts.pace': (tx) => store.alerts.pace(tx, 'dms', now()),
  'alerts.current': (tx) => store.alerts.current(tx, 'dms', (now() - hour) as Instant),
  'alerts.find, ofIds, reserve, add, save, decide': async (tx) => {
    const one = await store.alerts.find(tx, 600);
    await store.alerts.ofIds(tx, [1, 2]);
    const [id = 0] = await store.alerts.reserve(tx, 1);
    if (one === null) throw new Error('no alert');
    await store.alerts.add(tx, [{ ...one, id, group: `new ${id}` }]);
    await store.alerts.save(tx, [one]);
    await store.alerts.decide(tx, 'dms', { version: 0 });
  },
  'alerts.silence, silences, endSilence': async (tx) => {
    const times = { startsAt: now(), endsAt: (now() + hour) as Instant };
    const id = await store.alerts.silence(tx, { workspace: 'T1', matcher: {}, reason: '', createdBy: 'U1', ...times });
    await store.alerts.silences(tx, now());
    await store.alerts.endSilence(tx, id, now());
  },
  'summaries.current': (tx) =>
    store.summaries.current(
      tx,
      Array.from({ length: 250 }, (_, n) => 20 * (n + 1)),
      lately().from,
    ),
  'summaries.reserve, add, save, find': async (tx) => {
    const id = await store.summaries.reserve(tx);
    const state = { isOpen: true } as never;
    await store.summaries.add(tx, { id, subscription: 20, state }, now());
    await store.summaries.save(tx, id, state, now());
    await store.summaries.find(tx, id, 'T1');
  },
  'leadSets.add': (tx) =>
    store.leadSets.add(tx, {
      workspace: 'T1',
      id: `set ${(count += 1)}`,
      connection: 'dms',
      leads: ['1 7 x1'],
      readIn: null,
      told: { by: 20, since: lately().from },
    }),
  'shares.takenBack': (tx) => store.shares.takenBack(tx, 'T1', 'p100'),
  'audit.append': (tx) => store.audit.append(tx, { workspace: 'T1', actor: busyPerson, action: 'open' }),
  'audit.appendReading': (tx) =>
    store.audit.appendReading(
      tx,
      { workspace: 'T1', actor: busyPerson, action: 'open', leads: ['x1'] },
      { unusual: { people: 100, minutes: 60 }, limit: { people: 1_000, minutes: 1_440 } },
    ),
  'outbox.add, update, place, replies, again': async (tx) => {
    const one = message();
    const [id = 0] = await store.outbox.add(tx, [one]);
    await store.outbox.add(tx, [{ ...message(), threadOf: id }]);
    await store.outbox.update(tx, 'T1', one.key, { text: 'y' });
    await store.outbox.place(tx, 'T1', one.key);
    await store.outbox.replies(tx, 'T1', one.key);
    await store.outbox.again(tx, 'T1', one.key);
  },
  'outbox.addThreads': (tx) =>
    store.outbox.addThreads(tx, [{ ...message(), replies: [{ key: `reply ${(count += 1)}`, payload: {} }] }]),
  'outbox.undelivered, takeUndelivered, unheard, takeUnheard': async (tx) => {
    await store.outbox.undelivered(tx, []);
    await store.outbox.takeUndelivered(tx, []);
    await store.outbox.unheard(tx);
    await store.outbox.takeUnheard(tx);
  },
};

/** The functions that are not called here, grouped by the reason. */
const others: Readonly<Record<string, readonly string[]>> = {
  'runs once, at the start': [
    'connections.ensure',
    'keys.begin',
    'words.hideInKinds',
    'audit.restoreGuard',
    'setClockOffset',
  ],
  'a person or a report asks for all of it': [
    'bulks.snapshots',
    'history.frame',
    'history.arrivals',
    'history.bulks',
    'audit.readers',
    'kept',
    'keys.list',
    'keys.check',
    'keys.keepOnly',
  ],
  // An index of persons would slow down storing each lead, and `bulk_leads` holds only the leads of 35 days.
  'someone is forgotten': ['persons.find', 'persons.notedAlerts', 'persons.erase', 'persons.adopt', 'persons.tried'],
  'workspaces are few, and come and go rarely': ['installations.save', 'installations.list', 'uninstalls.mark'],
  'by ids that another call has read by the same index': [
    'subscriptions.isUnchanged',
    'subscriptions.cover',
    'deliveries.endLook',
    'connections.renew',
    'subscriptions.find',
  ],
  'its table is bounded by a number': ['words.hear'],
  'part of the retention, which is called': ['audit.purge'],
  'reads no table': ['transaction', 'onOutbox', 'poolUse', 'raw', 'close'],
};

const unprepared = 'select 1';

/** Tables that a call may read as a whole, with the reason. */
const mayBeRead: Readonly<Record<string, readonly string[]>> = {
  // The inbox holds only two days of actions. A row is written before each acknowledgement, so another index would cost
  // more than it saves.
  forget: ['inbox'],
};

/**
 * Calls that may read more rows until the server first analyzes the table, within minutes of its growth. They are rare:
 * a person asks for them, they run once a day, or they erase forgotten people.
 */
const mayBeReadAtFirst = new Set(['alerts.latest', 'audit.list', 'leadSets.now', 'persons.due', 'forget']);

interface Read {
  readonly table: string;
  readonly rows: number;
  readonly entries: number;
}

/** Returns how many rows this connection has read from each table so far. */
async function readSoFar(): Promise<ReadonlyMap<string, Read>> {
  await query('select pg_stat_force_next_flush()');
  const rows = await query(`
    select relname as table, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows,
      coalesce((select sum(idx_tup_read) from pg_stat_user_indexes i where i.relid = t.relid), 0)::int as entries
    from pg_stat_user_tables t where relname = any('{${growingTables.join(',')}}')`);
  return new Map((rows as Read[]).map((row) => [row.table, row]));
}

/** Returns the tables from which the call read too many rows. */
async function tooMuchOf(name: string, call: () => Promise<unknown>): Promise<readonly string[]> {
  const before = await readSoFar();
  await call();
  const after = await readSoFar();
  return [...after.values()].flatMap(({ table, rows, entries }) => {
    const read = { rows: rows - (before.get(table)?.rows ?? 0), entries: entries - (before.get(table)?.entries ?? 0) };
    const isTooMuch = Math.max(read.rows, read.entries) > most && mayBeRead[name]?.includes(table) !== true;
    return isTooMuch ? [`${table}: ${read.rows} rows, ${read.entries} entries`] : [];
  });
}

test.each([
  ['never analyzed', unprepared],
  ['analyzed', 'analyze'],
  ['vacuumed', 'vacuum (analyze, freeze)'],
])('no call reads a growing table as a whole: %s', async (_, prepare) => {
  await query(prepare);
  const isAtFirst = prepare === unprepared;
  const found: Record<string, readonly string[]> = {};
  const check = async (name: string, call: () => Promise<unknown>): Promise<void> => {
    const tables = await tooMuchOf(name, call);
    if (tables.length > 0 && !(isAtFirst && mayBeReadAtFirst.has(name))) found[name] = tables;
  };
  for (const [name, call] of Object.entries(alone)) await check(name, call);
  for (const [name, call] of Object.entries(within)) await check(name, () => store.transaction((tx) => call(tx)));
  expect(found).toEqual({});
});

test('each function of the store is called here, or is listed with a reason', () => {
  const called = [...Object.keys(alone), ...Object.keys(within)].flatMap((name) => {
    const [group = '', names = ''] = name.includes('.') ? name.split('.') : ['', name];
    return names.split(', ').map((one) => (group === '' ? one : `${group}.${one}`));
  });
  const functions = Object.entries(store).flatMap(([group, its]) =>
    typeof its === 'function' ? [group] : Object.keys(its as object).map((name) => `${group}.${name}`),
  );
  expect([...new Set([...called, ...Object.values(others).flat()])].toSorted()).toEqual(functions.toSorted());
});
