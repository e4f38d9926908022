import { filters } from '../../testing/commands-fixtures.ts';
import type { DigestOptions } from './options.ts';
import { buffer } from 'node:stream/consumers';
import { PassThrough, Readable } from 'node:stream';
import {
  type BusinessCalendar,
  type Instant,
  nextOccurrence,
  periodOf,
  readSchedule,
  type Schedule,
  type Zone,
} from '@leadbell/domain';
import type { JobData } from '@leadbell/jobs';
import { type LeadsApi, LeadsApiError } from '@leadbell/leads-api';
import { backup, openStore, restore, type Store } from '@leadbell/store';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { asRead, runs } from '@leadbell/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnswers } from '../../reports/answers.ts';
import { dayOf, fakeApi, workingCalendar } from '../../testing/lead-fixtures.ts';
import { changedCard } from '../subscriptions/subscription-cards.ts';
import type { ParseContext } from '../../queries/query.ts';
import { messagesFor } from '../index.ts';
import { type DigestDefinition, readDefinition } from '../../subscriptions/definition.ts';
import { plainDigest } from '../../testing/definition-fixtures.ts';
import { createSubscriptionService } from '../subscriptions/create-subscription-service.ts';
import type { Listed, SubscriptionService } from '../subscriptions/subscription-service.ts';
import { manifest } from '../../testing/bot-context-fixtures.ts';
import type { Delivering } from '../../delivery/deliver.ts';
import { startFixture } from '../../testing/delivery-fixtures.ts';
import { silent } from '../../testing/watch-fixtures.ts';
import { makeDigests, startDueDigests } from './digest.ts';
import { sendDigestRequests } from './requests.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const never = new AbortController().signal;
const riyadh = 'Asia/Riyadh' as Zone;
const berlin = 'Europe/Berlin' as Zone;
const place = { channel: 'C0SALES', user: 'U0NOURA', scope: 'all' } as const;

let databases: TestDatabases;
let url: string;
let store: Store;
let subscriptionService: SubscriptionService;
let options: DigestOptions;
/** Waiting jobs: they outlive the process that sent them. */
let jobs: JobData[];
let offsetMs = 0;
let digestRequests = 0;
let calendar: BusinessCalendar;

beforeAll(async () => {
  databases = await startTestDatabases();
});
beforeEach(async () => {
  await (store as Store | undefined)?.close();
  url = await databases.renew(url);
  store = await openStore({ url });
  jobs = [];
  await setClock('2025-10-20T09:00:00Z');
  calendar = { ...workingCalendar };
  subscriptionService = createSubscriptionService({
    store,
    workspace: () => 'T1',
    now,
    calendar,
    send: (tx, one) => store.digestRequests.add(tx, { ...one, key: `W${(digestRequests += 1)}` }),
    onSend: async () => {
      await sendDigestRequests(options);
    },
    onNew: () => Promise.resolve(),
    mayEdit: (user) => Promise.resolve(user !== 'U0GUEST'),
    canReach: () => Promise.resolve(true),
  });
  options = {
    store,
    leadsApi: fakeApi([]),
    answers: createAnswers({ now }),
    catalogue: { sources: {}, subSources: {} },
    calendar,
    maxMissedDigests: 31,
    sendAll: (_name, all) => {
      jobs.push(...all.map(({ data }) => data));
      return Promise.resolve();
    },
    messages: messagesFor('en'),
    log: silent,
  };
});
afterAll(async () => {
  await store.close();
  await databases.close();
});

const now = () => (Date.now() + offsetMs) as Instant;
function setClock(iso: string): Promise<void> {
  return moveBy(Date.parse(iso) - now());
}
async function moveBy(ms: number): Promise<void> {
  offsetMs += Math.round(ms);
  await store.setClockOffset(offsetMs);
}
function scheduleOf(text: string): Schedule {
  const { schedule } = readSchedule(text.split(' '));
  if (schedule === null) throw new Error('no schedule');
  return schedule;
}
async function subscribe(text: string, zone = riyadh, changes: Partial<DigestDefinition> = {}): Promise<Listed> {
  const definition = { ...plainDigest, schedule: scheduleOf(text), zone, ...changes };
  const done = await subscriptionService.subscribe(place, definition);
  if (typeof done === 'string') throw new Error(done);
  return done.one;
}
async function runJobs(): Promise<void> {
  // In pairs, of any subscriptions; failed jobs would be retried.
  while (jobs.length > 0) {
    const failures = await makeDigests(jobs.splice(0, 2), options, never);
    expect(failures.filter((failure) => failure !== null)).toEqual([]);
  }
}
/** Runs the minute's work and the resulting jobs. */
async function look(): Promise<number> {
  const count = await startDueDigests(options);
  await runJobs();
  return count;
}
async function messages() {
  const rows = await databases.query(url, 'select key, payload::text as text from outbox order by id');
  return rows.map(({ key, text }) => ({ key: String(key), text: asRead(text) }));
}

