/**
 * Tests that subscribers to alerts are notified when bulks cannot be stored and when the DMS is not watched. Afterwards
 * they learn from when to when the DMS was not read.
 */
import type { Language } from '@leadbell/i18n';
import { setTimeout as delay } from 'node:timers/promises';
import type { Instant, Zone } from '@leadbell/domain';
import { asRead } from '@leadbell/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { evaluateAlerts } from '../features/alerts/evaluate.ts';
import { subscribeToAlerts } from '../testing/subscription-fixtures.ts';
import { openInstallation } from '../testing/status-fixtures.ts';
import { statusCard } from '../features/status/status-card.ts';
import { readStatus } from '../features/status/read-status.ts';
import { messagesFor } from '../features/index.ts';
import type { AlertsDefinition } from '../subscriptions/definition.ts';
import { dmsAnswers, dmsUrl, hour, minute, moveBy, now, query, store, setUpDms } from '../testing/dms-fixtures.ts';
import { pollOnce } from './poll.ts';
import type { PollOptions } from './poll-options.ts';
import { pollOptions, silent } from '../testing/watch-fixtures.ts';

setUpDms();

const never = new AbortController().signal;
const zone = 'Asia/Riyadh' as Zone;

let options: PollOptions;
let bulks: object[];
/** The status with which the DMS refuses every request; null if it answers. */
let refuse: number | null;

beforeEach(() => {
  [bulks, refuse] = [[], null];
  dmsAnswers((_, response) => {
    response.writeHead(refuse ?? 200, { 'content-type': 'application/json' });
    response.end(refuse === null ? JSON.stringify(bulks) : '{}');
  });
  const base = pollOptions(store, dmsUrl);
  options = {
    ...base,
    alertSettings: { ...base.alertSettings, groupWaitMs: 0 },
    lookAgain: async () => void (await look()),
  };
});

/** Moves the clock and polls, without a gap between the polls. */
async function poll(afterMs = 0, with_: Partial<PollOptions> = {}): Promise<void> {
  await moveBy(afterMs);
  await query("update dms_connections set next_poll_at = '-infinity'");
  await pollOnce('dms', { ...options, ...with_ }, never);
}
/** Evaluates alerts, as each process does every minute. */
async function look(): Promise<number | null> {
  const at = await store.now();
  return evaluateAlerts('dms', at, options);
}
/**
 * Simulates that no process has run for this long since the last poll. Also moves the time of the next poll, which is
 * stored as real time.
 */
async function stopFor(ms: number): Promise<void> {
  await moveBy(ms);
  await query(`update dms_connections set next_poll_at = clock_timestamp() - ${ms} * interval '1 millisecond'`);
}
const fault = (): Partial<PollOptions> => ({
  leadsApi: {
    ...options.leadsApi,
    read: () => {
      throw new TypeError('fault');
    },
  },
});

function bulk(minutesAgo: number, leads: number, errored: number, brand = 'KIA'): object {
  return {
    createdDate: new Date(now() - minutesAgo * minute).toISOString(),
    createdBy: Math.round(minutesAgo * 10) + 1,
    isProcessed: 4,
    leads: Array.from({ length: leads }, (_, n) => ({
      leadExternalId: Math.round(minutesAgo * 1_000) + n + 1,
      leadId: n < errored ? 0 : Math.round(minutesAgo * 1_000) + n + 1,
      isError: n < errored ? 1 : 0,
      errorList: n < errored ? 'Branch not found' : null,
      firstName: 'Alfa',
      lastName: 'Testali',
      brand,
    })),
  };
}

const subscribe = (changes: Partial<AlertsDefinition> = {}, channel?: string): Promise<number> =>
  subscribeToAlerts(store, changes, channel);

/** Masks the times of day, which differ from run to run, and writes the day as `today`. */
const rough = (text: unknown): string =>
  asRead(text)
    .replaceAll(/\d\d:\d\d/g, 'HH:MM')
    .replaceAll(/25 August 2025/g, 'today');
/** A channel's messages in their newest state; replies in threads are indented. */
async function channel(id = 'C0IT'): Promise<readonly string[]> {
  const rows = await query(
    `select payload ->> 'text' as text, thread_of as thread from outbox where channel_id = '${id}' order by id`,
  );
  return rows.map(({ text, thread }) => `${thread == null ? '' : '  '}${rough(text)}`);
}
const shown = async (): Promise<string> =>
  asRead((await query("select string_agg(payload::text, ' ' order by id) as text from outbox"))[0]?.['text']);
async function status(tag: Language = 'en'): Promise<string> {
  const answered = await readStatus(
    {
      ...options,
      pollMs: minute,
      deadJobs: () => Promise.resolve(0),
      installation: () => Promise.resolve(openInstallation),
      log: silent,
    },
    'T1',
  );
  return asRead(JSON.stringify(statusCard(answered, { zone, messages: messagesFor(tag) }).parts));
}

const tries = async () => (await query('select tries from set_aside'))[0]?.['tries'];

