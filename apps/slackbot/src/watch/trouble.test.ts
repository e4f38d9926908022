/** Tests how the watch handles failures of the DMS, the database and the process. */
import { setTimeout as delay } from 'node:timers/promises';
import { blockFor } from '@leadbell/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dmsAnswers, dmsUrl, hour, minute, moveBy, now, query, store, setUpDms } from '../testing/dms-fixtures.ts';
import { pollOnce } from './poll.ts';
import type { PollOptions } from './poll-options.ts';
import { startPoller } from './poller.ts';
import { pollOptions } from '../testing/watch-fixtures.ts';

setUpDms();

const never = new AbortController().signal;

interface WireBulk {
  readonly id?: number;
  readonly createdDate: string;
  readonly createdBy: number;
  readonly isProcessed: number;
  readonly leads: readonly object[];
}

let options: PollOptions;
/** The bulks of the DMS, which answers with those in the requested range. */
let bulks: WireBulk[];
/** The status with which the DMS refuses every request; null if it answers. */
let refuse: { readonly status: number } | null;
/** Special answers (a status or a body), each for the requests whose range contains its instant. */
let spoiled: Map<string, number | string>;
/** The text that the DMS answers; null if it answers with the bulks above. */
let answer: string | null;
let asked: URLSearchParams[];

beforeEach(() => {
  [bulks, refuse, answer, asked, spoiled] = [[], null, null, [], new Map()];
  dmsAnswers((req, res) => {
    const params = new URL(req.url ?? '/', 'http://dms').searchParams;
    asked.push(params);
    const [from, to] = [params.get('fromDate') ?? '', params.get('toDate') ?? ''];
    const odd = [...spoiled].find(([at]) => from <= at && to > at)?.[1];
    if (odd !== undefined) {
      res.writeHead(typeof odd === 'number' ? odd : 200, { 'content-type': 'application/json' });
      res.end(typeof odd === 'number' ? '{"message":"no"}' : odd);
      return;
    }
    const found = bulks.filter(({ createdDate }) => createdDate >= from && createdDate < to);
    res.writeHead(refuse?.status ?? 200, { 'content-type': 'application/json' });
    res.end(refuse === null ? (answer ?? JSON.stringify(found)) : '{"message":"no"}');
  });
  options = pollOptions(store, dmsUrl);
});

/** Makes the next poll due and runs it. */
async function poll(with_: Partial<PollOptions> = {}): Promise<number> {
  await query("update dms_connections set next_poll_at = '-infinity'");
  return pollOnce('dms', { ...options, ...with_ }, never);
}

function bulk(minutesAgo: number, errored: number, brand = 'KIA'): WireBulk {
  const createdDate = new Date(now() - minutesAgo * minute).toISOString();
  return {
    createdDate,
    createdBy: Math.round(minutesAgo * 10) + 1,
    isProcessed: 4,
    leads: Array.from({ length: Math.max(1, errored) }, (_, n) => ({
      leadExternalId: Math.round(minutesAgo * 1_000) + n + 1,
      isError: n < errored ? 1 : 0,
      errorList: n < errored ? 'Branch not found' : null,
      firstName: 'Alfa',
      lastName: 'Testali',
      brand,
    })),
  };
}
const kept = async () => (await query('select leads from bulks order by created_at')).map(({ leads }) => leads);
const status = async () => (await store.connections.status())[0];