describe('a digest', () => {
  it('is posted at its time, once, about the day before', async () => {
    await subscribe('08:30');
    await setClock('2025-10-21T05:29:00Z');
    expect(await startDueDigests(options)).toBe(0);
    await setClock('2025-10-21T05:30:10Z');
    await Promise.all([startDueDigests(options), startDueDigests(options), startDueDigests(options)]);
    expect(jobs).toHaveLength(1);
    // A job may run twice.
    jobs.push(...jobs);
    await runJobs();
    const [one, ...more] = await messages();
    expect(more).toEqual([]);
    expect(one?.text).toContain('20 October 2025');
    expect(one?.text).not.toContain('Sent late');
  });

  it('states that it is late, and the time for which it was meant', async () => {
    await subscribe('08:30');
    await setClock('2025-10-21T06:10:00Z');
    await startDueDigests(options);
    await runJobs();
    expect((await messages())[0]?.text).toMatch(/Sent late: it was due on Tuesday 21 October 08:30/);
  });

  it('covers missed digests and states the days', async () => {
    await subscribe('08:30');
    await setClock('2025-10-23T06:00:00Z');
    await startDueDigests(options);
    await runJobs();
    const all = await messages();
    expect(all).toHaveLength(1);
    expect(all[0]?.text).toMatch(/20 October – .*22 October 2025/);
    expect(all[0]?.text).toContain('covers 3 digests');
  });

  it('is not posted while paused, nor later for that time', async () => {
    const { id } = await subscribe('08:30');
    await subscriptionService.change(place, id, 'pause');
    await setClock('2025-10-22T06:00:00Z');
    expect(await startDueDigests(options)).toBe(0);
    await subscriptionService.change(place, id, 'resume');
    expect(await startDueDigests(options)).toBe(0);
    await setClock('2025-10-23T05:31:00Z');
    await startDueDigests(options);
    await runJobs();
    expect((await messages()).map(({ text }) => text.includes('22 October 2025'))).toEqual([true]);
  });

  it('that is rescheduled after a pause, before its first message, covers nothing of the pause', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    await subscriptionService.change(place, id, 'pause');
    await setClock('2025-10-22T06:00:00Z');
    await subscriptionService.change(place, id, 'resume');
    await subscriptionService.replace(place, id, { ...definition, schedule: scheduleOf('08:30 sun') });
    await setClock('2025-10-26T05:31:00Z');
    await look();
    expect(await days()).toEqual(['22 October – Saturday 25 October 2025']);
  });

  it('requested by Send now after a pause is not sent, and the person sees the pause', async () => {
    const { id } = await subscribe('08:30');
    await subscriptionService.change(place, id, 'pause');
    const one = await subscriptionService.change(place, id, 'send');
    await runJobs();
    expect(await messages()).toEqual([]);
    const card = changedCard(one, 'send', { messages: messagesFor('en'), zone: riyadh } as ParseContext);
    expect(card.summary).toBe('Nothing is sent until it is resumed: choose Resume in `/leads subscriptions`.');
    expect(JSON.stringify(card)).toContain('"Resume"');
  });

  it('can be requested at once for its last time, in addition to the scheduled one', async () => {
    const { id } = await subscribe('08:30');
    await setClock('2025-10-21T05:30:30Z');
    await startDueDigests(options);
    await runJobs();
    await setClock('2025-10-21T12:00:00Z');
    await subscriptionService.change(place, id, 'send');
    await runJobs();
    const all = await messages();
    expect(all.map(({ text }) => text.includes('20 October 2025'))).toEqual([true, true]);
    expect(all.map(({ text }) => text.includes('Sent late'))).toEqual([false, false]);
    expect(await subscriptionService.list(place)).toMatchObject([{ pausedReason: null }]);
  });

  it('is skipped when there are no leads and the subscription skips empty digests', async () => {
    await subscribe('08:30', riyadh, { skipEmpty: true });
    await setClock('2025-10-21T05:31:00Z');
    await startDueDigests(options);
    await runJobs();
    expect(jobs).toEqual([]);
    expect(await messages()).toEqual([]);
  });

  it('is skipped on holidays if the subscription does so; the next one covers them', async () => {
    // A Thursday and a Sunday, around a weekend.
    Object.assign(calendar, { holidays: [{ from: '2025-10-23', to: '2025-10-26' }] });
    await subscribe('08:30', riyadh, { workingDaysOnly: true });
    await setClock('2025-10-22T06:00:00Z');
    await startDueDigests(options);
    await runJobs();
    await setClock('2025-10-26T20:00:00Z');
    expect(await startDueDigests(options)).toBe(0);
    await setClock('2025-10-27T05:31:00Z');
    await startDueDigests(options);
    await runJobs();
    const all = await messages();
    expect(all).toHaveLength(2);
    expect(all[1]?.text).toMatch(/22 October – .*26 October 2025/);
    expect(all[1]?.text).not.toContain('covers');
  });

  it('that is rescheduled while its job waits is posted at the new time and covers both periods', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    await setClock('2025-10-21T05:31:00Z');
    await startDueDigests(options);
    await subscriptionService.replace(place, id, { ...definition, schedule: scheduleOf('17:00') });
    await runJobs();
    expect(await messages()).toEqual([]);
    await setClock('2025-10-21T14:00:30Z');
    await startDueDigests(options);
    await runJobs();
    const [one] = await messages();
    expect(one?.text).not.toContain('Sent late');
    expect(one?.text).toMatch(/20 October – .*21 October 2025/);
  });

  it('whose schedule never matches is refused', async () => {
    Object.assign(calendar, { workingDays: [1] });
    const definition = { ...plainDigest, schedule: scheduleOf('08:30 sun'), zone: riyadh };
    expect(await subscriptionService.subscribe(place, { ...definition, workingDaysOnly: true })).toBe('never-comes');
  });

  it('is changed in place', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    await subscriptionService.replace(place, id, {
      ...definition,
      schedule: scheduleOf('10:00'),
      filters: filters({ brand: 'KIA' }),
    });
    await setClock('2025-10-21T05:31:00Z');
    expect(await startDueDigests(options)).toBe(0);
    await setClock('2025-10-21T07:00:30Z');
    await startDueDigests(options);
    await runJobs();
    expect((await messages()).map(({ text }) => text.includes('KIA'))).toEqual([true]);
  });

  it('covers at most the configured number; beyond that there are several, and no day is left out', async () => {
    await subscribe('08:30');
    Object.assign(options, { maxMissedDigests: 3 });
    await setClock('2025-10-26T06:00:00Z');
    for (let looks = 0; looks < 4; looks += 1) await look();
    const all = (await messages()).map(({ text }) => /(\d+) October – .*?(\d+) October 2025/.exec(text)?.slice(1));
    expect(all).toEqual([
      ['20', '22'],
      ['23', '25'],
    ]);
  });

  it('that does not fit continues in its thread, once', async () => {
    await subscribe('08:30');
    Object.assign(options, { leadsApi: fakeApi(dayOf(80)) });
    await setClock('2025-10-21T05:31:00Z');
    await startDueDigests(options);
    jobs.push(...jobs);
    await runJobs();
    const rows = await databases.query(url, 'select thread_of, payload::text as text from outbox order by id');
    const [root, ...rest] = rows;
    expect(root?.['thread_of']).toBeNull();
    expect(rest.length).toBeGreaterThan(0);
    expect(new Set(rest.map((row) => row['thread_of'])).size).toBe(1);
  });

  it('is in Arabic if the subscription is', async () => {
    await subscribe('08:30', riyadh, { language: 'ar' });
    await setClock('2025-10-21T05:31:00Z');
    await startDueDigests(options);
    await runJobs();
    expect((await messages())[0]?.text).toContain('عملاؤك المحتملون باختصار');
  });

  it('that this version cannot read is paused; its owner is notified once, even if a process is killed', async () => {
    await subscribe('08:30');
    await databases.query(url, `update subscriptions set definition = '{"later": true}'`);
    await setClock('2025-10-21T06:00:00Z');
    const killed = { ...store.outbox, add: () => Promise.reject(new Error('killed')) };
    await expect(startDueDigests({ ...options, store: { ...store, outbox: killed } })).rejects.toThrow('killed');
    expect(await subscriptionService.list(place)).toMatchObject([{ pausedReason: null }]);
    for (let n = 0; n < 3; n += 1) {
      await moveBy(6 * minute);
      await startDueDigests(options);
    }
    expect(jobs).toEqual([]);
    expect(await subscriptionService.list(place)).toMatchObject([{ definition: null, pausedReason: 'unreadable' }]);
    expect((await messages()).map(({ text }) => text)).toEqual([expect.stringMatching(/I paused .*newer version/s)]);
    const entries = await databases.query(
      url,
      `select actor, subject from audit_log where action = 'subscription paused'`,
    );
    expect(entries).toEqual([{ actor: 'leadbell', subject: expect.stringMatching(/^subscription \d+$/) as string }]);
  });
});

