/**
 * For tests of digests: a subscription service, the digests' jobs and a movable clock on a real
 * database. The DMS has no leads unless a test says otherwise.
 */
import { buffer } from 'node:stream/consumers';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type BusinessCalendar, type Instant, readSchedule, type Schedule, type Zone } from '@leadbell/domain';
import type { JobData } from '@leadbell/jobs';
import { type LeadsApi, LeadsApiError } from '@leadbell/leads-api';
import { backup, openStore, restore, type Store } from '@leadbell/store';
import { keepStore, type KeptStore, startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { asRead } from '@leadbell/testing';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { makeDigests, startDueDigests } from '../features/digest/digest.ts';
import type { DigestOptions } from '../features/digest/options.ts';
import { sendDigestRequests } from '../features/digest/requests.ts';
import { messagesFor } from '../features/index.ts';
import { createSubscriptionService } from '../features/subscriptions/create-subscription-service.ts';
import type { Listed, SubscriptionService } from '../features/subscriptions/subscription-service.ts';
import { createAnswers } from '../reports/answers.ts';
import type { DigestDefinition } from '../subscriptions/definition.ts';
import { plainDigest } from './definition-fixtures.ts';
import { fakeApi, workingCalendar } from './lead-fixtures.ts';
import { silent } from './watch-fixtures.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const never: AbortSignal = new AbortController().signal;
export const riyadh = 'Asia/Riyadh' as Zone;
export const berlin = 'Europe/Berlin' as Zone;
export const place = { channel: 'C0SALES', user: 'U0NOURA', scope: 'all' } as const;

export let databases: TestDatabases;
let kept: KeptStore;
export let url: string;
export let store: Store;
export let subscriptionService: SubscriptionService;
export let options: DigestOptions;
/** The jobs that wait. The jobs remain when the process that sent them ends. */
export let jobs: JobData[];
let offsetMs = 0;
let digestRequests = 0;
export let calendar: BusinessCalendar;

/** Registers hooks that run before and after each test of the calling file. */
export function setUpDigests(): void {
  beforeAll(async () => {
    databases = await startTestDatabases();
    kept = keepStore(databases);
  });
  beforeEach(async () => {
    ({ url, store } = await kept.renew(url));
    jobs = [];
    await setClock('2025-10-20T09:00:00Z');
    calendar = { ...workingCalendar };
    subscriptionService = serviceOn(store);
    options = {
      store,
      leadsApi: fakeApi([]),
      answers: createAnswers({ now }),
      catalogue: { sources: {}, subSources: {} },
      calendar,
      maxMissedDigests: 31,
      elapsed: () => performance.now(),
      sleep: (ms, signal) => delay(ms, undefined, { signal }),
      sendAll: (_name, all) => {
        jobs.push(...all.map(({ data }) => data));
        return Promise.resolve();
      },
      messages: messagesFor('en'),
      log: silent,
    };
  });
  afterAll(async () => {
    await kept.close();
    await databases.close();
  });
}

export const now = () => (Date.now() + offsetMs) as Instant;
export function setClock(iso: string): Promise<void> {
  return moveBy(Date.parse(iso) - now());
}
export async function moveBy(ms: number): Promise<void> {
  offsetMs += Math.round(ms);
  await store.setClockOffset(offsetMs);
}
export function scheduleOf(text: string): Schedule {
  const { schedule } = readSchedule(text.split(' '));
  if (schedule === null) throw new Error('no schedule');
  return schedule;
}
export async function subscribe(text: string, zone = riyadh, changes: Partial<DigestDefinition> = {}): Promise<Listed> {
  const definition = { ...plainDigest, schedule: scheduleOf(text), zone, ...changes };
  const done = await subscriptionService.subscribe(place, definition);
  if (typeof done === 'string') throw new Error(done);
  return done.one;
}
export async function runJobs(): Promise<void> {
  // Run two jobs at a time, of any subscriptions. The service would retry a failed job; here it fails the test.
  while (jobs.length > 0) {
    const failures = await makeDigests(jobs.splice(0, 2), options, never);
    expect(failures.filter((failure) => failure !== null)).toEqual([]);
  }
}
/** Does the work of one minute, and runs the jobs that result from it. */
export async function look(): Promise<number> {
  const count = await startDueDigests(options);
  await runJobs();
  return count;
}
export async function messages() {
  const rows = await databases.query(url, 'select key, payload::text as text from outbox order by id');
  return rows.map(({ key, text }) => ({ key: String(key), text: asRead(text) }));
}

/** A subscription service with this store. */
export function serviceOn(its: Store): SubscriptionService {
  return createSubscriptionService({
    store: its,
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
}

/** Sets the options of the digests for the rest of this test. */
export function use(next: DigestOptions): void {
  options = next;
}

/** Simulates that the table of jobs is lost. */
export function loseJobs(): void {
  jobs = [];
}

/** Replaces the database with a backup. `bytes`: the result of `saved()`. */
export async function restoreFrom(bytes: Buffer): Promise<void> {
  await store.close();
  url = await databases.createReady();
  await restore({ url }, Readable.from([bytes]));
  store = await openStore({ url });
  options = { ...options, store };
}

export async function saved(): Promise<Buffer> {
  const file = new PassThrough();
  const bytes = buffer(file);
  await backup({ url }, file);
  return bytes;
}

export function down(kind: 'unavailable' | 'timeout'): LeadsApi {
  const next = () => Promise.reject(new LeadsApiError(kind, 'down'));
  return { read: () => ({ [Symbol.asyncIterator]: () => ({ next }) }) };
}

/** The notices to owners about late digests. */
export const owner = async () => (await messages()).filter(({ key }) => key.startsWith('late '));
export const told = async () => (await messages()).filter(({ key }) => key.startsWith('digest '));

/** The days that each digest covers. */
export async function days() {
  const digests = (await messages()).filter(({ key }) => key.startsWith('digest'));
  return digests.map(
    ({ text }) => /\d\d October(?: \d\d:\d\d)?(?: – [A-Za-z ]*\d\d October)? 2025(?: \d\d:\d\d)?/.exec(text)?.[0],
  );
}