describe('a bulk that the database rejects', () => {
  beforeEach(() => query("alter table bulk_leads add constraint no_toyota check (brand <> 'Toyota')"));
  afterEach(() => query('alter table bulk_leads drop constraint if exists no_toyota'));

  test('a rejected bulk is set aside with its reason, while everything else is read and the watermark moves', async () => {
    bulks = [bulk(50, 2), bulk(40, 3, 'Toyota'), bulk(30, 1)];
    await poll();
    expect(await kept()).toEqual([2, 1]);
    const { failures, failure, coveredTo, setAside } = (await status()) ?? {};
    expect({ failures, failure }).toEqual({ failures: 0, failure: null });
    expect(coveredTo).toBeGreaterThan(now() - minute);
    expect(setAside).toMatchObject([{ leads: 3, errored: 3, reason: 'database 23514', tries: 1 }]);
    bulks.push(bulk(1, 50));
    await moveBy(minute);
    await poll();
    expect(await kept()).toEqual([2, 1, 50]);
  });

  test('a rejected bulk is not tried again at each poll but later, and is stored by the first try that the database accepts', async () => {
    bulks = [bulk(40, 3, 'Toyota')];
    await poll();
    await poll();
    expect((await status())?.setAside).toMatchObject([{ tries: 1 }]);
    await moveBy(6 * minute);
    await poll();
    expect((await status())?.setAside).toMatchObject([{ tries: 2 }]);
    await query('alter table bulk_leads drop constraint no_toyota');
    await moveBy(5 * minute);
    await poll();
    expect(await kept()).toEqual([]);
    await moveBy(6 * minute);
    await poll();
    expect(await kept()).toEqual([3]);
    expect((await status())?.setAside).toEqual([]);
  });

  test('a rejected bulk that has changed is tried at once', async () => {
    bulks = [bulk(40, 3, 'Toyota')];
    const createdDate = bulks[0]?.createdDate ?? '';
    await poll();
    bulks = [{ ...bulk(40, 3), createdDate, isProcessed: 3 }];
    await poll();
    expect(await kept()).toEqual([3]);
  });

  test('a rejected bulk does not affect hundreds of other bulks in the same poll', async () => {
    bulks = Array.from({ length: 300 }, (_, n) => bulk(60 - n / 10, 1, n % 100 === 7 ? 'Toyota' : 'KIA'));
    await poll();
    expect(await kept()).toHaveLength(297);
    expect((await status())?.setAside).toHaveLength(3);
  });
});

describe('an unsuccessful poll', () => {
  test.each([
    [
      'a fault of our own',
      () => ({
        leadsApi: {
          ...options.leadsApi,
          read: () => {
            throw new TypeError('fault');
          },
        },
      }),
      'fault',
    ],
    ['a failure of the DMS', () => ({}), 'unavailable'],
  ] as const)('a poll counts as failed after %s', async (_, changes, failure) => {
    refuse = { status: 503 };
    await poll(changes());
    await poll(changes());
    expect(await status()).toMatchObject({ failures: 2, failure, lastOkAt: null });
    refuse = null;
    await poll();
    expect(await status()).toMatchObject({ failures: 0, failure: null });
  });

  test('a poll counts as failed if a statement fails because a table is missing', async () => {
    bulks = [bulk(5, 1)];
    await query('alter table bulk_events rename to elsewhere');
    await poll();
    // No bulk is set aside, because this is not a problem of one bulk.
    expect(await status()).toMatchObject({ failures: 1, failure: 'database', setAside: [] });
    await query('alter table elsewhere rename to bulk_events');
    await query('alter table dms_connections rename column covered_to to covered');
    await poll().catch(() => 0);
    await query('alter table dms_connections rename column covered to covered_to');
    await moveBy(10 * minute);
    await poll();
    expect(await kept()).toEqual([1]);
  });

  test('a poll that no process begins is overdue', async () => {
    await poll();
    expect((await status())?.overdueSince).toBeNull();
    await query("update dms_connections set next_poll_at = clock_timestamp() - interval '7 minutes'");
    const { overdueSince } = (await status()) ?? {};
    expect(now() - (overdueSince ?? 0)).toBeGreaterThan(6.9 * minute);
  });
});