describe('a notice about a digest is not written when a person came first:', () => {
  /** The person's change commits after the notice was put into words, before it is written. */
  function meanwhile(change: () => Promise<unknown>): DigestOptions {
    const add: Store['outbox']['add'] = async (tx, all) => {
      await change();
      return store.outbox.add(tx, all);
    };
    return { ...options, store: { ...store, outbox: { ...store.outbox, add } } };
  }

  it('an edit made it readable, so it is not paused', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition === null) throw new Error('not understood');
    await databases.query(url, `update subscriptions set definition = '{"later": true}'`);
    await setClock('2025-10-21T06:00:00Z');
    await startDueDigests(meanwhile(() => subscriptionService.replace(place, id, definition)));
    expect(await messages()).toEqual([]);
    expect(await subscriptionService.list(place)).toMatchObject([{ pausedReason: null }]);
    // An edit makes it due again at once.
    await look();
    expect((await told()).map(({ text }) => text.includes('20 October 2025'))).toEqual([true]);
  });

  it('a pause, so its owner does not hear that it is late', async () => {
    const { id } = await subscribe('08:30');
    await setClock('2025-10-21T05:30:10Z');
    const working = options;
    options = { ...options, leadsApi: down('unavailable') };
    await look();
    await setClock('2025-10-21T18:00:00Z');
    options = working;
    await startDueDigests(meanwhile(() => subscriptionService.change(place, id, 'pause')));
    expect(await messages()).toEqual([]);
    expect(await subscriptionService.list(place)).toMatchObject([{ pausedReason: 'by_hand' }]);
  });
});

