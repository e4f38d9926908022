/**
 * For tests: a DMS with scripted answers over a real socket, and all of Leadbell except Slack: client, database, polls,
 * alerts, new-lead cards, answers, opened leads. The test sets the clock.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createIdentities, defaultAlertSettings, type Instant, usualReading, type Zone } from '@leadbell/domain';
import { createLeadsApi, type LeadsApiEvent } from '@leadbell/leads-api';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { testKey } from '@leadbell/testing';
import { createAlertService } from '../features/alerts/create-alert-service.ts';
import { evaluateAlerts } from '../features/alerts/evaluate.ts';
import { workingCalendar } from './lead-fixtures.ts';
import { pollOnce } from '../watch/poll.ts';
import type { PollOptions } from '../watch/poll-options.ts';
import { pollOptions } from './watch-fixtures.ts';
import { createScreens, type Screens, subscribe } from './screens-fixtures.ts';

export const minute = 60_000;
export const hour = 60 * minute;
const zone = 'Asia/Riyadh' as Zone;
const never = new AbortController().signal;

export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly body: string | Buffer;
  /** The time in the answer's `Date` header; if absent, our clock's time. */
  readonly date?: string;
  /** The connection breaks this many bytes before the end. */
  readonly missing?: number;
}

export type Dms = (from: Instant, to: Instant, url: URL) => Reply | Promise<Reply>;

export interface World extends Screens, AsyncDisposable {
  /** The requests that the DMS has received. */
  readonly asked: URL[];
  /** The client's events, which name unreadable values by their paths. */
  readonly events: LeadsApiEvent[];
  dms: Dms;
  now(): Instant;
  moveTo(iso: string): Promise<void>;
  moveBy(ms: number): Promise<void>;
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Makes the next poll due and runs it. With `sweep`, the poll also reads the whole last day. */
  poll(how?: { readonly sweep?: boolean }): Promise<void>;
  /** Advances the clock, polls, and evaluates alerts if a group wait is over. */
  tick(ms: number): Promise<void>;
  /** Evaluates alerts as the service does each minute. */
  look(): Promise<void>;
  status(): ReturnType<Store['connections']['status']>;
}

const nothing: Dms = () => ({ body: '[]' });

/** A database that worlds use one after the other; it is empty for each world. */
export interface Place {
  readonly store: Store;
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const databases = await startTestDatabases();
  const url = await databases.createReady();
  const store = await openStore({ url });
  return {
    store,
    query: (sql) => databases.query(url, sql),
    empty: () => databases.empty(url),
    async close() {
      await store.close();
      await databases.close();
    },
  };
}

export interface WorldOptions {
  readonly begin: string;
  readonly groupWaitMs?: number;
}

/** Starts a world in which #it has subscribed to alerts about at least one errored lead, and #sales to new leads. */
export async function startWorld(place: Place, { begin, groupWaitMs = 0 }: WorldOptions): Promise<World> {
  const { store } = place;
  const query: World['query'] = (sql) => place.query(sql);
  await place.empty();
  const asked: URL[] = [];
  const events: LeadsApiEvent[] = [];
  let offsetMs = 0;
  let dms: Dms = nothing;
  const now = () => (Date.now() + offsetMs) as Instant;
  async function moveTo(iso: string): Promise<void> {
    offsetMs = Date.parse(iso) - Date.now();
    await store.setClockOffset(Math.round(offsetMs));
  }
  const server = createServer((req, res) => {
    const queries = new URL(req.url ?? '/', 'http://dms');
    asked.push(queries);
    const [from, to] = ['fromDate', 'toDate'].map((name) => Date.parse(queries.searchParams.get(name) ?? ''));
    void reply(res, dms(from as Instant, to as Instant, queries), now);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const leadsApi = createLeadsApi(
    {
      baseUrl,
      auth: { kind: 'none' },
      attempts: 2,
      backoffMs: 1,
      idleTimeoutMs: 15_000,
    },
    {
      now,
      sleep: (ms, signal) => delay(ms, undefined, { signal }),
      random: Math.random,
      fetch,
      log: (event) => events.push(event),
    },
  );
  const alertSettings = { ...defaultAlertSettings, groupWaitMs };
  let lookAt = Infinity;
  const options: PollOptions = {
    ...pollOptions(store, baseUrl),
    leadsApi,
    alertSettings,
    lookAgain: (_, afterMs) => {
      lookAt = Math.min(lookAt, now() + afterMs);
      return Promise.resolve();
    },
    identities: createIdentities(testKey(), []),
  };
  const alerts = createAlertService({
    store,
    workspace: () => 'T1',
    connection: 'dms',
    identities: options.identities,
    now,
    zone,
    calendar: workingCalendar,
    weekStart: 7,
    isIn: () => Promise.resolve(true),
    mayEdit: () => Promise.resolve(true),
    actsOn: () => Promise.resolve('all'),
    languageOf: () => Promise.resolve('en'),
    alertSettings,
    reading: usualReading,
  });
  const screens = createScreens({ store, query, leadsApi, alerts, options, now });
  await moveTo(begin);
  await store.connections.ensure('dms');
  await subscribe(store, 'C0SALES', 'leads', { filters: {}, together: 50, threadOnly: false });
  await subscribe(store, 'C0IT', 'alerts', {
    without: [],
    atLeast: 1,
    thresholds: { erroredLeads: 1 },
    escalation: null,
    threadOnly: false,
  });

  async function poll({ sweep = false } = {}): Promise<void> {
    await query(`update dms_connections set next_poll_at = '-infinity'${sweep ? ', swept_at = null' : ''}`);
    await pollOnce('dms', options, never);
  }

  async function look(): Promise<void> {
    lookAt = Infinity;
    const at = await store.now();
    const waitMs = await evaluateAlerts('dms', at, options);
    if (waitMs !== null) lookAt = at + waitMs;
  }

  return {
    ...screens,
    asked,
    events,
    get dms() {
      return dms;
    },
    set dms(next) {
      dms = next;
      screens.forget();
    },
    now,
    moveTo,
    moveBy: (ms) => moveTo(new Date(now() + ms).toISOString()),
    query,
    poll,
    async tick(ms) {
      await moveTo(new Date(now() + ms).toISOString());
      await poll();
      if (lookAt <= now()) await look();
    },
    look,
    status: () => store.connections.status(),
    async [Symbol.asyncDispose]() {
      screens.forget();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function reply(res: ServerResponse, wanted: Reply | Promise<Reply>, now: () => Instant): Promise<void> {
  const { status = 200, type = 'application/json', body, missing = 0, date } = await wanted;
  const bytes = Buffer.from(body as Buffer);
  res.writeHead(status, {
    'content-type': type,
    'content-length': bytes.length,
    date: date ?? new Date(now()).toUTCString(),
  });
  if (missing === 0) res.end(bytes);
  else res.write(bytes.subarray(0, bytes.length - missing), () => res.destroy());
}