describe('a process', () => {
  test('a process that is killed in the middle of a poll is replaced within five seconds', async () => {
    await query("update dms_connections set next_poll_at = '-infinity'");
    const times = { leaseMs: 4_000, longestPauseMs: 20 * minute, gapMs: minute };
    // Simulate a process that was killed: no process renews its lease.
    const killed = await store.connections.lease('dms', times);
    expect(killed).not.toBeNull();
    let sleptMs = 0;
    let leasedMs = Infinity;
    const sleep: PollOptions['sleep'] = async (ms, signal) => {
      // Let time pass only for the lease of the killed process.
      const rows = await query(
        `update dms_connections set lease_until = lease_until - ${ms} * interval '1 millisecond' where lease = ${killed?.lease} returning id`,
      );
      if (rows.length === 0) await delay(ms, undefined, { signal });
      else sleptMs += ms;
    };
    const leadsApi: PollOptions['leadsApi'] = {
      ...options.leadsApi,
      async *read(question, how) {
        const [row] = await query(
          'select extract(epoch from lease_until - clock_timestamp()) * 1000 as ms from dms_connections',
        );
        leasedMs = Number(row?.['ms']);
        yield* options.leadsApi.read(question, how);
      },
    };
    const poller = startPoller({ ...options, leadsApi, sleep, connections: ['dms'] });
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    await poller.stop(30_000);
    expect(sleptMs).toBeLessThanOrEqual(5_000);
    // The new lease is at most as long as the old one.
    expect(leasedMs).toBeLessThanOrEqual(times.leaseMs);
  });

  test('a process does not mistake its own suspension for a slow or unresponsive DMS', async () => {
    await poll();
    const before = await status();
    // Block the event loop while the request is in progress.
    const leadsApi: PollOptions['leadsApi'] = {
      ...options.leadsApi,
      read: (question, how) => {
        blockFor(3_500);
        return options.leadsApi.read(question, how);
      },
    };
    refuse = { status: 503 };
    expect(await poll({ leadsApi })).toBe(1_000);
    expect(await status()).toMatchObject({ failures: 0, failure: null, lastOkAt: before?.lastOkAt });
    // The second time in a row is not excused, because a process that is always suspended is itself a problem.
    expect(await poll({ leadsApi })).toBeGreaterThan(1_000);
    expect(await status()).toMatchObject({ failures: 1, failure: 'unavailable' });
  });

  test('a process that stops lets its running poll finish', async () => {
    const poller = startPoller({ ...options, connections: ['dms'] });
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    await poller.stop(60_000);
    expect(await status()).toMatchObject({ failures: 0 });
  });
});

describe('vanished bulks', () => {
  test('vanished bulks are looked for together at growing intervals, and given up after a day', async () => {
    bulks = Array.from({ length: 40 }, (_, n) => ({ ...bulk(10 + n * 30, 1), isProcessed: 2 }));
    await poll();
    bulks = [];
    const before = asked.length;
    for (let n = 0; n < 30; n += 1) {
      await moveBy(minute);
      await poll();
    }
    const soon = asked.length - before;
    // A poll needs at least one request, and every few minutes another request for the last day.
    expect(soon).toBeLessThan(60);
    for (let n = 0; n < 26; n += 1) {
      await moveBy(hour);
      await poll();
    }
    expect(await query('select count(*)::int as n from bulks where next_check_at is not null')).toEqual([{ n: 0 }]);
    expect(asked.length - before - soon).toBeLessThan(100);
  });

  test('vanished bulks are followed as before when they return', async () => {
    bulks = [{ ...bulk(10, 0), isProcessed: 2 }];
    const [first] = bulks;
    await poll();
    bulks = [];
    await moveBy(3 * minute);
    await poll();
    expect(await query('select misses from bulks')).toEqual([{ misses: 1 }]);
    bulks = first === undefined ? [] : [{ ...first, isProcessed: 4 }];
    await moveBy(10 * minute);
    await poll();
    expect(await query('select misses, state from bulks')).toEqual([{ misses: 0, state: 'completed' }]);
  });
});

test('requests to the DMS are counted by day, with one count for polls and one for people', async () => {
  await poll();
  await poll();
  for await (const _ of options.leadsApi.read({ kind: 'bulk', id: '7' }));
  await options.requests.flush(now());
  const counts = await query("select value, count from daily_counters where name = 'requests' order by value desc");
  const polls = Number(counts[0]?.count);
  expect(counts).toEqual([
    { value: 'polls', count: polls },
    { value: 'people', count: 1 },
  ]);
  expect(polls).toBe(asked.length - 1);
});

describe('a 404 of the DMS for an empty range', () => {
  test('a 404 is accepted for a range in which we know no bulks', async () => {
    await poll();
    refuse = { status: 404 };
    await moveBy(minute);
    await poll();
    expect(await status()).toMatchObject({ failures: 0, failure: null });
    refuse = null;
    await poll();
    expect(await query('select not_found_since as since from dms_connections')).toEqual([{ since: null }]);
  });

  test('a 404 is rejected if known bulks would vanish', async () => {
    bulks = [bulk(30, 1)];
    await poll();
    refuse = { status: 404 };
    await moveBy(minute);
    await poll();
    expect(await status()).toMatchObject({ failures: 1, failure: 'not-found' });
    refuse = null;
    await poll();
    expect(await status()).toMatchObject({ failures: 0 });
  });

  test('a 404 is rejected after a whole working day in which the DMS answered only 404', async () => {
    await poll();
    refuse = { status: 404 };
    const failures: number[] = [];
    for (let n = 0; n < 27; n += 1) {
      await moveBy(hour);
      await poll();
      failures.push((await status())?.failures ?? -1);
    }
    // The first 404 comes at 16:00 on a Monday. A working day has nine hours and ends at 18:00.
    expect(failures.indexOf(1)).toBe(24);
  });

  test('a 404 is rejected if the DMS has never given another answer', async () => {
    refuse = { status: 404 };
    await poll();
    expect(await status()).toMatchObject({ failures: 1, failure: 'not-found' });
  });
});