function down(kind: 'unavailable' | 'timeout'): LeadsApi {
  const next = () => Promise.reject(new LeadsApiError(kind, 'down'));
  return { read: () => ({ [Symbol.asyncIterator]: () => ({ next }) }) };
}

const owner = async () => (await messages()).filter(({ key }) => key.startsWith('late '));
const told = async () => (await messages()).filter(({ key }) => key.startsWith('digest '));

/** The days that each digest covers. */
async function days() {
  const digests = (await messages()).filter(({ key }) => key.startsWith('digest'));
  return digests.map(({ text }) => /\d\d October(?: – [A-Za-z ]*\d\d October)? 2025/.exec(text)?.[0]);
}

describe('an owed digest', () => {
  it('after more than a night without the DMS is one message about all of it, and its owner is notified once', async () => {
    await subscribe('08:30');
    await setClock('2025-10-21T05:30:10Z');
    const working = options;
    options = { ...options, leadsApi: down('unavailable') };
    const asked: number[] = [];
    // A day and a half; no wait is longer than twelve minutes, and retries never end.
    for (let n = 0; n < 5 * 36; n += 1) {
      asked.push(await look());
      await moveBy(12 * minute);
    }
    expect(await told()).toEqual([]);
    expect(asked.filter((count) => count > 0).length).toBeGreaterThan(160);
    // From 05:30 on it is left to the digest of 08:30.
    expect(asked.slice(5 * 21 + 1, 5 * 24 - 1).every((count) => count === 0)).toBe(true);
    const [notice, ...more] = await owner();
    expect(more).toEqual([]);
    expect(notice?.text).toMatch(/due on Tuesday 21 October 08:30 and is not ready yet:.*the DMS is not answering/);
    expect(await subscriptionService.list(place)).toMatchObject([
      { owed: { failure: 'unavailable', since: Date.parse('2025-10-21T05:30:00Z') } },
    ]);
    const owed = await store.subscriptions.owed(now());
    expect(owed).toMatchObject({ digests: 1, failures: [{ reason: 'unavailable', count: 1 }] });
    options = working;
    await look();
    const [one, ...others] = await told();
    expect(others).toEqual([]);
    expect(one?.text).toMatch(/20 October – .*21 October 2025/);
    expect(one?.text).toContain('covers 2 digests that were missed');
    expect(one?.text).toContain('Sent late');
    await setClock('2025-10-23T05:30:10Z');
    await look();
    expect((await told())[1]?.text).toMatch(/22 October 2025/);
    expect((await subscriptionService.list(place))[0]).not.toHaveProperty('owed');
    expect(await store.subscriptions.owed(now())).toMatchObject({ digests: 0 });
  });

  it('survives the loss of the jobs table, and a process killed before its message is committed', async () => {
    await subscribe('08:30');
    await setClock('2025-10-21T05:30:10Z');
    expect(await startDueDigests(options)).toBe(1);
    jobs = [];
    expect(await startDueDigests(options)).toBe(0);
    await moveBy(6 * minute);
    expect(await startDueDigests(options)).toBe(1);
    const dying: Store = {
      ...store,
      transaction: (work) =>
        store.transaction(async (tx) => {
          await work(tx);
          throw new Error('killed');
        }),
    };
    await makeDigests(jobs.splice(0), { ...options, store: dying }, AbortSignal.abort());
    expect(await told()).toEqual([]);
    await moveBy(6 * minute);
    await look();
    // The killed process's remaining jobs run again.
    jobs.push({ subscription: 1 }, { subscription: 1, first: 1, last: 2, merged: 1 });
    await runJobs();
    expect((await told()).map(({ text }) => text.includes('20 October 2025'))).toEqual([true]);
  });

  it('from Send now survives the loss of the jobs table, a DMS outage and a restore', async () => {
    const { id } = await subscribe('08:30');
    await subscriptionService.change(place, id, 'send');
    expect(jobs).toHaveLength(1);
    const late = jobs.splice(0);
    const working = options;
    options = { ...options, leadsApi: down('timeout') };
    await moveBy(6 * minute);
    expect([await look(), await told()]).toEqual([1, []]);
    const file = new PassThrough();
    const bytes = buffer(file);
    await backup({ url }, file);
    await store.close();
    url = await databases.create();
    await restore({ url }, Readable.from([await bytes]));
    store = await openStore({ url });
    options = { ...working, store };
    await moveBy(6 * minute);
    expect(await look()).toBe(1);
    // The lost jobs arrive after all.
    jobs.push(...late, ...late);
    await runJobs();
    await moveBy(hour);
    expect(await look()).toBe(0);
    expect((await messages()).map(({ key, text }) => [key.includes('wish'), text.includes('19 October 2025')])).toEqual(
      [[true, true]],
    );
    expect(await databases.query(url, 'select key from digest_wishes')).toEqual([]);
  });

  it('is part of a backup: restored between its time and its message, it is posted late', async () => {
    await subscribe('08:30');
    await setClock('2025-10-21T05:30:10Z');
    await startDueDigests(options);
    const file = new PassThrough();
    const bytes = buffer(file);
    await backup({ url }, file);
    jobs = [];
    await store.close();
    url = await databases.create();
    await restore({ url }, Readable.from([await bytes]));
    store = await openStore({ url });
    options = { ...options, store };
    await setClock('2025-10-21T07:00:00Z');
    await look();
    const [one, ...more] = await told();
    expect(more).toEqual([]);
    expect(one?.text).toContain('20 October 2025');
    expect(one?.text).toContain('Sent late');
  });

  it('is posted when possible, with the filters as edited meanwhile', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    await setClock('2025-10-21T05:30:10Z');
    const working = options;
    options = { ...options, leadsApi: down('unavailable') };
    await look();
    await subscriptionService.replace(place, id, { ...definition, filters: filters({ brand: 'KIA' }) });
    options = working;
    await look();
    expect((await told()).map(({ text }) => /KIA/.test(text) && text.includes('20 October 2025'))).toEqual([true]);
  });

  it('from before a pause is posted on resume', async () => {
    const { id } = await subscribe('08:30');
    await setClock('2025-10-21T05:30:10Z');
    await subscriptionService.change(place, id, 'pause');
    await setClock('2025-10-22T05:30:10Z');
    await subscriptionService.change(place, id, 'resume');
    await look();
    // It ends where the pause began.
    expect(await days()).toEqual(['20 October 2025']);
    await look();
    await setClock('2025-10-23T05:30:10Z');
    await look();
    expect(await days()).toEqual(['20 October 2025', '22 October 2025']);
  });

  it('through two pauses, a DMS outage, a restore and an edit covers the times before and between the pauses, and no others', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    const working = options;
    options = { ...options, leadsApi: down('unavailable') };
    await setClock('2025-10-21T05:30:10Z');
    await look();
    await subscriptionService.change(place, id, 'pause');
    // An edit during a pause drops nothing that was owed before.
    await subscriptionService.replace(place, id, { ...definition, filters: filters({ brand: 'KIA' }) });
    await setClock('2025-10-23T12:00:00Z');
    await subscriptionService.change(place, id, 'resume');
    await setClock('2025-10-24T06:00:00Z');
    await look();
    await subscriptionService.change(place, id, 'pause');
    await setClock('2025-10-27T06:00:00Z');
    await subscriptionService.change(place, id, 'resume');
    const file = new PassThrough();
    const bytes = buffer(file);
    await backup({ url }, file);
    await store.close();
    url = await databases.create();
    await restore({ url }, Readable.from([await bytes]));
    store = await openStore({ url });
    options = { ...working, store };
    await setClock('2025-10-28T12:00:00Z');
    for (let n = 0; n < 4; n += 1) {
      await moveBy(6 * minute);
      await look();
    }
    expect(await days()).toEqual(['20 October 2025', '23 October 2025', '27 October 2025']);
    const digests = (await messages()).filter(({ key }) => key.startsWith('digest'));
    expect(digests.every(({ text }) => text.includes('KIA'))).toBe(true);
    expect(await databases.query(url, 'select pauses from subscriptions')).toEqual([{ pauses: [] }]);
  });

  it('that is paused and rescheduled past the pause is posted separately, and no digest covers the pause', async () => {
    const { id, definition } = await subscribe('08:30');
    if (definition?.kind !== 'digest') throw new Error('not understood');
    // Tuesday.
    await setClock('2025-10-21T05:30:10Z');
    await subscriptionService.change(place, id, 'pause');
    await setClock('2025-10-23T12:00:00Z');
    await subscriptionService.replace(place, id, { ...definition, schedule: scheduleOf('17:00 sat') });
    await subscriptionService.replace(place, id, { ...definition, schedule: scheduleOf('17:00') });
    await subscriptionService.change(place, id, 'resume');
    await look();
    expect(await days()).toEqual(['20 October 2025']);
    await setClock('2025-10-23T14:00:10Z');
    await look();
    // From 17:00 of the day before, as a new one would.
    expect(await days()).toEqual(['20 October 2025', '22 October – Thursday 23 October 2025']);
    expect(await databases.query(url, 'select pauses from subscriptions')).toEqual([{ pauses: [] }]);
  });

  it.each(['by hand', 'closed'])(
    'without a next time in its row gets one on resume (%s), and covers no pause',
    async (how) => {
      const { id } = await subscribe('08:30');
      const where = { workspace: 'T1', channel: place.channel };
      if (how === 'by hand') await subscriptionService.change(place, id, 'pause');
      else await store.transaction((tx) => store.subscriptions.change(tx, id, where, { pausedReason: 'is_archived' }));
      await databases.query(url, 'update subscriptions set next_run_at = null');
      await setClock('2025-10-23T12:00:00Z');
      await subscriptionService.change(place, id, 'resume');
      await look();
      expect(await days()).toEqual([]);
      await setClock('2025-10-24T05:30:10Z');
      await look();
      const since = how === 'by hand' ? '' : '20 October – Thursday ';
      expect(await days()).toEqual([`${since}23 October 2025`]);
    },
  );

  it('that became unreadable since its buttons were shown: Send now says so, and sends nothing', async () => {
    const { id } = await subscribe('08:30');
    await databases.query(url, `update subscriptions set definition = '{"later": true}'`);
    expect(await subscriptionService.change(place, id, 'send')).toBe('unreadable');
    expect(await databases.query(url, 'select 1 from digest_wishes')).toEqual([]);
    expect(await databases.query(url, "select 1 from audit_log where action = 'send'")).toEqual([]);
  });

  it('that is unreadable and without a next time is paused again on resume, and its owner is notified', async () => {
    const { id } = await subscribe('08:30');
    await subscriptionService.change(place, id, 'pause');
    await databases.query(url, `update subscriptions set next_run_at = null, definition = '{"later": true}'`);
    await subscriptionService.change(place, id, 'resume');
    await moveBy(minute);
    await look();
    expect(await subscriptionService.list(place)).toMatchObject([{ pausedReason: 'unreadable' }]);
    expect((await messages()).map(({ text }) => text)).toEqual([expect.stringMatching(/I paused .*newer version/s)]);
  });

  it('after a closed place is resumed is one message about all missed days', async () => {
    const { id } = await subscribe('08:30');
    const where = { workspace: 'T1', channel: place.channel };
    await store.transaction((tx) => store.subscriptions.change(tx, id, where, { pausedReason: 'is_archived' }));
    await setClock('2025-10-23T12:00:00Z');
    expect(await look()).toBe(0);
    await subscriptionService.change(place, id, 'resume');
    await look();
    expect((await told()).map(({ text }) => /20 October – .*22 October 2025/.test(text))).toEqual([true]);
  });
});