test('after a clock jump the status shows that Leadbell is catching up, until a poll has read the missed time', async () => {
  await poll();
  expect(await status()).toContain('🟢 Leadbell is reading the DMS');
  await moveBy(26 * hour);
  expect(await status()).toMatch(/🟠 Catching up with the DMS: read up to 25 August 2025 15:\d\d\./);
  await poll();
  expect(await status()).toContain('🟢 Leadbell is reading the DMS');
});

describe('a bulk that cannot be stored', () => {
  beforeEach(() => query("alter table bulk_leads add constraint no_toyota check (brand <> 'Toyota')"));
  afterEach(() => query('alter table bulk_leads drop constraint if exists no_toyota'));

  test('a bulk that cannot be stored is reported once and waits for hours while everything else is read; the alert resolves when the bulk is stored', async () => {
    await subscribe();
    bulks = [bulk(5, 40, 12, 'Toyota'), bulk(6, 1, 0)];
    await poll();
    expect(await channel()).toEqual(['🔴 1 bulk could not be stored']);
    expect(await shown()).toMatch(/Bulk of 25 August 2025 14:55.*: 40 leads, 12 of them with errors/);
    expect(await shown()).toContain('The database refuses it (23514).');
    bulks.push(bulk(-0.5, 50, 50));
    await poll(minute);
    expect(await channel()).toEqual(['🔴 1 bulk could not be stored', '🔴 Branch not found × 50']);
    for (let n = 0; n < 4; n += 1) {
      await poll(hour);
      await look();
    }
    expect((await channel()).filter((text) => text.includes('stored'))).toEqual(['🔴 1 bulk could not be stored']);
    const [connection] = await store.connections.status();
    expect(connection).toMatchObject({ failures: 0, setAside: [{ leads: 40, errored: 12 }] });
    expect(connection?.coveredTo).toBeGreaterThan(now() - minute);
    expect(await status()).toMatch(/🟠 Leadbell is reading the DMS; .* 1 bulk could not be stored\./);
    expect(await status()).toMatch(
      /40 leads, 12 of them with errors\. The database refuses it \(23514\)\. Tried \d+ times, next try/,
    );
    await query('alter table bulk_leads drop constraint no_toyota');
    await poll(6 * hour);
    expect(await channel()).toContain('🟢 1 bulk could not be stored');
    expect(await channel()).toContain('  1 bulk could not be stored: Resolved.');
    expect(await status()).toContain('🟢 Leadbell is reading the DMS');
    // The errors of the stored bulk are in an alert.
    expect((await channel()).some((text) => text.includes('Branch not found × 62'))).toBe(true);
  });

  test('a rejected bulk that the DMS no longer has is looked for at growing intervals', async () => {
    bulks = [bulk(26 * 60, 2, 0, 'Toyota')];
    await poll();
    bulks = [];
    expect(await tries()).toBe(1);
    for (let n = 0; n < 12; n += 1) await poll(minute);
    expect(await tries()).toBe(2);
    for (let n = 0; n < 12; n += 1) await poll(minute);
    expect(await tries()).toBe(3);
  });

  test('bulks that cannot be stored share one message, which expires after a week', async () => {
    await subscribe();
    bulks = [bulk(5, 2, 0, 'Toyota'), bulk(7, 3, 0, 'Toyota')];
    await poll();
    expect(await channel()).toEqual(['🔴 2 bulks could not be stored']);
    bulks = [];
    await poll(7 * 24 * hour + hour);
    await look();
    expect((await channel())[0]).toBe('⚪ 2 bulks could not be stored');
  });
});

describe('an outage of reading', () => {
  test('internal failures cause one alert; when it resolves, it says from when to when nothing was read', async () => {
    await subscribe();
    await poll();
    await poll(minute, fault());
    await poll(3 * minute, fault());
    await look();
    expect(await channel()).toEqual([]);
    await poll(3 * minute, fault());
    await look();
    expect(await channel()).toEqual(['🔴 Leadbell is not watching the DMS']);
    expect(await shown()).toContain('Leadbell itself failed; its log has the reason.');
    expect(await status()).toMatch(/🔴 The DMS has not been read for 7 min: Leadbell itself failed/);
    await poll(minute);
    expect(await channel()).toEqual([
      '🟢 Leadbell is not watching the DMS',
      '  Leadbell is not watching the DMS: Resolved. Nothing was read from today HH:MM to HH:MM (7 min)',
    ]);
    await poll(minute);
    await look();
    expect(await channel()).toHaveLength(2);
  });

  test('an outage is detected without a poll if no process polls', async () => {
    await subscribe();
    await poll();
    await stopFor(4 * minute);
    await look();
    expect(await channel()).toEqual([]);
    await stopFor(7 * minute);
    await look();
    expect(await channel()).toEqual(['🔴 Leadbell is not watching the DMS']);
    expect(await shown()).toContain('No Leadbell process is polling the DMS.');
    expect(await status()).toMatch(/🔴 Nothing is being read: a poll was due on 25 August 2025 15:\d\d, \d+ min ago/);
    await pollOnce('dms', options, never);
    expect((await channel())[1]).toMatch(/Resolved\. Nothing was read from today HH:MM to HH:MM \(7 min\)/);
    expect(await channel()).toHaveLength(2);
  });

  test('one alert covers a failure of the DMS and a later one of Leadbell; when it resolves, it says how long nothing was read', async () => {
    await subscribe();
    await poll();
    refuse = 503;
    await poll(minute);
    await poll(6 * minute);
    await look();
    expect(await channel()).toEqual(['🔴 The DMS is not answering']);
    refuse = null;
    await poll(minute, fault());
    await poll(8 * minute, fault());
    await look();
    await stopFor(20 * minute);
    await look();
    expect(await channel()).toEqual(['🔴 The DMS is not answering']);
    await pollOnce('dms', options, never);
    expect(await channel()).toEqual([
      '🟢 The DMS is not answering',
      '  The DMS is not answering: Resolved. Nothing was read from today HH:MM to HH:MM (35 min)',
    ]);
  });
});

