/**
 * A small story: the store of any release writes it, and today's store reads it back. `playStory` may be edited when
 * the store's functions change; it must always write the data of `storyAt`, because the databases of earlier schemas
 * contain the same story. All people in it are invented.
 */
import {
  type Bulk,
  BulkObserver,
  createIdentities,
  type Instant,
  type Lead,
  type PlainDate,
  plainDateIn,
  type Zone,
} from '@leadbell/domain';
import { buildBulk, buildLead } from '@leadbell/testing';
import { installationKey, keyedHash } from '../key/installation-key.ts';
import type { Pace } from '../delivery.ts';
import type { Store } from '../store.ts';
import type { Transaction } from '../transaction.ts';

const moment = Date.parse('2026-03-02T09:00:00Z') as Instant;

/** The story as today's store reads it. */
export async function readStory(store: Store): Promise<unknown> {
  const bulks = await store.bulks.snapshots('dms', moment, after(60));
  const counts = await store.counters.of('dms', day, day);
  const silences = await store.transaction((tx) => store.alerts.silences(tx, moment));
  return {
    subscriptions: (await store.subscriptions.ofChannel('T1', 'C1')).map(({ owner, kind, definition, pausedAt }) => ({
      owner,
      kind,
      definition,
      pausedAt,
    })),
    messages: (await store.outbox.find([1, 2, 3, 4])).map(({ key, state, ts, reason }) => [key, state, ts, reason]),
    bulks: bulks.map(({ dmsId, state, totalRecords }) => [dmsId, state, totalRecords]),
    leads: bulks
      .flatMap((bulk) => [...bulk.leads.values()])
      .map(({ externalId, dmsId, outcome }) => `${externalId} ${dmsId} ${outcome}`)
      .toSorted(),
    connections: (await store.connections.status()).map(({ id, coveredTo, failures }) => [id, coveredTo, failures]),
    leadsOfTheDay: counts.find(({ name, value }) => name === 'leads' && value === '')?.count,
    alerts: (await store.alerts.latest('dms', 5)).map(({ rule, state }) => [rule, state.acknowledgedBy]),
    silences: silences.map(({ reason }) => reason),
    settings: await store.people.settings('T1', 'U1'),
    audit: (await store.audit.list({ limit: 10 })).map(({ actor, actorKind, action, outcome, leads }) => ({
      actor,
      actorKind,
      action,
      outcome,
      leads,
    })),
  };
}

/**
 * `schema`: the number of the fixture. Fixtures from the second on also have alerts, silences, people and audit
 * entries.
 */
export function storyAt(schema: number): unknown {
  const hasAlerts = schema >= 2;
  return {
    subscriptions: [
      {
        owner: 'U1',
        kind: 'digest',
        definition: { language: 'ar', time: '08:30', note: 'ملخص الصباح' },
        pausedAt: null,
      },
      { owner: 'U1', kind: 'alerts', definition: { language: 'en' }, pausedAt: null },
    ],
    messages: [
      ['alert 1', 'sent', '1772442000.000100', null],
      ['notice 1', 'dead', null, 'user_not_found'],
      ['card 1', 'sending', null, null],
      ['alert 1 reply', 'pending', null, null],
    ],
    bulks: [
      ['501', 'completed', 3],
      [null, 'completed', 1],
    ],
    leads: ['101 9001 created', '102 9003 created', '201 9002 created', 'null null errored'],
    connections: [['dms', after(3), 0]],
    leadsOfTheDay: 4,
    alerts: hasAlerts ? [['bulk-errors', 'U1']] : [],
    silences: hasAlerts ? ['move of a branch'] : [],
    settings: hasAlerts ? { language: 'ar' } : {},
    audit: hasAlerts ? [{ actor: 'U1', actorKind: 'unknown', action: 'subscribed', outcome: 'done', leads: [] }] : [],
  };
}