const notices = async () => (await messages()).map(({ text }) => text);
async function asked(): Promise<Listed> {
  const one = await subscribe('08:30');
  await subscriptionService.change({ ...place, user: 'U0SAMIR' }, one.id, 'send');
  return one;
}
async function runTwice(): Promise<void> {
  jobs.push(...jobs);
  await runJobs();
}

describe('Send now without a result is reported to the requester once:', () => {
  it('paused before its job ran', async () => {
    const { id } = await asked();
    await subscriptionService.change(place, id, 'pause');
    await runTwice();
    expect(await notices()).toEqual([expect.stringMatching(/did not send.*paused before/s)]);
    expect(await databases.query(url, 'select channel_id from outbox')).toEqual([{ channel_id: 'U0SAMIR' }]);
  });

  it('rescheduled before its job ran', async () => {
    const { id, definition } = await asked();
    if (definition?.kind !== 'digest') throw new Error('not understood');
    await subscriptionService.replace(place, id, { ...definition, schedule: scheduleOf('10:00') });
    await runTwice();
    expect(await notices()).toEqual([expect.stringMatching(/did not send.*edited before/s)]);
  });

  it('removed before its job ran', async () => {
    const { id } = await asked();
    await subscriptionService.change(place, id, 'remove');
    await runTwice();
    expect(await notices()).toEqual([expect.stringMatching(/did not send.*removed before.*\/leads subscribe/s)]);
    expect(await databases.query(url, 'select channel_id from outbox')).toEqual([{ channel_id: 'U0SAMIR' }]);
  });

  it('not reported when it was sent before the removal', async () => {
    const { id } = await asked();
    await runJobs();
    await subscriptionService.change(place, id, 'remove');
    expect(await notices()).toEqual([expect.stringContaining('19 October 2025')]);
  });

  it('a DMS outage of half a day, with retries until then', async () => {
    await asked();
    const [job = {}] = jobs.splice(0);
    options = { ...options, leadsApi: down('unavailable') };
    expect(await makeDigests([job], options, never)).toEqual([null]);
    expect([await sendDigestRequests(options), await notices()]).toEqual([0, []]);
    await moveBy(minute);
    expect(await sendDigestRequests(options)).toBe(1);
    jobs = [];
    await moveBy(12 * hour);
    await look();
    expect(await notices()).toEqual([expect.stringMatching(/did not send.*the DMS is not answering/s)]);
  });

  it('stored by an earlier release only in its job: retried by the engine, then reported', async () => {
    await asked();
    const [job = {}] = jobs.splice(0);
    await databases.query(url, 'delete from digest_wishes');
    options = { ...options, leadsApi: down('unavailable') };
    expect((await makeDigests([job], options, never))[0]).not.toBeNull();
    await moveBy(12 * hour);
    expect(await makeDigests([job, job], options, never)).toEqual([null, null]);
    expect(await notices()).toEqual([expect.stringMatching(/did not send.*the DMS is not answering/s)]);
  });

  it('not reported when its message was written before', async () => {
    const { id } = await asked();
    jobs.push(...jobs);
    await makeDigests(jobs.splice(0, 1), options, never);
    await subscriptionService.change(place, id, 'pause');
    await runJobs();
    expect(await notices()).toEqual([expect.stringContaining('19 October 2025')]);
  });
});

