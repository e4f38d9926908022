/**
 * For scenarios in tests: a DMS, a clock, a store and a channel that subscribes to alerts. A
 * scenario is a sequence of DMS states with the exact messages that the channel then has.
 */
import {
  type AlertSettings,
  type Bulk,
  type BulkObservation,
  BulkObserver,
  defaultAlertSettings,
  type Instant,
  type LeadError,
  type Scope,
  usualReading,
  type Zone,
} from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { keepStore, type KeptStore, startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { asRead, testIdentities } from '@leadbell/testing';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { example, workingCalendar } from './lead-fixtures.ts';
import type { AlertsDefinition } from '../subscriptions/definition.ts';
import type { AlertService } from '../features/alerts/alert-service.ts';
import { createAlertService } from '../features/alerts/create-alert-service.ts';
import { evaluateAlerts } from '../features/alerts/evaluate.ts';
import { subscribeToAlerts } from './subscription-fixtures.ts';

export const zone = 'Asia/Riyadh' as Zone;
export const minute = 60_000;
export const hour = 60 * minute;
/** The time 12:00 in Riyadh on a Monday. */
export const monday = Date.parse('2025-08-25T09:00:00Z') as Instant;

let databases: TestDatabases;
let kept: KeptStore;
let url: string;
export let store: Store;
export let subscriptionService: AlertService;
export let now: Instant;
export let subscription: number;
/** The members of each channel; a channel that is missing here has everyone as a member. */
export const members = new Map<string, ReadonlySet<string>>();
/** For each person, the scope of the alerts that they may act on; null for none. All others may act on all alerts. */
export const scopes = new Map<string, Scope | null>();
let alertSettings: AlertSettings = defaultAlertSettings;

/** Registers hooks that run before and after each test of the calling file. */
export function setUpScenario(): void {
  beforeAll(async () => {
    databases = await startTestDatabases();
    kept = keepStore(databases);
  });
  afterAll(async () => {
    await kept.close();
    await databases.close();
  });
  beforeEach(async () => {
    members.clear();
    scopes.clear();
    alertSettings = { ...defaultAlertSettings, groupWaitMs: 0 };
    ({ url, store } = await kept.renew(url));
    await store.connections.ensure('dms');
    now = monday;
    subscriptionService = createAlertService({
      store,
      workspace: () => 'T1',
      connection: 'dms',
      identities: testIdentities(),
      now: () => now,
      zone,
      calendar: workingCalendar,
      weekStart: 7,
      isIn: (channel, user) => Promise.resolve(members.get(channel)?.has(user) ?? true),
      mayEdit: () => Promise.resolve(true),
      actsOn: (user) => Promise.resolve(scopes.has(user) ? (scopes.get(user) ?? null) : 'all'),
      languageOf: () => Promise.resolve('en'),
      alertSettings,
      reading: usualReading,
    });
    subscription = await subscribe({});
  });
}

export const subscribe = (changes: Partial<AlertsDefinition>, channel?: string): Promise<number> =>
  subscribeToAlerts(store, changes, channel);

export const branch = { code: 'BRANCH_NOT_FOUND', field: 'branch', message: 'Branch 12 not found' };
export const phone = { code: 'INVALID_PHONE', field: null, message: 'Invalid phone' };
type Mark = LeadError | 'fine';

/** A bulk with leads that are fine or have an error. */
export function bulk(id: number, leads: readonly Mark[], changes: Partial<Bulk> = {}): BulkObservation {
  const observer = new BulkObserver(testIdentities());
  for (const [n, mark] of leads.entries()) {
    const isFine = mark === 'fine';
    observer.add({
      ...example,
      externalId: String(id * 1_000 + n),
      leadId: isFine ? String(id * 1_000 + n) : null,
      outcome: isFine ? 'created' : 'errored',
      source: id % 2 === 0 ? 'Email' : 'Website',
      errors: isFine ? [] : [mark],
    });
  }
  const errored = leads.filter((mark) => mark !== 'fine').length;
  return observer.finish({
    key: `k${id}`,
    id: String(id),
    createdAt: (monday - minute) as Instant,
    createdBy: '1',
    state: 'completed',
    totalRecords: leads.length,
    errorRecords: errored,
    ...changes,
  });
}

export const options = () => ({
  store,
  zone,
  calendar: workingCalendar,
  alertSettings,
});

export async function poll(...bulks: readonly BulkObservation[]): Promise<void> {
  await store.transaction((tx) => store.bulks.apply(tx, 'dms', bulks, now, () => '2025-08-25' as never));
  await look();
}
/** Evaluates alerts as the service does each minute. */
export const look = () => evaluateAlerts('dms', now, options());
export const wait = (ms: number): void => {
  now = (now + ms) as Instant;
};

export const goTo = (at: string): void => {
  now = Date.parse(at) as Instant;
};
/** Changes the alert settings for the rest of the test. */
export const settle = (settings: AlertSettings): void => {
  alertSettings = settings;
};

export const query = (sql: string) => databases.query(url, sql);

export const plain = asRead;

/**
 * The texts of the channel's root messages, and of the replies without their titles. `(aloud)` marks replies that the
 * channel shows too.
 */
export async function channel(of = subscription): Promise<{ readonly roots: string[]; readonly lines: string[] }> {
  const rows = await databases.query(
    url,
    `select payload ->> 'text' as text, thread_of as thread, payload -> 'reply_broadcast' as aloud from outbox where subscription_id = ${of} order by id`,
  );
  return {
    roots: rows.filter(({ thread }) => thread == null).map(({ text }) => plain(text)),
    lines: rows
      .filter(({ thread }) => thread != null)
      .map(
        ({ text, aloud }) =>
          `${plain(text).replace('New error: ', '').split(': ')[1]}${aloud === true ? ' (aloud)' : ''}`,
      ),
  };
}
export async function shown(): Promise<string> {
  const rows = await databases.query(
    url,
    'select payload::text as text from outbox where thread_of is null order by id',
  );
  return rows.map(({ text }) => plain(text)).join('\n');
}
export const reasons = async (): Promise<string[]> =>
  (await databases.query(url, "select state ->> 'reason' as reason from alerts order by id")).map(({ reason }) =>
    String(reason),
  );