/** Returns the channels that are awake, and the messages that a delivery claims or looks for. */
export async function readDelivery(store: Store, ask: (text: string) => Promise<unknown>): Promise<unknown> {
  await ask(`update channels set lease_until = null, next_at = '-infinity'`);
  const awake = await ask('select id from channels where wake_at is not null order by 1');
  await store.deliveries.takeOver(takingOver);
  const claims = await store.deliveries.claim(claiming);
  const looks = await store.deliveries.claimLooks(claiming);
  return {
    awake,
    claims: claims.map(({ key, action, threadTs }) => `${key}: ${action} ${threadTs}`).toSorted(),
    looks: looks.flatMap(({ doubts }) => doubts.map(({ key }) => key)),
  };
}

export const deliveryOfStory: unknown = {
  awake: [{ id: 'C1' }, { id: 'C2' }],
  claims: ['alert 1 reply: post 1772442000.000100'],
  looks: ['card 1'],
};

const day = '2026-03-02' as PlainDate;
const minuteMs = 60_000;
const after = (minutes: number) => (moment + minutes * minuteMs) as Instant;
const pace: Pace = {
  channelMs: 0,
  postsPerSecond: 100,
  postBurst: 100,
  updatesPerSecond: 100,
  updateBurst: 100,
  looksPerSecond: 100,
  lookBurst: 100,
  doubtWaitMs: 60_000,
};
const claiming = {
  workspaces: ['T1'],
  limit: 10,
  leaseMs: 20_000,
  pace,
  owner: null,
  slackNow: null,
  gatherMs: 0,
  isClockSteady: true,
};
const takingOver = { workspaces: ['T1'], mine: [], takesExpired: true, visibleMs: 0, doubtWaitMs: 0, slackNow: null };
const times = { leaseMs: 60_000, longestPauseMs: 1_200_000, gapMs: 600_000 };

export async function playStory(store: Store): Promise<void> {
  await store.connections.ensure('dms');
  await readDms(store);
  const digest = await store.transaction((tx) => subscribe(store, tx));
  const [was] = await store.subscriptions.find([digest]);
  if (was === undefined) throw new Error('no subscription');
  const done = { scheduledFor: after(60), message: null, coveredTo: after(0), nextRunAt: after(25 * 60), pauses: [] };
  await store.transaction((tx) => store.subscriptions.cover(tx, [{ id: digest, was, ...done }]));
  await store.people.change('T1', 'U1', { language: 'ar' });
  await deliver(store);
}

function lead(externalId: string | null, leadId: string | null, changes: Partial<Lead>): Lead {
  return buildLead({
    externalId,
    leadId,
    outcome: leadId === null ? 'pending' : 'created',
    firstName: 'Alfa',
    lastName: 'Testali',
    email: 'alfa.testali@example.com',
    phoneNumber: '0500000001',
    ...changes,
  });
}

async function readDms(store: Store): Promise<void> {
  const identities = createIdentities(keyedHash(installationKey(Buffer.alloc(32, 7).toString('base64'))), []);
  function observed(bulk: Partial<Bulk>, ...leads: readonly Lead[]) {
    const observer = new BulkObserver(identities);
    for (const lead of leads) observer.add(lead);
    return observer.finish(buildBulk({ createdBy: '7', totalRecords: leads.length, errorRecords: 1, ...bulk }));
  }
  const errors = [{ message: 'Branch Riyadh North not found', code: '17', field: 'branch' }];
  const charlie = { firstName: 'Charlie', email: 'charlie.testali@example.com', phoneNumber: '0500000003' };
  const first = { key: 'k1', id: '501', createdAt: moment };
  const polls = [
    [
      observed(
        { ...first, state: 'in-progress' },
        lead('101', '9001', {}),
        lead('102', null, { outcome: 'errored', errors, firstName: 'Bravo' }),
        lead(null, null, charlie),
      ),
      observed({ key: 'k2', createdAt: after(1), state: 'completed' }, lead('201', '9002', { firstName: 'Delta' })),
    ],
    [
      observed(
        { ...first, state: 'completed' },
        lead('101', '9001', {}),
        lead('102', '9003', { firstName: 'Bravo' }),
        lead(null, null, { ...charlie, outcome: 'errored', errors }),
      ),
    ],
  ];
  for (const [n, observations] of polls.entries()) {
    const lease = await store.connections.lease('dms', times);
    if (lease === null) throw new Error('no lease');
    await store.transaction(async (tx) => {
      await store.bulks.apply(tx, 'dms', observations, after(n + 2), (at) => plainDateIn('Asia/Riyadh' as Zone, at));
      await store.connections.renew(lease, 60_000, { coveredTo: after(n + 2) }, tx);
    });
    await store.connections.release(lease, { kind: 'ok', nextInMs: 0 });
  }
}