describe('a channel', () => {
  it('accepts changes from those who may edit its subscriptions, and from their owners', async () => {
    const { id } = await subscribe('08:30');
    const guest = { ...place, user: 'U0GUEST' };
    expect(await subscriptionService.change(guest, id, 'remove')).toBe('not-allowed');
    const definition = { ...plainDigest, schedule: scheduleOf('08:30'), zone: riyadh };
    expect(await subscriptionService.subscribe(guest, definition)).toBe('not-allowed');
    expect(await subscriptionService.replace(guest, id, definition)).toBe('not-allowed');
    await databases.query(url, `update subscriptions set owner_id = 'U0GUEST'`);
    expect(await subscriptionService.change(guest, id, 'remove')).toMatchObject({ id });
  });

  it('changes only its own subscriptions', async () => {
    const { id } = await subscribe('08:30');
    expect(await subscriptionService.change({ ...place, channel: 'C0OTHER' }, id, 'remove')).toBeNull();
    expect(await subscriptionService.list(place)).toHaveLength(1);
    expect(await subscriptionService.change(place, id, 'remove')).toMatchObject({ id });
    expect(await subscriptionService.list(place)).toEqual([]);
    expect(await databases.query(url, 'select actor, action from audit_log order by id')).toEqual([
      { actor: 'U0NOURA', action: 'subscribed' },
      { actor: 'U0NOURA', action: 'remove' },
    ]);
  });
});

