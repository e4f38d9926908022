/**
 * Each rule must fire live, on facts that were read from a DMS and stored, and again in a replay of
 * the stored history. A rule whose facts are not stored or not read fails here.
 */
import { type AlertRuleId, alertRules, type Instant, replayableRules, type Zone } from '@leadbell/domain';
import { beforeEach, expect, test } from 'vitest';
import { workingCalendar } from '../../testing/lead-fixtures.ts';
import { dmsAnswers, dmsUrl, hour, minute, moveBy, now, query, setUpDms, store } from '../../testing/dms-fixtures.ts';
import { subscribeToAlerts } from '../../testing/subscription-fixtures.ts';
import { pollOptions } from '../../testing/watch-fixtures.ts';
import { pollOnce } from '../../watch/poll.ts';
import type { PollOptions } from '../../watch/poll-options.ts';
import { createReplays } from '../replay/replay.ts';
import { evaluateAlerts } from './evaluate.ts';

setUpDms();

const day = 24 * hour;
const never = new AbortController().signal;
let bulks: object[];
let isDown: boolean;
let options: PollOptions;

beforeEach(() => {
  [bulks, isDown] = [[], false];
  dmsAnswers((_, response) => {
    response.writeHead(isDown ? 503 : 200, { 'content-type': 'application/json' });
    response.end(isDown ? '{}' : JSON.stringify(bulks));
  });
  const base = pollOptions(store, dmsUrl);
  options = { ...base, alertSettings: { ...base.alertSettings, groupWaitMs: 0 } };
});

async function pollAfter(ms: number, changes: Partial<PollOptions> = {}): Promise<void> {
  await moveBy(ms);
  await query("update dms_connections set next_poll_at = '-infinity'");
  await pollOnce('dms', { ...options, ...changes }, never);
}

/** A bulk created a minute ago, with one lead. */
function bulk(changes: object = {}, lead: object = {}): object {
  return {
    bulkId: 1,
    createdDate: new Date(now() - minute).toISOString(),
    createdBy: 1,
    isProcessed: 4,
    leads: [{ leadExternalId: 1, leadId: 1, isError: 0, firstName: 'Alfa', lastName: 'Testali', ...lead }],
    ...changes,
  };
}

const fault: PollOptions['leadsApi']['read'] = () => {
  throw new TypeError('fault');
};
const errored = { leadId: 0, isError: 1, errorList: 'Branch not found' };

/** For each rule, the events after which it must fire. */
const lives: Readonly<Record<AlertRuleId, () => Promise<void>>> = {
  async 'bulk-errors'() {
    bulks = [bulk({}, errored)];
    await pollAfter(minute);
  },
  async 'bulk-cancelled'() {
    bulks = [bulk({ isProcessed: 3 })];
    await pollAfter(minute);
  },
  async 'bulk-stalled'() {
    bulks = [bulk({ isProcessed: 1 })];
    await pollAfter(minute);
    await pollAfter(hour);
  },
  async 'new-error'() {
    bulks = [bulk()];
    await pollAfter(minute);
    bulks = [bulk({ bulkId: 2, createdDate: new Date(now() + day).toISOString() }, errored)];
    await pollAfter(day + minute);
  },
  async 'counts-differ'() {
    bulks = [bulk({ totalRecords: 2 })];
    await pollAfter(minute);
  },
  async 'bulk-set-aside'() {
    await query("alter table bulk_leads add constraint no_toyota check (brand <> 'Toyota')");
    bulks = [bulk({}, { brand: 'Toyota' })];
    await pollAfter(minute);
    await query('alter table bulk_leads drop constraint no_toyota');
  },
  async 'dms-unreachable'() {
    isDown = true;
    await pollAfter(minute);
    await pollAfter(6 * minute);
  },
  async 'not-watching'() {
    const leadsApi = { ...options.leadsApi, read: fault };
    await pollAfter(minute, { leadsApi });
    await pollAfter(6 * minute, { leadsApi });
  },
  async 'no-leads'() {
    const leads = Array.from({ length: 9 }, (_, n) => ({ leadExternalId: n + 1, leadId: n + 1, isError: 0 }));
    bulks = [bulk({ createdDate: new Date(now() - 4 * hour).toISOString() }), bulk({ bulkId: 2, leads })];
    await pollAfter(0);
    bulks = [];
    await pollAfter(7 * day);
    await pollAfter(minute);
  },
};

async function live(rule: AlertRuleId): Promise<void> {
  await subscribeToAlerts(store);
  // The stored history begins with the first bulk.
  bulks = [bulk({ bulkId: 9 })];
  await pollAfter(0);
  await lives[rule]();
  await evaluateAlerts('dms', await store.now(), options);
}

test.each(alertRules)('%s fires on facts that were read and stored', async (rule) => {
  await live(rule);
  const fired = await query("select rule from alerts where state ->> 'firedAt' is not null");
  expect(fired.map((row) => row['rule'])).toContain(rule);
  expect(await query("select key from outbox where kind = 'alert'")).not.toEqual([]);
});

test.each(replayableRules)('%s fires in a replay of the stored history', async (rule) => {
  await live(rule);
  const replay = createReplays({
    store,
    connection: 'dms',
    alertSettings: options.alertSettings,
    zone: 'Asia/Riyadh' as Zone,
    calendar: workingCalendar,
    turn: () => Promise.resolve(),
  });
  const window = { from: (now() - 9 * day) as Instant, to: (now() + minute) as Instant };
  const replayed = await replay({ rule, numbers: new Map() }, window, never);
  expect(replayed?.asked.fired).toBeGreaterThan(0);
});