test.each([
  ['an empty body', ''],
  ['a blank body', ' \n'],
  ['a page', '<html>Sign in</html>'],
  ['an error', '{"success":false,"message":"Session expired"}'],
])('%s counts as a failed read, not as an answer without leads', async (_, body) => {
  answer = body;
  await poll();
  expect(await status()).toMatchObject({ failures: 1, failure: 'contract', lastOkAt: null });
});

/** Six in the morning of a day in the past. */
const daysAgo = (days: number) => new Date(now() - (days * 24 - 18) * hour).toISOString();

describe('an unreadable day in the past', () => {
  test.each([
    ['an error of the server', 500],
    ['a page', '<html>Sign in</html>'],
  ])('a day for which the DMS answers with %s hides no other day, and is reported', async (_, odd) => {
    bulks = [bulk(1, 5), bulk(6 * 24 * 60, 1), bulk(2 * 24 * 60, 1)];
    spoiled.set(daysAgo(4), odd);
    expect(await poll()).toBe(minute);
    expect(await kept()).toHaveLength(3);
    expect(await status()).toMatchObject({ failures: 0, failedSince: null });
    const [unread] = (await status())?.unreadWindows ?? [];
    expect(unread).toMatchObject({ kind: 'gap', tries: 1 });
    // New data is covered, whatever is wrong with the day in the past.
    expect((await status())?.coveredTo).toBeGreaterThan(now() - minute);
    for (let n = 0; n < 12; n += 1) {
      await moveBy(minute);
      await poll();
    }
    expect((await status())?.unreadWindows.find(({ from }) => from === unread?.from)).toMatchObject({ tries: 3 });
    expect(await query('select failure, started_at, ended_at from dms_outages')).toHaveLength(1);
    // Make the day readable again, so that its bulks are read.
    bulks.push(bulk(4 * 24 * 60, 2));
    spoiled.clear();
    await moveBy(hour);
    await poll();
    expect((await status())?.unreadWindows).toEqual([]);
    expect(await kept()).toHaveLength(4);
  });

  test('an unreadable day with a due bulk does not slow the polls, and the bulk is given up', async () => {
    bulks = [{ ...bulk(4 * 24 * 60, 0), isProcessed: 2 }];
    await poll();
    spoiled.set(bulks[0]?.createdDate ?? '', '<html>');
    for (let n = 0; n < 40; n += 1) {
      await moveBy(hour);
      expect(await poll()).toBe(minute);
    }
    expect(await query('select count(*)::int as n from bulks where next_check_at is not null')).toEqual([{ n: 0 }]);
    expect(await status()).toMatchObject({ failures: 0 });
  });

  test('a 404 for one day raises no doubt about the address if other days are answered', async () => {
    bulks = [bulk(1, 0), { ...bulk(2 * 24 * 60, 0), isProcessed: 2 }];
    await poll();
    spoiled.set(bulks[1]?.createdDate ?? '', 404);
    await moveBy(4 * hour);
    bulks.push(bulk(1, 0));
    await poll();
    expect(await status()).toMatchObject({ failures: 0, failure: null });
  });

  test('a poll with several unreadable days in a row counts as failed', async () => {
    bulks = [bulk(1, 1)];
    for (let days = 2; days < 8; days += 1) spoiled.set(daysAgo(days), 503);
    await poll();
    expect(await kept()).toHaveLength(1);
    expect(await status()).toMatchObject({ failures: 1, failure: 'unavailable' });
  });
});

test('two thousand bulks without leads are stored in pieces', async () => {
  bulks = Array.from({ length: 2_000 }, (_, n) => ({ ...bulk(60 - n / 100, 0), leads: [] }));
  await poll();
  expect(await kept()).toHaveLength(2_000);
});