it('over weeks in two zones with stops and crashes, every time is covered exactly once', async () => {
  const texts = ['08:30', '02:30', '09:00 sun-thu', '18:00', 'monthly 1 07:00'];
  const all = await Promise.all(texts.flatMap((text) => [subscribe(text, riyadh), subscribe(text, berlin)]));
  const begun = now();
  // Berlin leaves summer time on the sixth day, and the month ends on the twelfth.
  const days = Math.max(13, runs(30));
  // The steps of a clock between looks: minutes, hours, or two days.
  let seed = 5;
  const roll = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  await using slack = await slackOfWeeks();
  let delivering = slack.deliver();
  while (now() < begun + days * day) {
    await moveBy(roll() < 0.05 ? 2 * day * roll() : roll() < 0.5 ? 3 * hour * roll() : 20 * minute);
    // Two processes: sometimes one dies before its transaction ends, jobs are lost, or the DMS is
    // down.
    const dying = roll() < 0.2;
    const sendAll = dying ? () => Promise.reject(new Error('killed')) : options.sendAll;
    await Promise.allSettled([startDueDigests({ ...options, sendAll }), startDueDigests(options)]);
    if (roll() < 0.1) jobs = [];
    const isDown = roll() < 0.1;
    const leadsApi = isDown ? down('timeout') : options.leadsApi;
    const half = jobs.splice(0, jobs.length / 2);
    await Promise.all([half, jobs.splice(0)].map((some) => makeDigests(some, { ...options, leadsApi }, never)));
    if (roll() < 0.02) {
      await delivering.stop();
      delivering = slack.deliver();
    }
  }
  await moveBy(day);
  for (let looks = 0; looks < 3; looks += 1) {
    await moveBy(10 * minute);
    await look();
  }
  const done = await databases.query(
    url,
    `select subscription_id as id, scheduled_for as at, outbox_id as message from occurrences order by 1, 2`,
  );
  const stored = await store.subscriptions.find(all.map(({ id }) => id));
  for (const { id, definition, coveredTo, nextRunAt } of stored) {
    const digest = readDefinition('digest', definition);
    if (digest?.kind !== 'digest' || nextRunAt === null) throw new Error('not understood');
    const { schedule, zone } = digest;
    const times = done.filter((row) => Number(row['id']) === id).map((row) => Number(row['at']) as Instant);
    const last = times.at(-1) ?? begun;
    expect(nextRunAt).toBe(nextOccurrence(schedule, zone, last).at);
    expect(nextRunAt).toBeGreaterThan(now() - 3 * hour);
    expect(coveredTo).toBe(periodOf(schedule, zone, nextOccurrence(schedule, zone, (last - 1) as Instant)).to);
  }
  expect(done.length).toBeGreaterThan(3 * days);
  expect(done.every((row) => row['message'] !== null)).toBe(true);
  const posted = () => slack.keys().filter((key) => key.startsWith('digest '));
  await expect.poll(() => posted().length, { timeout: 60_000 }).toBe(done.length);
  await delivering.stop();
  expect(posted().toSorted()).toEqual(done.map(({ id, at }) => `digest ${String(id)} ${Number(at)}`).toSorted());
}, 180_000);

/** The stand-in, and a process that delivers to it. */
async function slackOfWeeks() {
  const slack = await startSlackSandbox({ manifest, limits: false, keepMessages: 10_000 });
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  return {
    deliver: (): Delivering => startFixture({ slack, store, workspace: 'T1', log, timeoutMs: 1_000, graceMs: 1_000 }),
    keys: () =>
      slack.ledger().map(({ metadata }) => (metadata as { event_payload: { key: string } }).event_payload.key),
    [Symbol.asyncDispose]: () => slack.close(),
  };
}