/** Returns the id of the digest subscription. */
async function subscribe(store: Store, tx: Transaction): Promise<number> {
  const place = { workspace: 'T1', channel: 'C1' };
  const common = { ...place, owner: 'U1', nextRunAt: null };
  const digest = await store.subscriptions.add(tx, {
    ...common,
    kind: 'digest',
    definition: { language: 'ar', time: '08:30', note: 'ملخص الصباح' },
    nextRunAt: after(60),
  });
  const cards = await store.subscriptions.add(tx, {
    ...common,
    channel: 'C2',
    owner: 'U2',
    kind: 'new-leads',
    definition: { language: 'en' },
  });
  const alerts = await store.subscriptions.add(tx, { ...common, kind: 'alerts', definition: { language: 'en' } });
  await store.subscriptions.tellLeads(tx, cards, [{ key: 'k1 x101', aliases: [], outcome: 'created', isWanted: true }]);
  const [threadOf] = await store.outbox.add(tx, [
    { ...place, key: 'alert 1', kind: 'alert', payload: { text: 'Branch not found' }, subscription: alerts },
    { ...place, channel: 'U2', key: 'notice 1', kind: 'notice', payload: { text: 'Paused' } },
    { ...place, channel: 'C2', key: 'card 1', kind: 'new-lead', payload: { text: 'عميل جديد' }, subscription: cards },
  ]);
  if (threadOf === undefined) throw new Error('no message');
  await store.outbox.add(tx, [
    { ...place, key: 'alert 1 reply', kind: 'alert', payload: { text: 'Resolved' }, threadOf },
  ]);
  const [id = 0] = await store.alerts.reserve(tx, 1);
  await store.alerts.add(tx, [
    {
      id,
      connection: 'dms',
      rule: 'bulk-errors',
      group: '17|branch',
      state: {
        status: 'firing',
        startedAt: moment,
        firedAt: after(1),
        resolvedAt: null,
        toldAt: after(1),
        members: {},
        acknowledgedBy: 'U1',
        owner: null,
        snoozedUntil: null,
        reason: 'fired',
        history: [],
      },
    },
  ]);
  await store.alerts.silence(tx, {
    workspace: 'T1',
    matcher: { rule: 'bulk-errors' },
    reason: 'move of a branch',
    createdBy: 'U1',
    startsAt: moment,
    endsAt: Date.parse('2099-01-01T00:00:00Z') as Instant,
  });
  await store.audit.append(tx, { workspace: 'T1', actor: 'U1', action: 'subscribed', subject: `digest ${digest}` });
  return digest;
}

/** Sends one message; leaves one refused for good, one in doubt and one waiting. */
async function deliver(store: Store): Promise<void> {
  const claims = await store.deliveries.claim(claiming);
  for (const claim of claims) {
    const { key, version } = claim;
    const sent = { kind: 'sent', ts: '1772442000.000100', version, conversation: 'C1' } as const;
    if (key === 'alert 1') await store.deliveries.end(claim, sent, pace);
    if (key === 'notice 1') await store.deliveries.end(claim, { kind: 'dead', reason: 'user_not_found' }, pace);
  }
}