/**
 * Simulates a process that starts after this time. The alert settings have a group wait, so that no alert fires before
 * the first poll.
 */
async function starts(ms: number): Promise<void> {
  options = { ...options, alertSettings: { ...options.alertSettings, groupWaitMs: 5_000 } };
  await stopFor(ms);
  await look();
  await pollOnce('dms', options, never);
}

describe('a past gap in reading the DMS', () => {
  test('a gap is announced once to each channel that subscribed before, in the channel’s language', async () => {
    await subscribe();
    await subscribe({ language: 'ar' }, 'C0ARABIC');
    await subscribe({ without: ['not-watching'] }, 'C0OTHER');
    await subscribe({ threadOnly: true }, 'C0QUIET');
    await poll();
    await starts(2 * hour);
    await look();
    await poll(minute);
    await Promise.all([look(), look(), look()]);
    expect(await channel()).toEqual(['⚪ Nothing was read from today HH:MM to HH:MM (2 h 0 min)']);
    expect(await shown()).toContain('Leadbell was not running, or could not reach its database.');
    expect((await channel('C0ARABIC'))[0]).toMatch(/⚪ لم يُقرأ شيء من 25 أغسطس 2025 HH:MM إلى HH:MM \(2 س 0 د\)/);
    expect(await channel('C0OTHER')).toEqual([]);
    expect(await channel('C0QUIET')).toEqual([
      expect.stringContaining('Alerts of Monday 25 August'),
      '  ⚪ Nothing was read from today HH:MM to HH:MM (2 h 0 min)',
    ]);
    expect(await status()).toContain('2 h 0 min): Leadbell was not running, or could not reach its database');
  });

  test('a gap is not announced to later subscribers, and a short or silenced gap is announced to no one', async () => {
    await poll();
    await starts(2 * hour);
    await subscribe();
    await look();
    await starts(3 * minute);
    expect(await channel()).toEqual([]);
    await store.transaction((tx) =>
      store.alerts.silence(tx, {
        workspace: 'T1',
        matcher: { rule: 'not-watching' },
        reason: '',
        createdBy: 'U0SAMIR',
        startsAt: now(),
        endsAt: (now() + 9 * hour) as Instant,
      }),
    );
    await starts(hour);
    expect(await channel()).toEqual([]);
  });

  test('a gap is merged with the failures before and after it', async () => {
    await subscribe({ thresholds: { unreachableMinutes: 600 } });
    await poll();
    refuse = 503;
    await poll(minute);
    await starts(hour);
    await poll(5 * minute);
    refuse = null;
    await poll(4 * minute);
    expect(await channel()).toEqual(['⚪ Nothing was read from today HH:MM to HH:MM (1 h 9 min)']);
  });

  test('a gap is not announced to a channel whose threshold is longer than the gap, if only the DMS failed', async () => {
    await subscribe({ thresholds: { unreachableMinutes: 600 } }, 'C0PATIENT');
    options = { ...options, alertSettings: { ...options.alertSettings, unreachableMs: hour } };
    await subscribe();
    await poll();
    refuse = 503;
    await poll(minute);
    refuse = null;
    await poll(8 * minute);
    expect(await channel()).toEqual(['⚪ Nothing was read from today HH:MM to HH:MM (8 min)']);
    expect(await channel('C0PATIENT')).toEqual([]);
  });

  test('a gap during a database outage is announced afterwards by the process that ran throughout', async () => {
    await subscribe();
    await poll();
    await query('alter table dms_connections rename to elsewhere');
    await expect(pollOnce('dms', options, never)).rejects.toThrow('dms_connections');
    await query('alter table elsewhere rename to dms_connections');
    await starts(20 * minute);
    expect(await channel()).toEqual(['⚪ Nothing was read from today HH:MM to HH:MM (20 min)']);
  });

  test('a gap is also announced if a poll in between was aborted', async () => {
    await subscribe();
    await poll();
    await stopFor(30 * minute);
    const aborting = new AbortController();
    aborting.abort();
    await pollOnce('dms', options, aborting.signal);
    await delay(10);
    await pollOnce('dms', options, never);
    expect(await channel()).toEqual(['⚪ Nothing was read from today HH:MM to HH:MM (30 min)']);
  });
});
