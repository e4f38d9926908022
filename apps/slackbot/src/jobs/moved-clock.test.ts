import { setTimeout as delay } from 'node:timers/promises';
import type { Instant, Zone } from '@leadbell/domain';
import { type DmsSimulator, startDmsSimulator } from '@leadbell/dms-simulator';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInstallation } from '../testing/status-fixtures.ts';
import { statusCard } from '../features/status/status-card.ts';
import { readStatus } from '../features/status/read-status.ts';
import { messagesFor } from '../features/index.ts';
import { pollOptions, silent } from '../testing/watch-fixtures.ts';
import { pollOnce } from '../watch/poll.ts';
import type { PollOptions } from '../watch/poll-options.ts';

const zone = 'Asia/Riyadh' as Zone;
const never = new AbortController().signal;
const sleep = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal });
/** The moved clock begins at 15:00 in Riyadh. */
const offsetMs = Date.parse('2025-08-25T12:00:00.000Z') - Date.now();
const now = () => (Date.now() + offsetMs) as Instant;

let databases: TestDatabases;
let url: string;
let store: Store;
let dms: DmsSimulator;
let options: PollOptions;

beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.createReady();
  store = await openStore({ url });
  await store.setClockOffset(offsetMs);
  await store.connections.ensure('dms');
  dms = await startDmsSimulator({ leadsPerDay: 400, historyDays: 12, now });
  options = pollOptions(store, dms.url);
});
afterAll(async () => {
  await store.close();
  await dms.close();
  await databases.close();
});

/** Makes the next poll due and runs it. Returns the number of requests. */
async function poll(): Promise<number> {
  await databases.query(url, "update dms_connections set next_poll_at = '-infinity'");
  const before = dms.requests.length;
  await pollOnce('dms', options, never);
  return dms.requests.length - before;
}
async function statusText(): Promise<string> {
  const status = await readStatus(
    {
      ...options,
      store,
      pollMs: 60_000,
      deadJobs: () => Promise.resolve(0),
      installation: () => Promise.resolve(openInstallation),
      sleep,
      log: silent,
    },
    'T1',
  );
  const messages = messagesFor('en');
  return JSON.stringify(statusCard(status, { zone, messages }));
}

const months = 'January|February|March|April|May|June|July|August|September|October|November|December';
function dates(text: string): readonly string[] {
  return [...new Set(text.match(new RegExp(`\\d+ (?:${months})|Today|Yesterday`, 'g')))];
}

describe('with the clock moved to last year', () => {
  it('a poll asks only for new data, and for an open bulk only when the bulk is due', async () => {
    await poll();
    const [unsettled] = await databases.query(
      url,
      `select count(*)::int as open from bulks where next_check_at > to_timestamp(${(now() + 10_000) / 1_000})`,
    );
    expect(unsettled?.['open']).toBeGreaterThan(3);
    // This poll reads bulks that have become due meanwhile, if there are any.
    await poll();
    for (let n = 0; n < 2; n += 1) {
      // Move all due times, so that no bulk becomes due, however long the test takes.
      await databases.query(url, "update bulks set next_check_at = next_check_at + interval '1 hour'");
      expect(await poll()).toBe(1);
    }
    await databases.query(url, 'update bulks set next_check_at = leadbell_now() where next_check_at is not null');
    expect(await poll()).toBeGreaterThan(1);
  });

  it('status shows the same date, whether or not the DMS answers', async () => {
    const message = { workspace: 'T1', channel: 'C1', key: 'k', kind: 'notice', payload: {} };
    await store.transaction((tx) => store.outbox.add(tx, [message]));
    expect(dates(await statusText())).toEqual(['25 August']);
    dms.faults.add({ kind: 'status', status: 503 });
    await poll();
    expect(await statusText()).toContain('unavailable');
    expect(dates(await statusText())).toEqual(['25 August']);
    const [status] = await store.connections.status();
    for (const at of [status?.lastOkAt, status?.failedSince, status?.coveredTo])
      expect(Math.abs((at ?? 0) - now())).toBeLessThan(120_000);
  });
});
