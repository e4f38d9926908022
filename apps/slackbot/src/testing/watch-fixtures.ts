/** For tests: the options of a poll, with a real store, a real client and short waits. */
import { setTimeout as delay } from 'node:timers/promises';
import { defaultAlertSettings, installationWords, KnownValues, type Zone } from '@leadbell/domain';
import { createLeadsApi } from '@leadbell/leads-api';
import type { Store } from '@leadbell/store';
import { testIdentities } from '@leadbell/testing';
import { workingCalendar } from './lead-fixtures.ts';
import { noMeters } from '../health/meters.ts';
import type { Log } from '../log.ts';
import type { PollOptions } from '../watch/poll-options.ts';
import { createRequestLog } from '../watch/requests.ts';
import { createUnreadCounts } from '../watch/unread-counts.ts';

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const zone = 'Asia/Riyadh' as Zone;
const sleep = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal });

/** Options for polling the connection `dms` each minute. */
export function pollOptions(store: Store, baseUrl: string): PollOptions {
  const leadsApi = createLeadsApi(
    { baseUrl, auth: { kind: 'none' }, attempts: 2, backoffMs: 1, idleTimeoutMs: 15_000 },
    { now: () => Date.now(), sleep, random: Math.random, fetch, log: () => {} },
  );
  return {
    store,
    leadsApi,
    address: 'dms',
    identities: testIdentities(),
    wordBook: installationWords,
    values: new KnownValues(),
    zone,
    intervalMs: 60_000,
    requestsPerDay: 5_000,
    requests: createRequestLog({ store, connection: 'dms', zone, made: () => leadsApi.requests() }),
    unread: createUnreadCounts(),
    gapMs: () => 300_000,
    calendar: workingCalendar,
    alertSettings: defaultAlertSettings,
    lookAgain: () => Promise.resolve(),
    random: () => 1,
    elapsed: () => performance.now(),
    sleep,
    meters: noMeters,
    log: silent,
  };
}
